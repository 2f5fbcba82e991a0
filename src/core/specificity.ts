import { estimate, mean } from './statistics.ts';
import type { Estimate } from './summary.ts';

/**
 * Causal cycle: whether a picture in which a unit was moved is a picture of this unit, told by the change of every unit in the
 * re-encoded pictures. Changes are in the units' own standard deviations over the accepted samples, so that they can be compared.
 */
export interface Specificity {
  /** Change of the unit itself from the first step to the last, standard deviations. */
  readonly ownChange: Estimate;
  /** Share of the other units that change at least as much, mean over start pictures; 0 when the unit itself changes most. */
  readonly rankShare: number;
  /** Size of the own change over the mean size of the others', over start pictures; null where the others stand still. */
  readonly ratio: number | null;
}

/** A unit among this share of the largest changes counts as meant. */
const LARGEST_SHARE = 0.1;

/**
 * Values of a part's array `specificity` [3] float64: own change, share of the others at least as large, mean size of the
 * others. Mean, not median: of sparse units most stand still in any one picture. */
export function specificityOf(
  unit: number,
  first: Float32Array,
  last: Float32Array,
  deviations: Float64Array,
): Float64Array {
  const changeOf = (other: number) =>
    ((last[other] as number) - (first[other] as number)) / (deviations[other] as number);
  const own = changeOf(unit);
  const others: number[] = [];
  // A unit that never changes has no standard deviation to be measured in.
  deviations.forEach((deviation, other) => {
    if (other !== unit && deviation > 0) others.push(Math.abs(changeOf(other)));
  });
  if (others.length === 0) return Float64Array.of(own, 0, 0);
  const larger = others.filter((change) => change >= Math.abs(own)).length;
  return Float64Array.of(own, larger / others.length, mean(others));
}

/** @param parts arrays `specificity`, one a start picture */
export function summariseSpecificity(parts: readonly ArrayLike<number>[]): Specificity | null {
  if (parts.length === 0) return null;
  const column = (at: number) => parts.map((part) => part[at] as number);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + Math.abs(value), 0);
  const [own, others] = [column(0), sum(column(2))];
  return {
    ownChange: estimate(own),
    rankShare: mean(column(1)),
    ratio: others > 0 ? sum(own) / others : null,
  };
}

/**
 * True for a unit whose pictures are not of this unit: its realised activation does not surely rise with the one asked for, or too many
 * other units change at least as much. Null where a single start picture leaves nothing to judge by.
 */
export function isFlagged(realised: Estimate | null, specificity: Specificity | null): boolean | null {
  if (!realised || !specificity || realised.n < 2) return null;
  return realised.low <= 0 || specificity.rankShare > LARGEST_SHARE;
}
