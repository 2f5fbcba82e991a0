import { symmetricEigen } from '../eigen.ts';
import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import { randomState } from '../random.ts';
import { meanRowOf, percentile } from '../statistics.ts';
import type { FloatTensor } from '../tensor.ts';

/** Directions in w that chance would take, and the lengths at which they are walked. */

/**
 * Directions drawn from the normal distribution with the covariance of the given latents: w fills few dimensions, and an
 * isotropic direction would leave them. Each of length 1, or of root mean square length 1 where lengths are left as they are drawn.
 *
 * @param w [N L] held-out latents
 * @returns [count L] float32
 */
export function drawDirections(w: FloatTensor, count: number, seed: number, keepsLengths = false): FloatTensor {
  const width = w.shape[1] as number;
  const axes = principalAxes(w);
  const usual = Math.hypot(...axes.deviations);
  const random = randomState(seed);
  const data = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const direction = new Float64Array(width);
    for (let axis = 0; axis < width; axis++) {
      const along = random.randn() * (axes.deviations[axis] as number);
      for (let d = 0; d < width; d++) {
        direction[d] = (direction[d] as number) + along * (axes.vectors[axis * width + d] as number);
      }
    }
    const length = keepsLengths ? usual : Math.hypot(...direction);
    for (let d = 0; d < width; d++) data[row * width + d] = (direction[d] as number) / length;
  }
  return { data, shape: [count, width] };
}

export interface PrincipalAxes {
  /** [L] standard deviations along the axes, largest first. */
  readonly deviations: Float64Array;
  /** [L L] an axis a row. */
  readonly vectors: Float64Array;
}

/** Principal axes of the covariance of the rows of w [N L]. */
export function principalAxes(w: FloatTensor): PrincipalAxes {
  const [rows, width] = w.shape as [number, number];
  const centre = meanRowOf(w);
  const centred = Float64Array.from(w.data, (value, at) => value - (centre[at % width] as number));
  const columns = wholeBlock(transpose(centred, rows, width), width, rows);
  const covariance = new Float64Array(width * width);
  addProduct(wholeBlock(covariance, width, width), columns, columns);
  const { values, vectors } = symmetricEigen(
    covariance.map((sum) => sum / Math.max(1, rows - 1)),
    width,
  );
  return { deviations: values.map((value) => Math.sqrt(Math.max(0, value))), vectors };
}

/**
 * Lengths at which null directions are walked: equal percentiles of the lengths that are asked for, from the shortest to the longest.
 *
 * @param lengths of the lines under study, none negative
 * @returns ascending, without repeats
 */
export function lengthGrid(lengths: ArrayLike<number>, points: number): Float64Array {
  const sorted = Float64Array.from(lengths).sort();
  const grid = Array.from({ length: points }, (_, at) =>
    percentile(sorted, points > 1 ? (100 * at) / (points - 1) : 100),
  );
  return Float64Array.from(new Set(grid));
}
