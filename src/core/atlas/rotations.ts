import { type Eigen, symmetricEigen } from '../eigen.ts';
import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import { randomState } from '../random.ts';
import type { PrincipalAxes } from './nullDirections.ts';

/**
 * What scores would be if the units pointed anywhere: all units together are turned by a random rotation of whitened w, which keeps the
 * covariance of w, the length of each unit in it and the angles between units. To turn the response instead is the same, and of the
 * response only as many directions count as there are concepts. Turned units are not rendered: their effects follow from
 * the linear response, so a score has to be compared with that of the linear response to the units as they are.
 */

/** Effects as a linear function of the step in w. */
export interface LinearResponse {
  /** Axes of w that vary. */
  readonly axes: number;
  readonly concepts: number;
  /** [axes C] float64, change for one standard deviation along an axis. */
  readonly weights: Float64Array;
}

/** Axes with less of the variance are rounding. */
const LEAST_SHARE = 1e-6;

export function varyingAxes({ deviations }: PrincipalAxes): number {
  const total = deviations.reduce((sum, sd) => sum + sd * sd, 0);
  return deviations.findIndex((sd) => sd * sd < LEAST_SHARE * total) === -1
    ? deviations.length
    : deviations.findIndex((sd) => sd * sd < LEAST_SHARE * total);
}

/**
 * Steps in standard deviations of w along its varying axes.
 *
 * @param steps [rows L]
 * @returns [rows axes] float64
 */
export function whiten(steps: Float32Array | Float64Array, axes: PrincipalAxes): Float64Array {
  const [count, width] = [varyingAxes(axes), axes.deviations.length];
  const rows = steps.length / width;
  const whitened = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let axis = 0; axis < count; axis++) {
      let along = 0;
      for (let d = 0; d < width; d++)
        along += (steps[row * width + d] as number) * (axes.vectors[axis * width + d] as number);
      whitened[row * count + axis] = along / (axes.deviations[axis] as number);
    }
  }
  return whitened;
}

/**
 * Least squares of effects on whitened steps, without intercept: a step of nothing changes nothing.
 *
 * @param whitened [rows axes]
 * @param effects  [rows C] NaN for missing, which counts as no row for that concept
 */
export function fitResponse(whitened: Float64Array, effects: Float32Array, axes: number): LinearResponse {
  const rows = whitened.length / axes;
  const concepts = effects.length / rows;
  const weights = new Float64Array(axes * concepts);
  // Concepts that are missing in the same rows share their equations.
  const solved = new Map<string, Eigen>();
  for (let concept = 0; concept < concepts; concept++) {
    const shown: number[] = [];
    for (let row = 0; row < rows; row++)
      if (!Number.isNaN(effects[row * concepts + concept] as number)) shown.push(row);
    const pattern = shown.length === rows ? 'all' : shown.join(' ');
    const eigen = solved.get(pattern) ?? symmetricEigen(gramOf(whitened, shown, axes), axes);
    solved.set(pattern, eigen);
    const product = new Float64Array(axes);
    for (const row of shown) {
      const effect = effects[row * concepts + concept] as number;
      for (let i = 0; i < axes; i++)
        product[i] = (product[i] as number) + (whitened[row * axes + i] as number) * effect;
    }
    minimumNorm(eigen, product).forEach((weight, axis) => {
      weights[axis * concepts + concept] = weight;
    });
  }
  return { axes, concepts, weights };
}

function gramOf(whitened: Float64Array, rows: readonly number[], axes: number): Float64Array {
  const gram = new Float64Array(axes * axes);
  for (const row of rows) {
    for (let i = 0; i < axes; i++) {
      const x = whitened[row * axes + i] as number;
      for (let j = 0; j < axes; j++)
        gram[i * axes + j] = (gram[i * axes + j] as number) + x * (whitened[row * axes + j] as number);
    }
  }
  return gram;
}

/** Solution by eigenvectors: directions that the rows do not determine stay 0. */
function minimumNorm({ values, vectors }: Eigen, product: Float64Array): Float64Array {
  const n = product.length;
  const solution = new Float64Array(n);
  const least = 1e-9 * Math.max(values[0] as number, 0);
  for (let k = 0; k < n; k++) {
    const value = values[k] as number;
    if (!(value > least)) continue;
    let along = 0;
    for (let i = 0; i < n; i++) along += (vectors[k * n + i] as number) * (product[i] as number);
    for (let i = 0; i < n; i++)
      solution[i] = (solution[i] as number) + (along / value) * (vectors[k * n + i] as number);
  }
  return solution;
}

/** [rows C] effects of whitened steps [rows axes]. */
export function respond({ axes, concepts, weights }: LinearResponse, whitened: Float64Array): Float64Array {
  const rows = whitened.length / axes;
  const effects = new Float64Array(rows * concepts);
  const turned = wholeBlock(transpose(weights, axes, concepts), concepts, axes);
  addProduct(wholeBlock(effects, rows, concepts), wholeBlock(whitened, rows, axes), turned);
  return effects;
}

/** A response as directions at right angles, and what each concept takes of them: weights = (mix frame)^T. */
export interface ResponseFrame {
  readonly axes: number;
  readonly concepts: number;
  /** Directions, at most as many as axes or concepts. */
  readonly count: number;
  /** [count axes] of length 1 */
  readonly frame: Float64Array;
  /** [C count] */
  readonly mix: Float64Array;
}

/** What is left of a concept after those before it, below this share of the largest, is rounding. */
const LEAST_LENGTH = 1e-10;

export function frameOf({ axes, concepts, weights }: LinearResponse): ResponseFrame {
  const rows = transpose(weights, axes, concepts);
  const rowOf = (concept: number) => rows.subarray(concept * axes, (concept + 1) * axes);
  const lengths = Array.from({ length: concepts }, (_, concept) => Math.sqrt(dot(rowOf(concept), rowOf(concept))));
  const least = LEAST_LENGTH * Math.max(0, ...lengths);
  const directions: Float64Array[] = [];
  for (let concept = 0; concept < concepts && directions.length < axes; concept++) {
    const left = rowOf(concept).slice();
    const length = removeAll(left, directions);
    if (length > least) directions.push(left.map((value) => value / length));
  }
  const frame = new Float64Array(directions.length * axes);
  directions.forEach((direction, at) => {
    frame.set(direction, at * axes);
  });
  const mix = new Float64Array(concepts * directions.length);
  addProduct(
    wholeBlock(mix, concepts, directions.length),
    wholeBlock(rows, concepts, axes),
    wholeBlock(frame, directions.length, axes),
  );
  return { axes, concepts, count: directions.length, frame, mix };
}

/** The response of other directions in the same mix: of the frame itself it is the response it was made from. */
export function responseOf({ axes, concepts, count, mix }: ResponseFrame, frame: Float64Array): LinearResponse {
  const weights = new Float64Array(axes * concepts);
  const columns = wholeBlock(transpose(frame, count, axes), axes, count);
  addProduct(wholeBlock(weights, axes, concepts), columns, wholeBlock(mix, concepts, count));
  return { axes, concepts, weights };
}

/**
 * Directions at right angles drawn uniformly: where a rotation drawn uniformly would take any frame of so many. Gram and Schmidt on
 * normal vectors (Stewart 1980, SIAM J. Numer. Anal. 17).
 *
 * @returns [count axes]
 */
export function randomFrame(count: number, axes: number, seed: number): Float64Array {
  const random = randomState(seed);
  const frame = Float64Array.from({ length: count * axes }, () => random.randn());
  const rows = Array.from({ length: count }, (_, row) => frame.subarray(row * axes, (row + 1) * axes));
  rows.forEach((vector, row) => {
    const length = removeAll(vector, rows.slice(0, row));
    for (let i = 0; i < axes; i++) vector[i] = (vector[i] as number) / length;
  });
  return frame;
}

/** Takes the share of other directions, of length 1, out of a vector, and returns the length of what is left. */
function removeAll(vector: Float64Array, others: readonly Float64Array[]): number {
  // Twice: once leaves what rounding took.
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) {
      const along = dot(vector, other);
      for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - along * (other[i] as number);
    }
  }
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
