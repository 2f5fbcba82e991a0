import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import type { MaskHistory } from '#core/mask/history.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import type { WandField } from '#core/mask/wand.ts';
import { colourDistance } from '#core/mask/wand.ts';
import { changeDrawing, chooseTolerance, useDrawing, wandOptions } from './drawing.ts';
import { type OpenEasel, openEasel } from './easel.ts';
import { labelOf, looksOf, type ShownLabel } from './labels.ts';
import { loadImage, loadPicture, pixelsOf } from './loadPicture.ts';
import classes from './MaskCanvas.module.css';
import type { StagePicture } from './maskStage.ts';
import type { Brushwork } from './tools/tool.ts';
import type { Point } from './view.ts';

export interface MaskCanvasProps {
  readonly easelRef: Ref<OpenEasel>;
  readonly label: string;
  readonly labels: readonly ShownLabel[];
  readonly history: MaskHistory | null;
  readonly isWatching: boolean;
  /** Another one is shown whole at first; its neighbours in a sweep are shown as it is. */
  readonly pictureId: string | null;
  /** What is shown: the picture itself, or a neighbour in its sweep. */
  readonly picture: PictureRef | null;
  readonly widthPx: number;
  readonly heightPx: number;
  onStroke(stroke: Stroke): void;
  onHover(at: Point | null): void;
  onScale(scale: number): void;
  onRefused(reason: 'watching' | 'locked'): void;
  /** Fails with a sentence where the generator shows no features. */
  featuresUrl(x: number, y: number): Promise<string>;
  onTrouble(error: unknown): void;
}

/** The canvas: everything that moves with the pointer is done by the easel, past React. */
export function MaskCanvas(props: MaskCanvasProps) {
  const { history, isWatching, pictureId, picture, widthPx, heightPx, labels } = props;
  const host = useRef<HTMLDivElement>(null);
  const easel = useRef<OpenEasel>(null);
  const shown = useRef<StagePicture>(null);
  const latest = useRef(props);
  // What the pointer does next must find what was chosen last: these effects are done before the next event.
  useLayoutEffect(() => {
    latest.current = props;
  });
  const settings = useDrawing();

  useLayoutEffect(() => {
    const opened = openEasel(
      host.current as HTMLDivElement,
      {
        options: wandOptions,
        distances: (by, x, y) =>
          distancesFrom(by, x, y, shown.current, latest.current).catch((thrown) => {
            latest.current.onTrouble(thrown);
            return null;
          }),
        chooseTolerance,
      },
      {
        onStroke: (stroke) => latest.current.onStroke(stroke),
        onPick: (number) => changeDrawing({ label: labelOf(latest.current.labels, number) }),
        onHover: (at) => latest.current.onHover(at),
        onView: ({ scale }) => latest.current.onScale(scale),
        onSize: (sizePx) => changeDrawing({ sizePx }),
        onRefused: (reason) => latest.current.onRefused(reason),
      },
    );
    easel.current = opened;
    return () => opened.close();
  }, []);
  useImperativeHandle(props.easelRef, () => easel.current as OpenEasel, []);

  useLayoutEffect(() => easel.current?.open(history, isWatching), [history, isWatching]);

  useLayoutEffect(() => {
    if (pictureId !== null) easel.current?.fit();
  }, [pictureId]);

  useEffect(() => {
    if (picture === null) {
      easel.current?.showPicture(null);
      return;
    }
    let isCurrent = true;
    loadPicture(picture, widthPx, heightPx).then(
      (loaded) => {
        if (!isCurrent) return;
        shown.current = loaded;
        easel.current?.showPicture(loaded);
      },
      (thrown) => isCurrent && latest.current.onTrouble(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [picture, widthPx, heightPx]);

  const { tool, label, sizePx, shape, onlyBackground, locked, hidden, mode, opacity } = settings;
  const colour = labels.find(({ value }) => value === label)?.colour ?? '#FFFFFF';
  useLayoutEffect(() => {
    const work: Brushwork = { label, colour, sizePx, shape, onlyBackground, locked };
    easel.current?.setWork(work, tool);
  }, [tool, label, colour, sizePx, shape, onlyBackground, locked]);
  useLayoutEffect(() => {
    easel.current?.setLook({ labels: looksOf(labels, hidden), mode, opacity });
  }, [labels, hidden, mode, opacity]);

  return <div ref={host} className={classes.canvas} tabIndex={-1} role="img" aria-label={props.label} />;
}

async function distancesFrom(
  by: 'colour' | 'features',
  x: number,
  y: number,
  picture: StagePicture | null,
  { featuresUrl }: Pick<MaskCanvasProps, 'featuresUrl'>,
): Promise<WandField | null> {
  if (picture === null) return null;
  const { widthPx, heightPx } = picture;
  if (by === 'colour') return colourDistance(pixelsOf(picture), widthPx, x, y);
  const image = await loadImage(await featuresUrl(x, y));
  const grey = pixelsOf({ image, offsetX: 0, widthPx, heightPx });
  return {
    widthPx,
    heightPx,
    distance: Float32Array.from({ length: grey.length / 4 }, (_, at) => grey[4 * at] ?? 255),
  };
}
