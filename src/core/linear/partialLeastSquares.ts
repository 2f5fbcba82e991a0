import { Failure } from '../failure.ts';
import type { PathErrors } from './crossValidation.ts';
import type { FitTools, LinearProblem } from './problem.ts';
import { type Floats, type Matrix, sameType } from './products.ts';
import { dotOf } from './triangle.ts';

/**
 * Partial least squares for many latents at once, by the kernel algorithm of Dayal and MacGregor (1997): it needs X^T X and X^T Y
 * only and gives the weights of NIPALS, as in scikit-learn's PLSRegression(scale=False).
 * Each component is the direction of the units that shares most with the latents, then both are rid of it.
 *
 * @yields weights [U L] of 1, 2, ... components; ends early when nothing is left to explain. The array is reused.
 */
export async function* partialLeastSquaresPath(
  problem: LinearProblem,
  components: number,
  tools: FitTools,
): AsyncGenerator<Float64Array> {
  const units = problem.unitSquares.length;
  const latentDim = problem.latentSquares.length;
  expectComponents(components, Math.min(units, problem.count - 1));
  const weights = new Float64Array(units * latentDim);
  const left: Matrix<Float64Array> = { data: problem.cross.slice(), rows: units, columns: latentDim };
  const atFirst = dotOf(left.data, left.data);
  const rotations: Float64Array[] = [];
  const loadings: Float64Array[] = [];
  for (let component = 0; component < components; component++) {
    tools.signal?.throwIfAborted();
    if (!(dotOf(left.data, left.data) > EXHAUSTED * atFirst)) return;
    const rotation = await directionOf(left, tools);
    for (const [i, loading] of loadings.entries()) {
      addScaled(rotation, rotations[i] as Float64Array, -dotOf(loading, rotation));
    }
    const image = await gramTimesVector(problem, rotation, tools);
    const squares = dotOf(rotation, image);
    if (!(squares > 0)) return;
    const loading = image.map((value) => value / squares);
    const share = transposeTimes(left, rotation).map((value) => value / squares);
    addOuterProduct(weights, rotation, share, 1);
    addOuterProduct(left.data, image, share, -1);
    rotations.push(rotation);
    loadings.push(loading);
    yield weights;
  }
}

/** Share of the first cross products below which nothing is left but rounding. */
const EXHAUSTED = 1e-20;

function expectComponents(components: number, most: number): void {
  if (Number.isInteger(components) && components >= 1 && components <= most) return;
  throw new Failure(
    'BAD_INPUT',
    `Partial least squares with these samples takes 1 to ${most} components, but ${components} were asked for.`,
    { remedy: 'Ask for fewer components, or draw more samples.' },
  );
}

export function partialLeastSquaresErrors(components: number): PathErrors {
  return async function* (split, tools) {
    let error = split.heldOutTotal;
    let count = 0;
    for await (const weights of partialLeastSquaresPath(split.train, components, tools)) {
      error = await split.heldOutError(weights, tools);
      count++;
      yield error;
    }
    // Where nothing is left to explain, more components change nothing.
    for (; count < components; count++) yield error;
  };
}

const POWER_ITERATIONS = 1000;
const POWER_TOLERANCE = 1e-12;

/** The left singular vector of the largest singular value of S, from the dominant eigenvector of the smaller S^T S. */
async function directionOf(left: Matrix<Float64Array>, { products }: FitTools): Promise<Float64Array> {
  const square = await products.multiply('aTb', left, left);
  const size = left.columns;
  let vector = largestColumn(square, size);
  for (let i = 0; i < POWER_ITERATIONS; i++) {
    const next = normalised(times({ data: square, rows: size, columns: size }, vector));
    const change = next.reduce((sum, value, at) => sum + (value - (vector[at] as number)) ** 2, 0);
    vector = next;
    if (change < POWER_TOLERANCE ** 2) break;
  }
  return normalised(times(left, vector));
}

function largestColumn(square: Float64Array, size: number): Float64Array {
  let best = 0;
  for (let i = 1; i < size; i++) {
    if ((square[i * size + i] as number) > (square[best * size + best] as number)) best = i;
  }
  return normalised(square.slice(best * size, (best + 1) * size));
}

function normalised(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dotOf(vector, vector));
  return vector.map((value) => value / length);
}

/** matrix * vector */
function times({ data, rows, columns }: Matrix<Float64Array>, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    dotOf(data.subarray(row * columns, (row + 1) * columns), vector),
  );
}

/** matrix^T * vector */
function transposeTimes({ data, rows, columns }: Matrix<Float64Array>, vector: Float64Array): Float64Array {
  const result = new Float64Array(columns);
  for (let row = 0; row < rows; row++)
    addScaled(result, data.subarray(row * columns, (row + 1) * columns), vector[row] as number);
  return result;
}

async function gramTimesVector(problem: LinearProblem, vector: Float64Array, tools: FitTools): Promise<Float64Array> {
  const data = sameType<Floats>(problem.elements, vector);
  return Float64Array.from(await problem.gramTimes({ data, rows: vector.length, columns: 1 }, tools));
}

function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (values[i] as number);
}

/** matrix += sign * left right^T */
function addOuterProduct(matrix: Float64Array, left: Float64Array, right: Float64Array, sign: 1 | -1): void {
  for (const [row, value] of left.entries()) {
    addScaled(matrix.subarray(row * right.length, (row + 1) * right.length), right, sign * value);
  }
}
