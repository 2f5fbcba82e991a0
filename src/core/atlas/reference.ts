import { shuffled } from '../random.ts';
import type { SampleSet } from '../sampleSet.ts';

/** Pictures as they come, that say how much a measure varies by itself. */

/** Rows of the held-out samples, spread over the classes, in an order that the seed decides. */
export function pickReference(heldOut: SampleSet, count: number, seed: number): number[] {
  const byClass = new Map<number, number[]>();
  for (const row of shuffled(heldOut.count, seed)) {
    const rows = byClass.get(heldOut.classIndex[row] as number) ?? [];
    rows.push(row);
    byClass.set(heldOut.classIndex[row] as number, rows);
  }
  const picked: number[] = [];
  for (let round = 0; picked.length < Math.min(count, heldOut.count); round++) {
    for (const rows of byClass.values()) {
      const row = rows[round];
      if (row !== undefined && picked.length < count) picked.push(row);
    }
  }
  return picked;
}

/**
 * Standard deviation of each measure within a class, pooled over classes. Angles of axes are taken about the axial mean of their class.
 *
 * @param values  [R C] NaN for missing
 * @param classOf [R]
 * @returns [C] float32; NaN where no class shows the part twice, or the measure never varies
 */
export function withinClassDeviation(
  values: Float32Array,
  classOf: ArrayLike<number>,
  axial: Uint8Array,
): Float32Array {
  const concepts = axial.length;
  return Float32Array.from({ length: concepts }, (_, concept) => {
    const groups = new Map<number, number[]>();
    for (let row = 0; row < classOf.length; row++) {
      const value = values[row * concepts + concept] as number;
      if (Number.isNaN(value)) continue;
      const group = groups.get(classOf[row] as number) ?? [];
      group.push(value);
      groups.set(classOf[row] as number, group);
    }
    let [squares, freedom] = [0, 0];
    for (const group of groups.values()) {
      const deviations = axial[concept] === 1 ? axialDeviations(group) : deviationsOf(group);
      squares += deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
      freedom += group.length - 1;
    }
    const deviation = Math.sqrt(squares / freedom);
    return freedom > 0 && deviation > 1e-9 ? deviation : Number.NaN;
  });
}

function deviationsOf(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Turns from the axial mean, degrees, -90 to 90: the mean direction of doubled angles (Fisher 1993, Statistical Analysis of Circular Data). */
function axialDeviations(degrees: readonly number[]): number[] {
  const doubled = degrees.map((angle) => (angle * Math.PI) / 90);
  const sum = (part: (angle: number) => number) => doubled.reduce((total, angle) => total + part(angle), 0);
  const mean = (Math.atan2(sum(Math.sin), sum(Math.cos)) * 90) / Math.PI;
  return degrees.map((angle) => angle - mean - 180 * Math.round((angle - mean) / 180));
}
