import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { formatNumber } from '#renderer/format.ts';
import { DifferenceLegend } from '#renderer/grid/DifferenceLegend.tsx';
import { differenceTable } from '#renderer/grid/differenceMap.ts';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { t } from '#renderer/text.ts';
import { colourDifference } from './difference.ts';
import classes from './LivePictures.module.css';
import type { Live, ShownFrame } from './useLive.ts';

export interface LivePicturesProps {
  readonly live: Live;
  readonly sample: number;
  /** Null for samples whose class is not known here. */
  readonly className: string | null;
  /** What the slider shows, for those who cannot see the picture. */
  readonly nowLabel: string;
  /** The set value lies beyond anything seen in the samples. */
  readonly isBeyond: boolean;
  onRandom(): void;
}

/** Start, now, and what differs between them. */
export function LivePictures(props: LivePicturesProps) {
  const { live, sample, className } = props;
  const { shown } = live;
  const scheme = useComputedColorScheme('dark');
  const table = useMemo(() => differenceTable(scheme), [scheme]);
  const startLabel = `${t('unit.start')} ${className ?? ''} ${sampleNumber(sample)}`;
  const random = t('unit.randomStart');
  return (
    <div className={classes.pictures}>
      <Figure label={startLabel} shown={shown} draw={drawStart}>
        <b>{t('unit.start')}</b>
        <span className="t2">{className}</span>
        <span className="num t3">{sampleNumber(sample)}</span>
        <span className={classes.fill} />
        <Tooltip label={`${random} (R)`}>
          <ActionIcon size="compact-xs" aria-label={random} onClick={props.onRandom}>
            <IconDice3 size={15} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Figure>
      <Figure label={props.nowLabel} shown={shown} draw={drawNow} isBeyond={props.isBeyond}>
        <b>{t('unit.now')}</b>
        {props.isBeyond && <span className="warn caption">{t('units.beyondSeen')}</span>}
        <span className={classes.fill} />
        {live.framesPerSecond !== null && (
          <span className={live.isLate ? 'num warn' : 'num t2'} title={live.isLate ? t('unit.late') : undefined}>
            {t('unit.framesPerSecond', { rate: formatNumber(Math.max(1, Math.round(live.framesPerSecond))) })}
          </span>
        )}
      </Figure>
      <Figure label={t('unit.differenceLabel')} shown={shown} draw={drawDifference} table={table}>
        <b>{t('unit.difference')}</b>
        <span className={classes.fill} />
        <DifferenceLegend />
      </Figure>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly shown: ShownFrame | null;
  readonly table?: Uint8ClampedArray;
  readonly isBeyond?: boolean;
  readonly children: ReactNode;
  draw(context: CanvasRenderingContext2D, shown: ShownFrame, table: Uint8ClampedArray | undefined): void;
}

function Figure({ label, shown, table, isBeyond = false, draw, children }: FigureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || shown === null) return;
    const { naturalWidth, naturalHeight } = shown.now;
    // Setting the size clears a canvas even where it stays the same.
    if (element.width !== naturalWidth) element.width = naturalWidth;
    if (element.height !== naturalHeight) element.height = naturalHeight;
    const context = element.getContext('2d', { willReadFrequently: table !== undefined });
    if (context !== null) draw(context, shown, table);
  }, [shown, table, draw]);
  return (
    <figure>
      <canvas
        ref={canvas}
        width={1}
        height={1}
        role="img"
        aria-label={label}
        className={classes.picture}
        data-beyond={isBeyond}
      />
      <figcaption className={classes.caption}>{children}</figcaption>
    </figure>
  );
}

function drawStart(context: CanvasRenderingContext2D, { start }: ShownFrame): void {
  context.drawImage(start, 0, 0);
}

function drawNow(context: CanvasRenderingContext2D, { now }: ShownFrame): void {
  context.drawImage(now, 0, 0);
}

function drawDifference(
  context: CanvasRenderingContext2D,
  { start, now }: ShownFrame,
  table: Uint8ClampedArray | undefined,
): void {
  const { width, height } = context.canvas;
  const pixelsOf = (image: HTMLImageElement) => {
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  };
  if (table === undefined) return;
  const colours = colourDifference(pixelsOf(start), pixelsOf(now), table);
  context.putImageData(new ImageData(colours, width, height), 0, 0);
}
