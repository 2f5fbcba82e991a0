import { unwrapAxial } from '../measure/axial.ts';

/** How much each concept changes along a line: one number a start picture, from the dose-response over the steps. */

export interface StepsShape {
  /** K, steps of a line. */
  readonly steps: number;
  /** C, concepts: parts times metrics, metrics innermost. */
  readonly concepts: number;
  /** [C] 1 where the metric is an angle with period 180 degrees. */
  readonly axial: Uint8Array;
}

/**
 * Change from one end of the range to the other: slope of the least-squares line on the steps, times the range. A step in which the
 * part is missing is left out; the change is missing where the steps that are left span less than half of the range.
 * Angles are followed from step to step by the shorter way round, so that 179 to 1 degree is +2.
 *
 * @param values [S K C] float32, NaN for missing
 * @returns [S C] float32, in the unit of the metric; NaN for missing
 */
export function changesOf(values: Float32Array, { steps, concepts, axial }: StepsShape): Float32Array {
  const starts = values.length / (steps * concepts);
  const changes = new Float32Array(starts * concepts);
  const curve = new Float64Array(steps);
  for (let start = 0; start < starts; start++) {
    for (let concept = 0; concept < concepts; concept++) {
      const first = start * steps * concepts + concept;
      for (let k = 0; k < steps; k++) curve[k] = values[first + k * concepts] as number;
      if (axial[concept] === 1) unwrapAxial(curve);
      changes[start * concepts + concept] = slopeOverRange(curve);
    }
  }
  return changes;
}

function slopeOverRange(curve: Float64Array): number {
  const last = curve.length - 1;
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
  let [from, to] = [Number.NaN, Number.NaN];
  for (let k = 0; k <= last; k++) {
    const value = curve[k] as number;
    if (Number.isNaN(value)) continue;
    const at = k / last;
    if (n === 0) from = at;
    to = at;
    n += 1;
    x += at;
    y += value;
    xx += at * at;
    xy += at * value;
  }
  if (!(to - from >= 0.5)) return Number.NaN;
  return (n * xy - x * y) / (n * xx - x * x);
}

/**
 * How steadily a concept goes one way: Kendall's concordance of steps and values (steps up less steps down, over all pairs), the mean
 * over start pictures; 1 rises at every step, -1 falls.
 *
 * @param values [S K C] float32
 * @returns [C] float32; NaN where no start picture shows two steps
 */
export function monotonicityOf(values: Float32Array, { steps, concepts, axial }: StepsShape): Float32Array {
  const starts = values.length / (steps * concepts);
  const curve = new Float64Array(steps);
  return Float32Array.from({ length: concepts }, (_, concept) => {
    let [sum, shown] = [0, 0];
    for (let start = 0; start < starts; start++) {
      for (let k = 0; k < steps; k++) curve[k] = values[(start * steps + k) * concepts + concept] as number;
      if (axial[concept] === 1) unwrapAxial(curve);
      const concordance = concordanceOf(curve);
      if (Number.isNaN(concordance)) continue;
      sum += concordance;
      shown += 1;
    }
    return shown > 0 ? sum / shown : Number.NaN;
  });
}

function concordanceOf(curve: Float64Array): number {
  let [net, pairs] = [0, 0];
  for (let late = 1; late < curve.length; late++) {
    for (let early = 0; early < late; early++) {
      const rise = (curve[late] as number) - (curve[early] as number);
      if (Number.isNaN(rise)) continue;
      net += Math.sign(rise);
      pairs += 1;
    }
  }
  return pairs > 0 ? net / pairs : Number.NaN;
}
