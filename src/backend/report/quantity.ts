import { studentQuantile } from '#core/statistics.ts';
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

/**
 * A ratio of two sums over cases that come in clusters, with its interval by linearisation: what a cluster adds to the
 * numerator beyond ratio times what it adds to the denominator varies between clusters, and so does the ratio.
 *
 * @param numerators   [N]
 * @param denominators [N]; all 1 for a mean
 * @param clusters     [N] cases with the same number belong together
 */
export function ratioOf(
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  clusters: ArrayLike<number>,
): Quantity {
  const n = numerators.length;
  let above = 0;
  let below = 0;
  for (let i = 0; i < n; i++) {
    above += numerators[i] as number;
    below += denominators[i] as number;
  }
  const value = above / below;
  const surplus = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const cluster = clusters[i] as number;
    const added = (numerators[i] as number) - value * (denominators[i] as number);
    surplus.set(cluster, (surplus.get(cluster) ?? 0) + added);
  }
  const groups = surplus.size;
  if (groups < 2) return { value, interval: null, n };
  const squares = [...surplus.values()].reduce((sum, added) => sum + added * added, 0);
  const half = (studentQuantile(0.95, groups - 1) * Math.sqrt((squares * groups) / (groups - 1))) / Math.abs(below);
  return { value, interval: [value - half, value + half], n };
}

/** The mean of clustered cases. */
export function meanOf(values: ArrayLike<number>, clusters: ArrayLike<number>): Quantity {
  return ratioOf(values, new Float64Array(values.length).fill(1), clusters);
}

/** 0.975 quantile of the standard normal distribution. */
const NORMAL_QUANTILE = 1.959963984540054;

/** A share with Wilson's interval, which stays honest where all or none of the cases agree. */
export function shareOf(hits: number, n: number): Quantity {
  if (n === 0) return { value: Number.NaN, interval: null, n };
  const share = hits / n;
  const z2 = NORMAL_QUANTILE ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (NORMAL_QUANTILE * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { value: share, interval: [Math.max(0, centre - half), Math.min(1, centre + half)], n };
}
