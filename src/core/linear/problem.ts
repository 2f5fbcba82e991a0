import type { CancelSignal, OnProgress } from '../cancel.ts';
import { type Factor, factorise } from './factor.ts';
import type { Floats, Matrix, Products } from './products.ts';
import { meanDiagonal, type Triangle } from './triangle.ts';

/** What long functions of this folder are given. */
export interface FitTools {
  readonly products: Products;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * The least-squares problem of centred representations X [N U] and latents Y [N L], as every method asks for it. Two kinds answer:
 * from moments, and from the rows themselves where there are more units than rows.
 */
export interface LinearProblem {
  readonly count: number;
  /** [U] and [L] float64 */
  readonly representationMean: Float64Array;
  readonly latentMean: Float64Array;
  /** [U L] float64, X^T Y */
  readonly cross: Float64Array;
  /** [L] float64, diagonal of Y^T Y */
  readonly latentSquares: Float64Array;
  /** [U] float64, diagonal of X^T X; 0 where a unit never changes */
  readonly unitSquares: Float64Array;
  /** Weights that minimise |Y - X W|^2 + penalty |W|^2. */
  ridge(penalty: number, tools: FitTools): Promise<RidgeSolution>;
  /** X^T X V in the element type that the data deserve, which V [U M] must have. */
  gramTimes(matrix: Matrix, tools: FitTools): Promise<Floats>;
  /** An empty array of that element type. */
  readonly elements: Floats;
}

export interface RidgeSolution {
  /** [U L] */
  readonly weights: Floats;
  /** Ridge added because the matrix has no inverse without; 0 when none was needed. */
  readonly addedPenalty: number;
}

/** A problem with a part of its rows held out. */
export interface Split {
  readonly train: LinearProblem;
  /** Sum of squares of the held-out latents about their mean. */
  readonly heldOutTotal: number;
  /** Sum of squared errors on the held-out rows of a map fitted to the others. */
  heldOutError(weights: Floats, tools: FitTools): Promise<number>;
  /** The same of ridge fits, one a penalty. */
  heldOutRidgeErrors(penalties: readonly number[], tools: FitTools): AsyncIterable<number>;
}

/** The first ridge tried, over the size of rounding: solutions are then good to a millionth. */
const ABOVE_ROUNDING = 10;

/** Factorises with the penalty given, or with the smallest ridge more that works: ten times as much at every trial. */
export function factoriseWithRidge<A extends Floats>(
  gram: Triangle<A>,
  penalty: number,
  rounding: number,
  { products, signal }: FitTools,
): Promise<Raised<Factor<A>>> {
  return raiseUntilPositive(penalty, rounding * meanDiagonal(gram), (ridge) =>
    factorise(gram, { ridge, rounding, products, signal }),
  );
}

export interface Raised<T> {
  readonly factor: T;
  readonly addedPenalty: number;
}

/**
 * @param resolution size of rounding in the diagonal
 * @param factorise  returns null when the matrix with this ridge is not positive definite
 */
export async function raiseUntilPositive<T>(
  penalty: number,
  resolution: number,
  factorise: (ridge: number) => Promise<T | null>,
): Promise<Raised<T>> {
  for (let addedPenalty = 0; ; addedPenalty = Math.max(ABOVE_ROUNDING * resolution, addedPenalty * 10)) {
    const factor = await factorise(penalty + addedPenalty);
    if (factor !== null) return { factor, addedPenalty };
  }
}
