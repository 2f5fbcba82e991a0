import { type FloatTensor, takeRows } from '../tensor.ts';
import { solve } from './factor.ts';
import { expectFinite } from './foldSums.ts';
import { type FitTools, factoriseWithRidge, type LinearProblem, type Split } from './problem.ts';
import { type Floats, type Matrix, sameType, zerosLike } from './products.ts';
import { addGram, addOuter, addTriangle, createTriangle, meanDiagonal, type Triangle } from './triangle.ts';

/** Rows for a problem with more units than rows; all of them are kept. */
export interface WideRows {
  /** [N U] and [N L] float32 */
  readonly representations: FloatTensor;
  readonly latents: FloatTensor;
}

/** Up to so many representation values everything is float64. */
const FLOAT64_VALUES = 4e6;
/** As in `ROUNDING` of the moments. */
const ROUNDING = { float64: 1e-11, float32: 1e-6 } as const;
/** Units multiplied at once: sums of float32 products stay short. */
const CHUNK_UNITS = 2000;

/** Centred rows, and what the dual form needs of them. */
interface CentredRows {
  readonly count: number;
  readonly representationMean: Float64Array;
  readonly latentMean: Float64Array;
  /** [N U] */
  readonly x: Matrix;
  /** [N L] */
  readonly y: Matrix;
  readonly rounding: number;
}

function centreRows({ representations, latents }: WideRows): CentredRows {
  const representationMean = columnMeans(representations);
  const latentMean = columnMeans(latents);
  expectFinite(representationMean, 'representations');
  expectFinite(latentMean, 'latents');
  const isSmall = representations.data.length <= FLOAT64_VALUES;
  const elements = isSmall ? new Float64Array(0) : new Float32Array(0);
  return {
    count: representations.shape[0] as number,
    representationMean,
    latentMean,
    x: lessMeans(representations, representationMean, elements),
    y: lessMeans(latents, latentMean, elements),
    rounding: isSmall ? ROUNDING.float64 : ROUNDING.float32,
  };
}

/** Column means in float64. */
function columnMeans({ data, shape }: FloatTensor): Float64Array {
  const [rows, columns] = shape as [number, number];
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) sums[i] = (sums[i] as number) + (data[row * columns + i] as number);
  }
  return sums.map((sum) => sum / rows);
}

function lessMeans({ data, shape }: FloatTensor, means: Float64Array, elements: Floats): Matrix {
  const [rows, columns] = shape as [number, number];
  const result = zerosLike(elements, data.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      const at = row * columns + i;
      result[at] = (data[at] as number) - (means[i] as number);
    }
  }
  return { data: result, rows, columns };
}

/** A problem from rows: for more units than rows. Ridge is solved in its dual form, of the size of the rows. */
export async function wideProblem(rows: WideRows, tools: FitTools): Promise<LinearProblem> {
  return (await openDual(centreRows(rows), tools)).problem;
}

/**
 * weights = X^T (X X^T + penalty)^-1 Y. Centring makes X X^T singular along the vector of ones, to which Y is orthogonal: adding a
 * multiple of that vector's outer square changes no weight and makes the matrix regular, so that penalty 0 gives the least-squares
 * solution of least norm.
 */
async function openDual(centred: CentredRows, tools: FitTools) {
  const { x, y, count, rounding } = centred;
  const kernel = await kernelOf(x, tools);
  addOuter(kernel, new Float64Array(count).fill(1), meanDiagonal(kernel) / count);
  const dualRidge = async (penalty: number, { products, signal }: FitTools) => {
    const { factor, addedPenalty } = await factoriseWithRidge(kernel, penalty, rounding, { products, signal });
    const sides: Matrix<Float64Array> = { ...y, data: Float64Array.from(y.data) };
    await solve(factor, sides, products, signal);
    return { dual: { ...y, data: sameType<Floats>(y.data, sides.data) }, addedPenalty };
  };
  const problem: LinearProblem = {
    count,
    representationMean: centred.representationMean,
    latentMean: centred.latentMean,
    cross: Float64Array.from(await tools.products.multiply<Floats>('aTb', x, y)),
    latentSquares: columnSquares(y),
    unitSquares: columnSquares(x),
    elements: zerosLike(x.data, 0),
    async ridge(penalty, tools) {
      const { dual, addedPenalty } = await dualRidge(penalty, tools);
      return { weights: await tools.products.multiply<Floats>('aTb', x, dual), addedPenalty };
    },
    async gramTimes(matrix, { products, signal }) {
      signal?.throwIfAborted();
      const data = await products.multiply('ab', x, matrix);
      return products.multiply<Floats>('aTb', x, { data, rows: x.rows, columns: matrix.columns });
    },
  };
  return { problem, dualRidge };
}

/** X X^T, a few units at a time. */
async function kernelOf(x: Matrix, tools: FitTools): Promise<Triangle> {
  const kernel = createTriangle(x.rows, new Float64Array(0));
  const part = createTriangle(x.rows, zerosLike(x.data, 0));
  for (let first = 0; first < x.columns; first += CHUNK_UNITS) {
    for (const { data } of part.blocks) data.fill(0);
    await addGram(part, columnsOf(x, first, Math.min(first + CHUNK_UNITS, x.columns)), tools);
    addTriangle(kernel, part);
  }
  return kernel;
}

function columnsOf({ data, rows, columns }: Matrix, first: number, last: number): Matrix {
  const width = last - first;
  const result = zerosLike(data, rows * width);
  for (let row = 0; row < rows; row++) {
    result.set(data.subarray(row * columns + first, row * columns + last), row * width);
  }
  return { data: result, rows, columns: width };
}

function columnSquares({ data, rows, columns }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) sums[i] = (sums[i] as number) + (data[row * columns + i] as number) ** 2;
  }
  return sums;
}

/** One split per fold. */
export async function* wideSplits(
  { representations, latents }: WideRows,
  folds: Int32Array,
  foldCount: number,
  tools: FitTools,
): AsyncGenerator<Split> {
  for (let fold = 0; fold < foldCount; fold++) {
    const inside = Array.from(folds.keys()).filter((row) => folds[row] === fold);
    const outside = Array.from(folds.keys()).filter((row) => folds[row] !== fold);
    const rowsAt = (rows: readonly number[]): WideRows => ({
      representations: takeRows(representations, rows),
      latents: takeRows(latents, rows),
    });
    yield splitOf(centreRows(rowsAt(outside)), rowsAt(inside), tools);
  }
}

async function splitOf(centred: CentredRows, { representations, latents }: WideRows, tools: FitTools): Promise<Split> {
  const { problem, dualRidge } = await openDual(centred, tools);
  const x = lessMeans(representations, centred.representationMean, problem.elements);
  const y = lessMeans(latents, centred.latentMean, problem.elements);
  const kernel = await tools.products.multiply<Floats>('abT', x, centred.x);
  const errorOf = (predicted: Floats): number => {
    let sum = 0;
    for (let i = 0; i < predicted.length; i++) sum += ((y.data[i] as number) - (predicted[i] as number)) ** 2;
    return sum;
  };
  return {
    train: problem,
    heldOutTotal: columnSquares(lessMeans(latents, columnMeans(latents), problem.elements)).reduce((a, b) => a + b, 0),
    async heldOutError(weights, { products }) {
      const data = sameType(problem.elements, weights);
      return errorOf(await products.multiply<Floats>('ab', x, { data, rows: x.columns, columns: y.columns }));
    },
    async *heldOutRidgeErrors(penalties, tools) {
      for (const penalty of penalties) {
        const { dual } = await dualRidge(penalty, tools);
        yield errorOf(
          await tools.products.multiply<Floats>('ab', { data: kernel, rows: x.rows, columns: centred.count }, dual),
        );
      }
    },
  };
}
