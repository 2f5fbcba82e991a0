import type { PathErrors } from './crossValidation.ts';
import type { LinearProblem } from './problem.ts';

/** Default penalties as shares of the mean sum of squares of a unit. */
const LARGEST_SHARE = 1e2;
const SMALLEST_SHARE = 1e-4;

/** Penalties evenly spaced on a logarithmic scale, falling. */
export function penaltyGrid(largest: number, smallest: number, count: number): readonly number[] {
  if (count === 1) return [largest];
  return Array.from({ length: count }, (_, i) => largest * (smallest / largest) ** (i / (count - 1)));
}

/** A grid from a penalty that leaves little of the weights to one that hardly matters. */
export function ridgePenalties({ unitSquares }: LinearProblem, count: number): readonly number[] {
  const scale = unitSquares.reduce((sum, squares) => sum + squares, 0) / unitSquares.length || 1;
  return penaltyGrid(LARGEST_SHARE * scale, SMALLEST_SHARE * scale, count);
}

export function ridgeErrors(penalties: readonly number[]): PathErrors {
  return (split, tools) => split.heldOutRidgeErrors(penalties, tools);
}
