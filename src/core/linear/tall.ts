import { solve } from './factor.ts';
import { type CentredMoments, centre, type MomentSums, type Moments, subtractMoments, totalOf } from './moments.ts';
import { factoriseWithRidge, type LinearProblem, type Split } from './problem.ts';
import { type Floats, type Matrix, sameType, zerosLike } from './products.ts';
import { diagonalOf, dotOf, fullMatrix, quadraticForm, sumOfSquares, type Triangle, triangleLike } from './triangle.ts';

/**
 * A problem from moments: for no more units than rows.
 *
 * @param gram the Gram matrix in the element type that ridge is to be solved in: float32 for errors, float64 for weights to keep
 */
function tallProblem(moments: CentredMoments, gram: Triangle<Floats>): LinearProblem {
  const { count, cross, latentSquares, rounding } = moments;
  const elements = elementsOf(rounding);
  let whole: Matrix | null = null;
  return {
    count,
    cross,
    latentSquares,
    elements,
    representationMean: moments.representation,
    latentMean: moments.latent,
    unitSquares: diagonalOf(gram),
    async ridge(penalty, tools) {
      const { factor, addedPenalty } = await factoriseWithRidge(gram, penalty, rounding, tools);
      const weights = zerosLike((gram.blocks[0] as Matrix).data, cross.length);
      weights.set(cross);
      const sides: Matrix = { data: weights, rows: gram.size, columns: latentSquares.length };
      await solve(factor, sides, tools.products, tools.signal);
      return { weights, addedPenalty };
    },
    async gramTimes(matrix, { products, signal }) {
      signal?.throwIfAborted();
      whole ??= fullMatrix(gram, elements);
      return products.multiply('ab', whole, matrix);
    },
  };
}

/** Float32 where the moments are no better. */
function elementsOf(rounding: number): Floats {
  return rounding > 1e-9 ? new Float32Array(0) : new Float64Array(0);
}

/** All rows as one problem. `sums` may not be used afterwards. */
export function tallWhole(sums: MomentSums): LinearProblem {
  const moments = centre(totalOf(sums), sums);
  return tallProblem(moments, moments.gram);
}

/**
 * One split per fold, without a second look at the rows: training moments are those of all rows less the fold's, and the error on the
 * fold follows from the fold's own moments.
 */
export function* tallSplits(sums: MomentSums): Generator<Split> {
  const total = totalOf(sums);
  const elements = elementsOf(sums.rounding);
  for (const fold of sums.folds) {
    const train = centre(subtractMoments(total, fold), sums);
    yield splitOf(tallProblem(train, triangleLike(train.gram, elements)), centre(copyOf(fold), sums), elements);
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
