import { wilsonInterval } from '#core/normal.ts';
import type { Estimate } from '#core/summary.ts';

/** A number with the cases behind it and its 95 % interval; null where none can be given. */
export interface Quantity {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly n: number;
}

/** An estimate of a single case has no interval, whatever its ends say. */
export function quantityOf({ value, low, high, n }: Estimate): Quantity {
  return { value, interval: n > 1 ? [low, high] : null, n };
}

/** A share with Wilson's interval, which stays honest where all or none of the cases agree. */
export function shareOf(hits: number, n: number): Quantity {
  if (n === 0) return { value: Number.NaN, interval: null, n };
  return { value: hits / n, interval: wilsonInterval(hits, n), n };
}
