import { studentQuantile } from '../statistics.ts';

/**
 * Does a unit move a concept? Paired over start pictures: each start picture is compared with itself at the other end of the range.
 * All effects are in standard deviations of the measure within a class.
 */

/** [lines S C] changes of lines, and what stands behind their units. */
export interface Changes {
  readonly lines: number;
  readonly starts: number;
  readonly concepts: number;
  /** [lines S C] float32 in within-class standard deviations; NaN for missing */
  readonly data: Float32Array;
}

export interface Effects {
  /** [lines C] mean over start pictures; NaN where no start picture shows a change. */
  readonly value: Float32Array;
  /** [lines C] standard deviation over start pictures; NaN below two. */
  readonly deviation: Float32Array;
  /** [lines C] start pictures that show the part along the line. */
  readonly n: Int32Array;
}

/** @param among positions of the start pictures to take; all when absent */
export function effectsOf(changes: Changes, among?: readonly number[]): Effects {
  const { lines, starts, concepts, data } = changes;
  const chosen = among ?? Array.from({ length: starts }, (_, start) => start);
  const cells = lines * concepts;
  const [value, deviation, n] = [new Float32Array(cells), new Float32Array(cells), new Int32Array(cells)];
  for (let line = 0; line < lines; line++) {
    for (let concept = 0; concept < concepts; concept++) {
      let [count, sum] = [0, 0];
      for (const start of chosen) {
        const change = data[(line * starts + start) * concepts + concept] as number;
        if (Number.isNaN(change)) continue;
        count += 1;
        sum += change;
      }
      const mean = sum / count;
      let squares = 0;
      for (const start of chosen) {
        const change = data[(line * starts + start) * concepts + concept] as number;
        if (!Number.isNaN(change)) squares += (change - mean) ** 2;
      }
      const cell = line * concepts + concept;
      value[cell] = mean;
      deviation[cell] = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN;
      n[cell] = count;
    }
  }
  return { value, deviation, n };
}

/**
 * Half the width of Student's interval, per cell; the segmenter's error, which is the same in all start pictures, is added in squares.
 *
 * @param probability covered, as 0.95
 * @param error       [C] standard deviation that the segmenter leaves in an effect; 0 where it is not known
 * @returns [lines C] float32; NaN below two start pictures
 */
export function halfWidths({ deviation, n }: Effects, probability: number, error: Float32Array): Float32Array {
  const quantiles = new Map<number, number>();
  const quantileOf = (count: number): number => {
    const known = quantiles.get(count) ?? studentQuantile(probability, count - 1);
    quantiles.set(count, known);
    return known;
  };
  return Float32Array.from(deviation, (sd, cell) => {
    const count = n[cell] as number;
    if (count < 2) return Number.NaN;
    return quantileOf(count) * Math.sqrt((sd * sd) / count + (error[cell % error.length] as number) ** 2);
  });
}

/**
 * Whether an effect is shown to lie within the margin on both sides: two one-sided tests at 5 %, which is the 90 % interval inside the
 * margin (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15).
 *
 * @returns [lines C] 1 where equivalent to no effect
 */
export function equivalentToNone(effects: Effects, margin: number, error: Float32Array): Uint8Array {
  const half = halfWidths(effects, 0.9, error);
  return Uint8Array.from(half, (width, cell) => Number(Math.abs(effects.value[cell] as number) + width < margin));
}
