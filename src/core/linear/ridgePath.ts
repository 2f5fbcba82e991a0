import { factoriseBand, solveBand } from './bandFactor.ts';
import { reduceToBand } from './bandReduction.ts';
import { type FitTools, raiseUntilPositive } from './problem.ts';
import { type Floats, type Matrix, rowsOf, sameType, zerosLike } from './products.ts';
import {
  BLOCK,
  diagonalOf,
  dotOf,
  fullMatrix,
  meanDiagonal,
  quadraticForm,
  sumOfSquares,
  type Triangle,
} from './triangle.ts';

/** What the errors of ridge fits on held-out rows follow from, in moments about the means of the training rows. */
export interface RidgeMoments {
  /** X^T X and X^T Y of the training rows. */
  readonly gram: Triangle;
  readonly cross: Float64Array;
  /** X^T X, X^T Y and the sum of squares of Y of the held-out rows. */
  readonly heldOutGram: Triangle;
  readonly heldOutCross: Float64Array;
  readonly heldOutTotal: number;
  /** Size of rounding in the training moments, as a share of the diagonal. */
  readonly rounding: number;
}

/**
 * Sums of squared errors of ridge fits on the held-out rows. The moments are taken once into a basis in which the training Gram matrix is
 * a band, T: there the weights at a penalty, Z = (T + penalty I)^-1 Q^T X^T Y, cost little, and their error is a quadratic form in Z.
 */
export async function* heldOutRidgeErrors(
  moments: RidgeMoments,
  penalties: readonly number[],
  elements: Floats,
  tools: FitTools,
): AsyncGenerator<number> {
  const { products, signal } = tools;
  const { gram, rounding, heldOutTotal } = moments;
  const resolution = rounding * meanDiagonal(gram);
  const { band, basis } = await reduceToBand(regular(gram, elements), tools);
  const intoBasis = async (cross: Float64Array): Promise<Matrix> => {
    const matrix: Matrix = { data: sameType(elements, cross), rows: gram.size, columns: cross.length / gram.size };
    return { ...matrix, data: await products.multiply('ab', basis, matrix) };
  };
  const cross = await intoBasis(moments.cross);
  const heldOutCross = await intoBasis(moments.heldOutCross);
  const form = quadraticForm(await congruent(basis, moments.heldOutGram, tools), elements);
  const weights: Matrix = { ...cross, data: zerosLike(elements, cross.data.length) };
  for (const penalty of penalties) {
    const { factor } = await raiseUntilPositive(penalty, resolution, (ridge) =>
      factoriseBand(band, { ridge, rounding, products, signal }),
    );
    weights.data.set(cross.data);
    await solveBand(factor, weights, products);
    const spread = heldOutTotal - 2 * dotOf(weights.data, heldOutCross.data);
    yield Math.max(0, spread + (await sumOfSquares(form, weights, products)));
  }
}

/** The whole Gram matrix. A unit that never changes would make it singular; its weights are 0 whatever stands on its diagonal. */
function regular(gram: Triangle, elements: Floats): Matrix {
  const whole = fullMatrix(gram, elements);
  const anything = meanDiagonal(gram) || 1;
  for (const [unit, squares] of diagonalOf(gram).entries()) {
    if (squares === 0) whole.data[unit * gram.size + unit] = anything;
  }
  return whole;
}

/** The upper triangle of B A B^T. */
async function congruent(basis: Matrix, triangle: Triangle, { products }: FitTools): Promise<Triangle<Floats>> {
  const whole = fullMatrix(triangle, basis.data);
  const scratch = zerosLike(basis.data, BLOCK * triangle.size);
  const blocks: Matrix[] = [];
  for (const { rows, columns } of triangle.blocks) {
    const image: Matrix = { ...whole, data: scratch.subarray(0, columns * triangle.size), rows: columns };
    await products.multiply('ab', rowsOf(basis, rows - columns, rows), whole, image.data);
    blocks.push({ data: await products.multiply('abT', rowsOf(basis, 0, rows), image), rows, columns });
  }
  return { size: triangle.size, blocks };
}
