import type { DrawnMotion } from '#core/views.ts';
import classes from './ArrowLayer.module.css';

interface ArrowLayerProps {
  readonly motion: DrawnMotion;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Arrows are drawn so many times as long as the motion. */
  readonly factor: number;
}

/** Pixels of the picture that a head takes to either side of its shaft. */
const HEAD = 1.1;

/** Arrows over a picture, from where a pixel was to where it is; hue is the direction. */
export function ArrowLayer({ motion, widthPx, heightPx, factor }: ArrowLayerProps) {
  return (
    <svg className={classes.layer} viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden>
      {motion.arrows.map(({ x, y, dx, dy, colour }) => {
        const length = Math.hypot(dx, dy) || 1;
        const [fromX, fromY] = [x + 0.5, y + 0.5];
        const [toX, toY] = [fromX + factor * dx, fromY + factor * dy];
        const [ux, uy] = [dx / length, dy / length];
        const wing = (side: 1 | -1) =>
          `${(toX - 1.6 * HEAD * ux - side * HEAD * uy).toFixed(2)},${(toY - 1.6 * HEAD * uy + side * HEAD * ux).toFixed(2)}`;
        const shaft = `M${fromX},${fromY}L${toX.toFixed(2)},${toY.toFixed(2)}`;
        return (
          <g key={`${x} ${y}`} style={{ stroke: colour }}>
            <path className={classes.edge} d={`${shaft}M${wing(1)}L${toX.toFixed(2)},${toY.toFixed(2)}L${wing(-1)}`} />
            <path d={`${shaft}M${wing(1)}L${toX.toFixed(2)},${toY.toFixed(2)}L${wing(-1)}`} />
          </g>
        );
      })}
    </svg>
  );
}
