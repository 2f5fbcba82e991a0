import { arrowPath, arrowScale } from '#core/track/arrows.ts';
import type { DrawnMotion } from '#core/views/track.ts';
import classes from './ArrowLayer.module.css';

interface ArrowLayerProps {
  readonly motion: DrawnMotion;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Arrows are drawn so many times as long as the motion. */
  readonly factor: number;
}

/** Arrows over a picture, from where a pixel was to where it is; hue is the direction. A dark edge shows every hue on every picture. */
export function ArrowLayer({ motion, widthPx, heightPx, factor }: ArrowLayerProps) {
  const scale = arrowScale({ widthPx, heightPx });
  return (
    <svg className={classes.layer} viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden>
      {motion.arrows.map((arrow) => {
        const path = arrowPath(arrow, factor, scale);
        return (
          <g key={`${arrow.x} ${arrow.y}`} style={{ stroke: arrow.colour }}>
            <path className={classes.edge} d={path} strokeWidth={1.5 * scale} />
            <path d={path} strokeWidth={0.7 * scale} />
          </g>
        );
      })}
    </svg>
  );
}
