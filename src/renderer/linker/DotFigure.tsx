import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { type Axis, positionOn, tickDecimals } from './axis.ts';
import classes from './DotFigure.module.css';
import type { Interval } from './figures.ts';

const HEIGHT_PX = 24;
/** Room at both ends, for the dot on an end and for what lies off the scale. */
const MARGIN_PX = 10;

export interface DotFigureProps {
  readonly axis: Axis;
  /** Null where it was not measured. */
  readonly value: number | null;
  /** Drawn as a whisker through the dot; null where there is none. */
  readonly interval?: Interval | null;
  readonly widthPx: number;
  readonly isChosen?: boolean;
  readonly decimals?: number;
}

/** A value as a dot on a cut scale; a triangle at the edge where it lies below. */
export function DotFigure(props: DotFigureProps) {
  const { axis, value, interval = null, widthPx, isChosen = false, decimals = 3 } = props;
  const x = (share: number) => MARGIN_PX + share * (widthPx - 2 * MARGIN_PX);
  const at = value === null ? null : positionOn(axis, value);
  const shown = formatNumber(value, decimals);
  const ends = { low: formatNumber(axis.low), high: formatNumber(axis.high) };
  const label =
    at !== null && at < 0
      ? t('linker.belowScale', { value: shown, low: ends.low })
      : t('linker.onScale', { value: shown, low: ends.low, high: ends.high });
  const middle = HEIGHT_PX / 2;
  return (
    <svg className={classes.figure} width={widthPx} height={HEIGHT_PX} role="img" aria-label={label}>
      <path
        className={classes.grid}
        d={axis.ticks.map((tick) => `M${x(positionOn(axis, tick)).toFixed(1)} 0V${HEIGHT_PX}`).join('')}
      />
      {at !== null && at >= 0 && interval !== null && (
        <path className={classes.whisker} data-chosen={isChosen} d={whiskerPath(axis, interval, x, middle)} />
      )}
      {at !== null && at < 0 && <path className={classes.outside} d={`M1 ${middle}l7 -4.5v9z`} />}
      {at !== null && at >= 0 && (
        <circle className={classes.dot} data-chosen={isChosen} cx={x(Math.min(1, at))} cy={middle} r={4} />
      )}
    </svg>
  );
}

/** Cut where it leaves the scale. */
function whiskerPath(axis: Axis, [low, high]: Interval, x: (share: number) => number, y: number): string {
  const [from, to] = [low, high].map((end) => x(Math.min(1, Math.max(0, positionOn(axis, end)))).toFixed(1));
  return `M${from} ${y}H${to}`;
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
