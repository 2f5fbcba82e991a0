import { type Eigen, symmetricEigen } from '../eigen.ts';
import { randomState } from '../random.ts';
import type { PrincipalAxes } from './nullDirections.ts';

/**
 * What scores would be if the units pointed anywhere: all units together are turned by a random rotation of whitened w, which keeps the
 * covariance of w, the length of each unit in it and the angles between units. Turned units are not rendered: their effects follow from
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
  for (let row = 0; row < rows; row++) {
    for (let axis = 0; axis < axes; axis++) {
      const x = whitened[row * axes + axis] as number;
      for (let concept = 0; concept < concepts; concept++) {
        effects[row * concepts + concept] =
          (effects[row * concepts + concept] as number) + x * (weights[axis * concepts + concept] as number);
      }
    }
  }
  return effects;
}

/** [n n] a rotation drawn uniformly: Gram and Schmidt on normal vectors (Stewart 1980, SIAM J. Numer. Anal. 17). */
export function randomRotation(n: number, seed: number): Float64Array {
  const random = randomState(seed);
  const rotation = Float64Array.from({ length: n * n }, () => random.randn());
  for (let row = 0; row < n; row++) {
    const vector = rotation.subarray(row * n, (row + 1) * n);
    // Twice: once leaves what rounding took.
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < row; before++) {
        const other = rotation.subarray(before * n, (before + 1) * n);
        const along = dot(vector, other);
        for (let i = 0; i < n; i++) vector[i] = (vector[i] as number) - along * (other[i] as number);
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < n; i++) vector[i] = (vector[i] as number) / length;
  }
  return rotation;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The response to steps turned by a rotation: the rotation is applied to the weights, which are fewer. */
export function turned({ axes, concepts, weights }: LinearResponse, rotation: Float64Array): LinearResponse {
  const rotated = new Float64Array(weights.length);
  for (let row = 0; row < axes; row++) {
    for (let axis = 0; axis < axes; axis++) {
      const share = rotation[row * axes + axis] as number;
      for (let concept = 0; concept < concepts; concept++) {
        rotated[row * concepts + concept] =
          (rotated[row * concepts + concept] as number) + share * (weights[axis * concepts + concept] as number);
      }
    }
  }
  return { axes, concepts, weights: rotated };
}
