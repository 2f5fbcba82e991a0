import { factorLike, solve } from './factor.ts';
import { type CentredMoments, centre, type MomentSums, type Moments, subtractMoments, totalOf } from './moments.ts';
import { factoriseWithRidge, type LinearProblem, type Split } from './problem.ts';
import { type Floats, type Matrix, sameType } from './products.ts';
import { diagonalOf, dotOf, fullMatrix, quadraticForm, sumOfSquares, type Triangle } from './triangle.ts';

/**
 * A problem from moments: for no more units than rows.
 *
 * @param elements float32 solves with float32 once the float64 factorisation is there: for errors, not for weights to keep
 */
export function tallProblem(moments: CentredMoments, elements: Floats = new Float64Array(0)): LinearProblem {
  const { count, gram, cross, latentSquares, rounding } = moments;
  const latentDim = latentSquares.length;
  let whole: Matrix | null = null;
  return {
    count,
    cross,
    latentSquares,
    elements: rounding > 1e-9 ? new Float32Array(0) : new Float64Array(0),
    representationMean: moments.representation,
    latentMean: moments.latent,
    unitSquares: diagonalOf(gram),
    async ridge(penalty, tools) {
      const { factor, addedPenalty } = await factoriseWithRidge(gram, penalty, rounding, tools);
      const weights = elements instanceof Float32Array ? Float32Array.from(cross) : cross.slice();
      const sides: Matrix = { data: weights, rows: gram.size, columns: latentDim };
      await solve<Floats>(factorLike(elements, factor), sides, tools.products, tools.signal);
      return { weights, addedPenalty };
    },
    async gramTimes(matrix, { products, signal }) {
      signal?.throwIfAborted();
      whole ??= fullMatrix<Floats>(gram, matrix.data);
      return products.multiply('ab', whole, matrix);
    },
  };
}

/** All rows as one problem. `sums` may not be used afterwards. */
export function tallWhole(sums: MomentSums): LinearProblem {
  return tallProblem(centre(totalOf(sums), sums));
}

/**
 * One split per fold, without a second look at the rows: training moments are those of all rows less the fold's, and the error on the
 * fold follows from the fold's own moments.
 */
export function* tallSplits(sums: MomentSums): Generator<Split> {
  const total = totalOf(sums);
  const elements = sums.rounding > 1e-9 ? new Float32Array(0) : new Float64Array(0);
  for (const fold of sums.folds) {
    const train = tallProblem(centre(subtractMoments(total, fold), sums), elements);
    yield splitOf(train, centre(copyOf(fold), sums), elements);
  }
}

function copyOf(moments: Moments): Moments {
  const blocks = moments.gram.blocks.map((block) => ({ ...block, data: block.data.slice() }));
  return { ...moments, gram: { ...moments.gram, blocks }, cross: moments.cross.slice() };
}

function splitOf(train: LinearProblem, heldOut: CentredMoments, elements: Floats): Split {
  const form: Triangle<Floats> = quadraticForm(heldOut.gram, elements);
  const latentDim = heldOut.latent.length;
  const heldOutTotal = heldOut.latentSquares.reduce((sum, squares) => sum + squares, 0);
  const heldOutError: Split['heldOutError'] = async (weights, { products }) => {
    const matrix: Matrix = { data: sameType(elements, weights), rows: heldOut.gram.size, columns: latentDim };
    const spread = heldOutTotal - 2 * dotOf(weights, heldOut.cross) + (await sumOfSquares(form, matrix, products));
    return Math.max(0, spread) + heldOut.count * squaredOffset(train, heldOut, weights);
  };
  return {
    train,
    heldOutTotal,
    heldOutError,
    heldOutRidgeError: async (penalty, tools) => heldOutError((await train.ridge(penalty, tools)).weights, tools),
  };
}

/** How far the predicted mean of the held-out rows is from the true one, squared. */
function squaredOffset(train: LinearProblem, heldOut: CentredMoments, weights: Floats): number {
  const offset = heldOut.latent.map((mean, i) => mean - (train.latentMean[i] as number));
  for (const [unit, mean] of heldOut.representation.entries()) {
    const step = mean - (train.representationMean[unit] as number);
    const row = unit * offset.length;
    for (let i = 0; i < offset.length; i++) offset[i] = (offset[i] as number) - step * (weights[row + i] as number);
  }
  return dotOf(offset, offset);
}
