import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { formatNumber } from '#renderer/format.ts';
import type { Measured } from './figures.ts';

export interface MeasuredTextProps extends Measured {
  readonly decimals: number;
  /** Cases behind the interval. */
  readonly n: number;
}

/** `0.912 [0.905, 0.919]`; the bare number where there is no interval. */
export function MeasuredText({ value, interval, decimals, n }: MeasuredTextProps) {
  if (value === null || interval === null) return <span className="num">{formatNumber(value, decimals)}</span>;
  const [low, high] = interval;
  return <EstimateText estimate={{ value, low, high, n }} decimals={decimals} />;
}
