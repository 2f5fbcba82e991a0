import { benjaminiHochberg } from '../falseDiscovery.ts';
import { type NullChanges, type NullStatistics, nullStatistics, tailShapeOf, testLine } from './chance.ts';
import { type Changes, type Effects, effectsOf, equivalentToNone, halfWidths } from './effects.ts';

/** The statistics of a study: every unit by every concept. Arrays [units C], concepts innermost; NaN where there is nothing to say. */
export interface Analysis {
  readonly units: number;
  readonly concepts: number;
  readonly effects: Effects;
  /** Half the width of the 95 % interval. */
  readonly half: Float32Array;
  /** Effect smaller than what the segmenter makes of a picture that does not change. */
  readonly below: Uint8Array;
  /** Shown not to move the concept by more than the margin. */
  readonly still: Uint8Array;
  readonly p: Float32Array;
  readonly q: Float32Array;
  readonly pMax: Float32Array;
}

export interface AnalysisInput {
  readonly changes: Changes;
  /** [units] length in w of each unit's line under the null */
  readonly lengths: Float64Array;
  readonly nulls: NullChanges;
  /** [C] noise floor of an effect, standard deviations */
  readonly floor: Float32Array;
  /** [C] standard deviation that the segmenter leaves in an effect */
  readonly error: Float32Array;
  /** Standard deviations within which an effect counts as none. */
  readonly margin: number;
}

/** @param among positions of the start pictures to take, as those of one class; all when absent */
export function analyse(input: AnalysisInput, among?: readonly number[]): Analysis {
  const { changes, lengths, floor, error, margin } = input;
  const { lines: units, concepts } = changes;
  const effects = effectsOf(changes, among);
  const nulls = nullStatistics(input.nulls, among);
  const { p, pMax } = testUnits(effects, units, lengths, nulls, tailShapeOf(nulls, input.nulls.lengths));
  const below = Uint8Array.from(effects.value, (value, cell) =>
    Number(Math.abs(value) < (floor[cell % concepts] as number)),
  );
  return {
    units,
    concepts,
    effects,
    half: halfWidths(effects, 0.95, error),
    below,
    still: equivalentToNone(effects, margin, error),
    p,
    q: Float32Array.from(benjaminiHochberg(p)),
    pMax,
  };
}

function testUnits(
  effects: Effects,
  units: number,
  lengths: Float64Array,
  nulls: NullStatistics,
  shape: number,
): { readonly p: Float32Array; readonly pMax: Float32Array } {
  const { concepts } = nulls;
  const [p, pMax] = [new Float32Array(units * concepts), new Float32Array(units * concepts)];
  for (let unit = 0; unit < units; unit++) {
    const [from, to] = [unit * concepts, (unit + 1) * concepts];
    const tests = testLine(
      lengths[unit] as number,
      effects.value.subarray(from, to),
      effects.deviation.subarray(from, to),
      effects.n.subarray(from, to),
      nulls,
      shape,
    );
    p.set(tests.p, from);
    pMax.set(tests.pMax, from);
  }
  return { p, pMax };
}
