import type { ElasticNetStep } from './elasticNet.ts';
import type { FitTools, LinearProblem } from './problem.ts';
import { type Floats, zerosLike } from './products.ts';
import { BLOCK } from './triangle.ts';

/**
 * A latent dimension is done when its duality gap, which bounds how far the objective is from its minimum, is below this share of
 * its sum of squares (scikit-learn's `tol`, whose default is 1e-4), or when its weights have settled to the resolution of their type.
 */
const TOLERANCE = { float64: 1e-10, float32: 1e-6 } as const;
const RESOLUTION = { float64: 1e-13, float32: 1e-6 } as const;
/** The gap is looked at, which costs about half a sweep, once no weight moved by more than this share of the largest. */
const NEARLY_SETTLED = { float64: 1e-6, float32: 1e-4 } as const;
const MAX_SWEEPS = 5000;
/** Rounds within a block before its effect on the others is worked out. */
const INNER_ROUNDS = 2;
/** Dimensions that are done leave the work once they are this share of those in it: leaving costs a copy. */
const LEAVING_SHARE = 0.2;

/** X^T (Y - X W) block by block, for the latent dimensions in work and weights that change. */
export interface Descent {
  /** [w w] X_B^T X_B of the units of block `index` */
  blockGram(index: number): Floats;
  /** [M w] correlations of the units of the block with what the weights leave unexplained */
  correlations(index: number, weights: Floats): Promise<Floats>;
  /** Tells that the weights of a block were changed. [M w] new less old */
  moved(index: number, change: Floats): Promise<void>;
}

interface Strength {
  readonly l1: number;
  readonly l2: number;
}

/** Latent dimensions in work. */
interface Front {
  readonly columns: Int32Array;
  /** [M U] */
  readonly weights: Floats;
  readonly descent: Descent;
}

/**
 * Minimises at one penalty from the weights given, which become the solution, by coordinate descent (Friedman, Hastie and Tibshirani
 * 2010) on all latent dimensions at once. Units go in blocks: what a block sees of all others is one product, and within the block
 * only weights that change cost anything.
 *
 * @param weights [L U]
 */
export async function descend(
  problem: LinearProblem,
  weights: Floats,
  penalty: number,
  share: number,
  tools: FitTools,
): Promise<ElasticNetStep> {
  const type = weights instanceof Float32Array ? 'float32' : 'float64';
  const strength = { l1: penalty * share * problem.count, l2: penalty * (1 - share) * problem.count };
  let front = openFront(problem, weights, Int32Array.from(problem.latentSquares.keys()), tools);
  for (let sweeps = 1; ; sweeps++) {
    const changes = await sweep(problem, front, strength, tools);
    const settled = changes.map((change) => (change <= RESOLUTION[type] ? 1 : 0));
    const near = positionsWhere(changes, (change, m) => settled[m] === 0 && change <= NEARLY_SETTLED[type]);
    if (near.length > 0) {
      const gaps = await dualityGaps(problem, takeFront(problem, front, near, tools), strength);
      near.forEach((m, i) => {
        const total = problem.latentSquares[front.columns[m] as number] as number;
        if ((gaps[i] as number) <= TOLERANCE[type] * total) settled[m] = 1;
      });
    }
    const open = positionsWhere(settled, (isSettled) => isSettled === 0);
    if (open.length === 0 || sweeps === MAX_SWEEPS) {
      writeBack(front, weights);
      return { penalty, weights, iterations: sweeps, isConverged: open.length === 0 };
    }
    if (open.length <= (1 - LEAVING_SHARE) * front.columns.length) {
      writeBack(front, weights);
      front = takeFront(problem, front, open, tools);
    }
  }
}
