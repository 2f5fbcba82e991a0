import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { type Axis, positionOn, tickDecimals } from './axis.ts';
import classes from './DotFigure.module.css';

const HEIGHT_PX = 24;
/** Room at both ends, for the dot on an end and for what lies off the scale. */
const MARGIN_PX = 10;

export interface DotFigureProps {
  readonly axis: Axis;
  readonly value: number;
  readonly widthPx: number;
  readonly isChosen?: boolean;
  readonly decimals?: number;
}

/** A value as a dot on a cut scale; a triangle at the edge where it lies below. */
export function DotFigure({ axis, value, widthPx, isChosen = false, decimals = 3 }: DotFigureProps) {
  const x = (share: number) => MARGIN_PX + share * (widthPx - 2 * MARGIN_PX);
  const at = positionOn(axis, value);
  const shown = formatNumber(value, decimals);
  const ends = { low: formatNumber(axis.low), high: formatNumber(axis.high) };
  const label =
    at < 0
      ? t('linker.belowScale', { value: shown, low: ends.low })
      : t('linker.onScale', { value: shown, low: ends.low, high: ends.high });
  const middle = HEIGHT_PX / 2;
  return (
    <svg className={classes.figure} width={widthPx} height={HEIGHT_PX} role="img" aria-label={label}>
      <path
        className={classes.grid}
        d={axis.ticks.map((tick) => `M${x(positionOn(axis, tick)).toFixed(1)} 0V${HEIGHT_PX}`).join('')}
      />
      {at < 0 ? (
        <path className={classes.outside} d={`M1 ${middle}l7 -4.5v9z`} />
      ) : (
        <circle className={classes.dot} data-chosen={isChosen} cx={x(Math.min(1, at))} cy={middle} r={4} />
      )}
    </svg>
  );
}

/** Labels nearer than this to each other would touch. */
const LABEL_PX = 42;

/** Labels over a column of dots: all ticks where there is room, else the two ends. */
export function DotAxis({ axis, widthPx }: { readonly axis: Axis; readonly widthPx: number }) {
  const decimals = tickDecimals(axis);
  const { ticks } = axis;
  const insidePx = widthPx - 2 * MARGIN_PX;
  const hasRoom = insidePx / (ticks.length - 1) >= LABEL_PX;
  const labelled = hasRoom ? ticks : ticks.filter((_, index) => index === 0 || index === ticks.length - 1);
  return (
    <span className={`num ${classes.axis}`} style={{ width: widthPx }} aria-hidden>
      {labelled.map((tick) => (
        <span key={tick} style={{ left: MARGIN_PX + positionOn(axis, tick) * insidePx }}>
          {formatNumber(tick, decimals)}
        </span>
      ))}
    </span>
  );
}
