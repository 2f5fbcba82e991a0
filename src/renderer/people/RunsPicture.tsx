import { useEffect, useRef } from 'react';
import { readRunsText } from '#core/mask/runs.ts';
import classes from './People.module.css';

export interface RunsPictureProps {
  /** [H W] as runs. */
  readonly runs: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of each value, `#rrggbb`; what has none is clear. */
  readonly colours: readonly (string | null)[];
  readonly label: string;
}

/** A mask drawn pixel by pixel in plain colours, to lie over a picture. */
export function RunsPicture({ runs, widthPx, heightPx, colours, label }: RunsPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(widthPx, heightPx);
    readRunsText(runs, widthPx * heightPx).forEach((value, at) => {
      const colour = colours[value];
      if (!colour) return;
      const rgb = Number.parseInt(colour.slice(1), 16);
      image.data.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255], 4 * at);
    });
    context.putImageData(image, 0, 0);
  }, [runs, widthPx, heightPx, colours]);
  return (
    <canvas ref={canvas} width={widthPx} height={heightPx} className={classes.runs} role="img" aria-label={label} />
  );
}
