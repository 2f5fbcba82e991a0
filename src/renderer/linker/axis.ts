/** Ends and ticks of a dot column, cut to the range in question. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const TICK_STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;
const LEAST_SPAN = 0.04;
const MOST_INTERVALS = 4;

/** A scale with round ticks that holds all values; no wider than it must be. */
export function axisAround(values: readonly number[]): Axis {
  const known = values.filter(Number.isFinite);
  const lowest = known.length === 0 ? 0 : Math.min(...known);
  const highest = known.length === 0 ? 1 : Math.max(...known);
  const missing = Math.max(0, LEAST_SPAN - (highest - lowest)) / 2;
  for (const step of TICK_STEPS) {
    const first = Math.floor((lowest - missing) / step);
    const last = Math.ceil((highest + missing) / step);
    if (last - first <= MOST_INTERVALS) return scale(first, last, step);
  }
  return scale(Math.floor(lowest), Math.ceil(highest), 1);
}

function scale(first: number, last: number, step: number): Axis {
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/** Products of a decimal step carry dust in their last digits. */
function round(value: number): number {
  return Number(value.toFixed(6));
}

/** Decimals that tell its ticks apart. */
export function tickDecimals({ ticks }: Axis): number {
  return [0, 1, 2].find((decimals) => ticks.every((tick) => Number(tick.toFixed(decimals)) === tick)) ?? 3;
}

/** 0 at the low end, 1 at the high one; outside for what lies off the scale. */
export function positionOn({ low, high }: Axis, value: number): number {
  return (value - low) / (high - low);
}
