/**
 * Probabilities beyond what a few hundred null draws can count: the upper tail follows a generalised Pareto distribution (Pickands
 * 1975, Ann. Stat. 3), as used for permutation tests by Knijnenburg et al. 2009, Bioinformatics 25(12).
 */

/** Share of the draws that make the tail. */
const TAIL_SHARE = 0.2;
/** Where fewer of the draws move at all, the rest are no sample of a tail, and only counting is left. */
const MOVING_SHARE = 0.5;
/** Fewer exceedances than these say nothing of a tail: then only counting is left. */
const LEAST_EXCEEDANCES = 10;
/** Below 0 a tail ends, and everything beyond would be called impossible on the word of a fit; 0 is exponential. */
const LEAST_SHAPE = 0;
const MOST_SHAPE = 0.5;

export interface Tail {
  /** [N] all draws, ascending. */
  readonly sorted: Float64Array;
  readonly threshold: number;
  /** Draws above the threshold; 0 where no tail was fitted. */
  readonly exceedances: number;
  readonly scale: number;
  readonly shape: number;
}

/** Mean and first probability-weighted moment of the exceedances of a null. */
interface Exceedances {
  readonly threshold: number;
  readonly count: number;
  readonly mean: number;
  /** Mean of the exceedances, each times the share of those above it. */
  readonly weighted: number;
}

function exceedancesOf(sorted: Float64Array): Exceedances {
  const moves = (sorted[Math.floor(sorted.length * (1 - MOVING_SHARE))] as number) > 0;
  const count = moves ? Math.floor(sorted.length * TAIL_SHARE) : 0;
  const first = sorted.length - count;
  const threshold = first > 0 ? ((sorted[first - 1] as number) + (sorted[first] as number)) / 2 : 0;
  let [sum, weighted] = [0, 0];
  for (let at = 0; at < count; at++) {
    const excess = (sorted[first + at] as number) - threshold;
    sum += excess;
    weighted += (excess * (count - 1 - at)) / Math.max(1, count - 1);
  }
  return { threshold, count, mean: sum / count, weighted: weighted / count };
}

/**
 * One shape for many nulls of the same kind, by probability-weighted moments (Hosking and Wallis 1987, Technometrics 29(3)) of their
 * exceedances, each in units of its own mean: a shape from one null's forty exceedances would be mostly noise.
 *
 * @param nulls each sorted, ascending
 */
export function sharedShape(nulls: Iterable<Float64Array>): number {
  let [weighted, fitted] = [0, 0];
  for (const sorted of nulls) {
    const { count, mean, weighted: moment } = exceedancesOf(sorted);
    if (count < LEAST_EXCEEDANCES || !(mean > 0)) continue;
    weighted += moment / mean;
    fitted += 1;
  }
  if (fitted === 0) return 0;
  // In units of the mean: moment = (1 - shape) / (2 (2 - shape)).
  const moment = weighted / fitted;
  const shape = (1 - 4 * moment) / (1 - 2 * moment);
  return Math.min(MOST_SHAPE, Math.max(LEAST_SHAPE, shape));
}

/**
 * The tail of one null: the scale follows from the mean exceedance. Its shape is the shared one, or its own where that is heavier: counts
 * and lengths in whole pixels jump, and their tails are not those of colours.
 */
export function fitTail(sorted: Float64Array, shared: number): Tail {
  const shape = Math.max(shared, sharedShape([sorted]));
  const { threshold, count, mean } = exceedancesOf(sorted);
  const isFitted = count >= LEAST_EXCEEDANCES && mean > 0;
  return { sorted, threshold, exceedances: isFitted ? count : 0, scale: (1 - shape) * mean, shape };
}

/**
 * Probability of a value at least this large. Below the threshold by counting, (1 + draws at or above) / (1 + draws). Beyond it the
 * tail's probability, averaged over what `exceedances` draws leave unknown of its scale: exp(-t) becomes (1 + t / n)^-n, the
 * predictive distribution of an exponential whose scale was estimated, so that a lucky fit does not give small probabilities.
 */
export function tailProbability(tail: Tail, value: number): number {
  const { sorted, threshold, exceedances, scale, shape } = tail;
  const counted = (1 + sorted.length - lowerBound(sorted, value)) / (1 + sorted.length);
  if (exceedances === 0 || value <= threshold) return counted;
  const t = exponent((value - threshold) / scale, shape);
  const share = (1 + exceedances) / (1 + sorted.length);
  return share * (1 + t / exceedances) ** -exceedances;
}

/** -log of the generalised Pareto survival function at a standardised excess; infinite beyond its end. */
export function exponent(excess: number, shape: number): number {
  if (Math.abs(shape) < 1e-9) return excess;
  const inside = 1 + shape * excess;
  return inside > 0 ? Math.log(inside) / shape : Number.POSITIVE_INFINITY;
}

/** First index whose value is not below. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
