import { Failure } from '../failure.ts';
import type { PathErrors } from './crossValidation.ts';
import { descend, type ElasticNetStep } from './fista.ts';
import type { FitTools, LinearProblem } from './problem.ts';
import { type Matrix, zerosLike } from './products.ts';
import { dotOf } from './triangle.ts';

/** The smallest penalty at which all weights are zero. */
export function zeroingPenalty({ cross, count }: LinearProblem, share: number): number {
  let largest = 0;
  for (const value of cross) largest = Math.max(largest, Math.abs(value));
  return largest / (count * share);
}

/**
 * Elastic net with scikit-learn's objective, one latent dimension at a time:
 * |y - X w|^2 / (2 N) + penalty * share * |w|_1 + penalty * (1 - share) * |w|^2 / 2.
 *
 * Fits along falling penalties, each started from the one before, by FISTA (Beck and Teboulle 2009) on all latent dimensions at once,
 * restarted where the objective's momentum points uphill (O'Donoghue and Candes 2015). Dimensions that are done leave the product.
 *
 * @param share scikit-learn's l1_ratio, above 0 up to 1
 */
export async function* elasticNetPath(
  problem: LinearProblem,
  penalties: readonly number[],
  share: number,
  tools: FitTools,
): AsyncGenerator<ElasticNetStep> {
  if (!(share > 0 && share <= 1)) {
    throw new Failure('BAD_INPUT', `The L1 share of an elastic net is above 0 and at most 1, but is ${share}.`, {
      remedy: 'For a share of 0 use ridge.',
    });
  }
  if (!penalties.every((penalty) => penalty > 0)) {
    throw new Failure('BAD_INPUT', 'The penalty of an elastic net is above 0.', {
      remedy: 'For none use least squares.',
    });
  }
  const curvature = await largestEigenvalue(problem, tools);
  const weights = zerosLike(problem.elements, problem.cross.length);
  for (const penalty of penalties) yield await descend(problem, weights, penalty, curvature, share, tools);
}

export function elasticNetErrors(penalties: readonly number[], share: number): PathErrors {
  return async function* (split, tools) {
    for await (const { weights } of elasticNetPath(split.train, penalties, share, tools)) {
      yield split.heldOutError(weights, tools);
    }
  };
}

const POWER_ITERATIONS = 100;
/** A bound is wanted: the power method comes from below. */
const MARGIN = 1.05;

/** An upper bound on the largest eigenvalue of X^T X, by the power method on a few vectors. */
async function largestEigenvalue(problem: LinearProblem, tools: FitTools): Promise<number> {
  const units = problem.unitSquares.length;
  const vector: Matrix = { data: zerosLike(problem.elements, units), rows: units, columns: 1 };
  // The column sums of X^T Y lie where the units vary; the ripple keeps them from being orthogonal to what is sought.
  for (let i = 0; i < units; i++)
    vector.data[i] = Math.sqrt(problem.unitSquares[i] as number) * (1 + 0.5 * Math.sin(i));
  let value = 0;
  for (let i = 0; i < POWER_ITERATIONS; i++) {
    const length = Math.sqrt(dotOf(vector.data, vector.data));
    if (length === 0) return 0;
    for (let at = 0; at < units; at++) vector.data[at] = (vector.data[at] as number) / length;
    const next = await problem.gramTimes(vector, tools);
    const before = value;
    value = Math.sqrt(dotOf(next, next));
    vector.data.set(next);
    if (Math.abs(value - before) < 1e-3 * value) break;
  }
  return value * MARGIN;
}
