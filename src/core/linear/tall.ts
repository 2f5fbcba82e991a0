import { solve } from './factor.ts';
import { type CentredMoments, centre, type MomentSums, moveTo, totalOf, without } from './moments.ts';
import { factoriseWithRidge, type LinearProblem, type Split } from './problem.ts';
import { type Floats, type Matrix, sameType } from './products.ts';
import { heldOutRidgeErrors } from './ridgePath.ts';
import { diagonalOf, dotOf, fullMatrix, quadraticForm, sumOfSquares, type Triangle } from './triangle.ts';

/** A problem from moments: for no more units than rows. */
function tallProblem(moments: CentredMoments): LinearProblem {
  const { count, gram, cross, latentSquares, rounding } = moments;
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
      const weights = cross.slice();
      const sides: Matrix<Float64Array> = { data: weights, rows: gram.size, columns: latentSquares.length };
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

/** All rows as one problem. */
export function tallWhole(sums: MomentSums): LinearProblem {
  return tallProblem(centre(totalOf(sums), sums));
}

/**
 * One split per fold, without a second look at the rows: training moments are those of all rows less the fold's, and the error on the
 * fold follows from the fold's own moments.
 */
export function* tallSplits(sums: MomentSums): Generator<Split> {
  const total = totalOf(sums);
  for (const fold of sums.folds) {
    const moments = fold.moments();
    const train = centre(without(total, moments), sums);
    yield splitOf(train, centre(moments, sums));
  }
}

function splitOf(train: CentredMoments, heldOut: CentredMoments): Split {
  const elements = elementsOf(train.rounding);
  const total = sumOf(heldOut.latentSquares);
  const about = moveTo(heldOut, train);
  const heldOutTotal = sumOf(about.latentSquares);
  let form: Triangle<Floats> | null = null;
  return {
    train: tallProblem(train),
    heldOutTotal: total,
    async heldOutError(weights, { products }) {
      form ??= quadraticForm(about.gram, elements);
      const matrix: Matrix = { data: sameType(elements, weights), rows: form.size, columns: about.latent.length };
      return Math.max(0, heldOutTotal - 2 * dotOf(weights, about.cross) + (await sumOfSquares(form, matrix, products)));
    },
    heldOutRidgeErrors(penalties, tools) {
      const moments = { ...train, heldOutGram: about.gram, heldOutCross: about.cross, heldOutTotal };
      return heldOutRidgeErrors(moments, penalties, elements, tools);
    },
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
