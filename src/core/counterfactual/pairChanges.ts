import { benjaminiHochberg } from '../falseDiscovery.ts';
import { estimate, median, studentProbability, variance } from '../statistics.ts';
import type { Estimate } from '../summary.ts';
import type { CaseRow } from './table.ts';

/** What one class pair has in common, over its valid cases. */
export interface ClassPair {
  readonly origin: number;
  readonly target: number;
  readonly n: number;
  readonly valid: number;
  /** Median length of the shift in w, standard deviations of w; null where none is valid. */
  readonly length: number | null;
  /** Place on the path at which the picture turns. */
  readonly crossing: Estimate | null;
  /** Median number of units that alone turn the picture. */
  readonly minimal: number | null;
}

export function classPairs(rows: readonly CaseRow[]): ClassPair[] {
  const groups = Map.groupBy(rows, ({ origin, target }) => `${origin} ${target}`);
  return [...groups.values()].map((group) => {
    const { origin, target } = group[0] as CaseRow;
    const valid = group.filter(({ isValid }) => isValid);
    const crossings = valid.map(({ crossing }) => crossing).filter(Number.isFinite);
    const medianOf = (of: (row: CaseRow) => number) => (valid.length > 0 ? median(valid.map(of)) : null);
    return {
      origin,
      target,
      n: group.length,
      valid: valid.length,
      length: medianOf(({ latentLength }) => latentLength),
      crossing: crossings.length > 0 ? estimate(crossings) : null,
      minimal: medianOf(({ minimal }) => minimal.length),
    };
  });
}

/** How one unit moves over the cases of a class pair. */
export interface UnitChange {
  readonly unit: number;
  /** Shift in the unit's standard deviations: mean over samples with its 95 % interval. */
  readonly shift: Estimate;
  /** Mean shift over its standard deviation between samples (Cohen's d of one sample); null where it does not vary. */
  readonly effectSize: number | null;
  /** Two-sided t-test against no shift, q by Benjamini and Hochberg over all units; null for a single sample. */
  readonly q: number | null;
  /** Share of the cases in whose smallest set it is. */
  readonly shared: number;
}

/**
 * Units by how large a part they have in the cases of one class pair: those shared by most smallest sets first.
 *
 * @param deviations [U] of each unit
 */
export function unitChanges(rows: readonly CaseRow[], deviations: ArrayLike<number>): UnitChange[] {
  // One case a sample: further seeds and members of a set are no further samples.
  const valid = rows.filter(({ isValid, seed, member }) => isValid && seed === 0 && member === 0);
  if (valid.length === 0) return [];
  const units = valid[0]?.shift.length ?? 0;
  const shifts = Array.from({ length: units }, (_, unit) => {
    const deviation = deviations[unit] as number;
    return Float64Array.from(valid, ({ shift }) => (deviation > 0 ? (shift[unit] as number) / deviation : 0));
  });
  const q = benjaminiHochberg(shifts.map(pOfMean));
  const counts = new Float64Array(units);
  for (const { minimal } of valid) for (const unit of minimal) counts[unit] = (counts[unit] as number) + 1;
  return shifts
    .map((values, unit): UnitChange => {
      const shift = estimate(values);
      const spread = Math.sqrt(variance(values));
      return {
        unit,
        shift,
        effectSize: spread > 0 ? shift.value / spread : null,
        q: Number.isNaN(q[unit]) ? null : (q[unit] as number),
        shared: (counts[unit] as number) / valid.length,
      };
    })
    .filter(({ shift, shared }) => shared > 0 || shift.value !== 0)
    .sort((a, b) => b.shared - a.shared || Math.abs(b.shift.value) - Math.abs(a.shift.value));
}

/** Two-sided p of a one-sample t-test against 0; NaN for fewer than two values, 1 where all are 0. */
export function pOfMean(values: Float64Array): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const error = Math.sqrt(variance(values) / n);
  if (error === 0) return mean === 0 ? 1 : 0;
  return 1 - studentProbability(Math.abs(mean) / error, n - 1);
}
