import type { SampleSet } from '../sampleSet.ts';
import { type FloatTensor, rowOf } from '../tensor.ts';

/** What a link has to beat: predictors that know the class, the distribution of w, or the training samples. */

/** [N L] for each held-out row the mean training latent of its class. */
export function classMeans(training: SampleSet, heldOut: SampleSet, classes: number): FloatTensor {
  const width = training.w.shape[1] as number;
  const sums = new Float64Array(classes * width);
  const counts = new Float64Array(classes);
  for (let row = 0; row < training.count; row++) {
    const at = training.classIndex[row] as number;
    counts[at] = (counts[at] as number) + 1;
    for (let d = 0; d < width; d++)
      sums[at * width + d] = (sums[at * width + d] as number) + (training.w.data[row * width + d] as number);
  }
  const data = new Float32Array(heldOut.count * width);
  for (let row = 0; row < heldOut.count; row++) {
    const at = heldOut.classIndex[row] as number;
    for (let d = 0; d < width; d++)
      data[row * width + d] = (sums[at * width + d] as number) / Math.max(1, counts[at] as number);
  }
  return { data, shape: [heldOut.count, width] };
}

/**
 * For each representation the training row whose representation is nearest, by Euclidean distance; the first of equals.
 *
 * @param representations [B U] float32
 * @param training        [N U] float32
 * @returns [B] int32, row of `training`
 */
export function nearestRows(representations: FloatTensor, training: FloatTensor): Int32Array {
  const [rows] = representations.shape as [number, number];
  return Int32Array.from({ length: rows }, (_, row) => nearestRow(rowOf(representations, row), training));
}

/** Coordinates summed before a candidate that is already farther than the best is given up. */
const STRIDE = 64;

function nearestRow(wanted: Float32Array, training: FloatTensor): number {
  const [rows, units] = training.shape as [number, number];
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    let distance = 0;
    for (let first = 0; first < units && distance < least; first += STRIDE) {
      const last = Math.min(first + STRIDE, units);
      for (let unit = first; unit < last; unit++) {
        const difference = (wanted[unit] as number) - (training.data[row * units + unit] as number);
        distance += difference * difference;
      }
    }
    if (distance < least) {
      least = distance;
      nearest = row;
    }
  }
  return nearest;
}
