import type { LinearFit, LinearMap } from './engine.ts';
import { Failure } from './failure.ts';
import { addProduct, cholesky, solveCholesky, transpose, wholeBlock } from './linearAlgebra.ts';
import { createMoments, type Moments, shifted } from './moments.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/**
 * Fits latents ~ representations * weights + bias by ridge regression; the bias is not penalised.
 * With more units than samples the dual form is solved, so that no matrix is larger than the smaller side squared.
 *
 * @param representations [N U] float32, penultimate activations
 * @param latents         [N L] float32, generator W space
 * @param penalty         on squared weights, as scikit-learn's alpha; 0 means least squares
 * @returns weights, bias, and the ridge that had to be added because the units are linearly dependent on these samples
 * @throws Failure NO_SAMPLES without rows, BAD_SHAPE when N differs, BAD_INPUT when values are not finite
 */
export function fitRidge(representations: FloatTensor, latents: FloatTensor, penalty: number): LinearFit {
  const [rows, units] = representations.shape as [number, number];
  expectShape(latents.shape, [rows, -1], 'the latents to fit');
  if (units > rows && rows > 0) return fitDual(representations, latents, penalty);
  const moments = createMoments(units, latents.shape[1] as number);
  moments.add(representations, latents);
  return fitMoments(moments.finish(), penalty);
}

/** The same from moments that were gathered in pieces. */
export function fitMoments({ gram, cross, representationMean, latentMean }: Moments, penalty: number): LinearFit {
  expectFinite(representationMean, 'representations');
  expectFinite(latentMean, 'latents');
  const { solution, addedPenalty } = solveRidge(gram, representationMean.length, cross, penalty);
  return { ...linearMap(solution, representationMean, latentMean), addedPenalty };
}

/** Units read at once by the dual form. */
const CHUNK_UNITS = 256;

/**
 * weights = X^T (X X^T + penalty)^-1 Y on centred X and Y. Centring makes X X^T singular along the vector of ones, to which Y is
 * orthogonal: adding a multiple of that vector's outer square changes no weight and makes the matrix regular, so that penalty 0
 * gives the least-squares solution of least norm.
 */
function fitDual(representations: FloatTensor, latents: FloatTensor, penalty: number): LinearFit {
  const [rows, units] = representations.shape as [number, number];
  const latentDim = latents.shape[1] as number;
  const representationMean = columnMeans(representations);
  const latentMean = columnMeans(latents);
  expectFinite(representationMean, 'representations');
  expectFinite(latentMean, 'latents');

  const gram = new Float64Array(rows * rows);
  for (let first = 0; first < units; first += CHUNK_UNITS) {
    const x = centredColumns(representations, representationMean, first);
    const block = wholeBlock(x, rows, x.length / rows);
    addProduct(wholeBlock(gram, rows, rows), block, block, 1, 'lower');
  }
  const regular = meanDiagonal(gram, rows) / rows;
  for (let i = 0; i < gram.length; i++) gram[i] = (gram[i] as number) + regular;

  const targets = transpose(shifted(latents.data, latentMean), rows, latentDim);
  const { solution, addedPenalty } = solveRidge(gram, rows, targets, penalty);

  const weights = new Float64Array(latentDim * units);
  for (let first = 0; first < units; first += CHUNK_UNITS) {
    const x = centredColumns(representations, representationMean, first);
    const width = x.length / rows;
    const out = { data: weights, start: first, stride: units, rows: latentDim, columns: width };
    addProduct(out, wholeBlock(solution, latentDim, rows), wholeBlock(transpose(x, rows, width), width, rows), 1);
  }
  return { ...linearMap(weights, representationMean, latentMean), addedPenalty };
}

/** @returns [N width] float64, up to CHUNK_UNITS columns from `first` on, less their means */
function centredColumns({ data, shape }: FloatTensor, means: Float64Array, first: number): Float64Array {
  const [rows, columns] = shape as [number, number];
  const width = Math.min(CHUNK_UNITS, columns - first);
  const result = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = row * columns + first;
    for (let i = 0; i < width; i++)
      result[row * width + i] = (data[start + i] as number) - (means[first + i] as number);
  }
  return result;
}

function columnMeans({ data, shape }: FloatTensor): Float64Array {
  const [rows, columns] = shape as [number, number];
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      means[column] = (means[column] as number) + (data[row * columns + column] as number);
  }
  return means.map((sum) => sum / rows);
}

function expectFinite(means: Float64Array, what: string): void {
  const at = means.findIndex((mean) => !Number.isFinite(mean));
  if (at === -1) return;
  throw new Failure(
    'BAD_INPUT',
    `The ${what} hold values that are not finite numbers, first in column ${at}: nothing can be fitted.`,
    {
      remedy: 'Check the model pair: draw the samples again on the CPU.',
    },
  );
}

function meanDiagonal(matrix: Float64Array, size: number): number {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += matrix[i * size + i] as number;
  return trace / size;
}

/** The first ridge tried on a singular matrix, as a share of its mean diagonal element; every further one is ten times as large. */
const SMALLEST_RIDGE = 1e-12;

/**
 * Solves x (gram + penalty) = target for every row of `targets`. Where that matrix is singular the smallest ridge that works is added.
 *
 * @param gram    [size size] float64, lower triangle
 * @param targets [M size] float64
 * @returns solution [M size]
 */
function solveRidge(
  gram: Float64Array,
  size: number,
  targets: Float64Array,
  penalty: number,
): { readonly solution: Float64Array; readonly addedPenalty: number } {
  // Without any spread all targets meet zeros, and every ridge gives weights of zero.
  const smallest = SMALLEST_RIDGE * meanDiagonal(gram, size) || 1;
  for (let addedPenalty = 0; ; addedPenalty = Math.max(smallest, addedPenalty * 10)) {
    const factor = gram.slice();
    for (let i = 0; i < size; i++) factor[i * size + i] = (factor[i * size + i] as number) + penalty + addedPenalty;
    if (!cholesky(factor, size)) continue;
    const solution = targets.slice();
    solveCholesky(factor, size, solution);
    return { solution, addedPenalty };
  }
}

/** @param weights [L U] float64 */
function linearMap(weights: Float64Array, representationMean: Float64Array, latentMean: Float64Array): LinearMap {
  const units = representationMean.length;
  const latentDim = latentMean.length;
  const bias = latentMean.map((mean, row) => {
    let linked = 0;
    for (let unit = 0; unit < units; unit++)
      linked += (weights[row * units + unit] as number) * (representationMean[unit] as number);
    return mean - linked;
  });
  return {
    weights: { data: Float32Array.from(transpose(weights, latentDim, units)), shape: [units, latentDim] },
    bias: Float32Array.from(bias),
  };
}

/** Rows predicted at once. */
const CHUNK_ROWS = 64;

/**
 * The linked latents: representations * weights + bias, summed in float64. A row's result does not depend on the rows beside it.
 *
 * @param representations [N U] float32
 * @returns [N L] float32
 */
export function predictLatents({ weights, bias }: LinearMap, representations: FloatTensor): FloatTensor {
  const [units, latentDim] = weights.shape as [number, number];
  expectShape(representations.shape, [-1, units], 'the representations to link');
  const rows = representations.shape[0] as number;
  const columns = wholeBlock(transpose(Float64Array.from(weights.data), units, latentDim), latentDim, units);
  const data = new Float32Array(rows * latentDim);
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - first);
    const chunk = Float64Array.from(representations.data.subarray(first * units, (first + count) * units));
    const out = new Float64Array(count * latentDim);
    for (let row = 0; row < count; row++) out.set(bias, row * latentDim);
    addProduct(wholeBlock(out, count, latentDim), wholeBlock(chunk, count, units), columns, 1);
    data.set(out, first * latentDim);
  }
  return { data, shape: [rows, latentDim] };
}
