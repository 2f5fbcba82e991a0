import { benjaminiHochberg } from '../falseDiscovery.ts';
import { MEASURE_IDS, type MeasureId } from '../measure/measures.ts';
import { estimate, mean, variance } from '../statistics.ts';
import type { Estimate } from '../summary.ts';
import { pOfMean } from './pairChanges.ts';
import { changeAlong, MOTIONS, type Motion, PATH_MEASURES, type PathMeasure } from './pathMeasures.ts';
import type { CaseRow } from './table.ts';

/** How one measure of one part changes over the valid cases of a class pair, in its standard deviations over the start pictures of the run. */
export interface PartChange {
  /** Position among the labels; behind the last of them the whole picture. */
  readonly part: number;
  readonly measure: MeasureId;
  /** From the start to the counterfactual: mean over samples with its 95 % interval. */
  readonly change: Estimate;
  /** Mean change over its standard deviation between samples (Cohen's d of one sample); null where it does not vary. */
  readonly effectSize: number | null;
  /** Two-sided t-test against no change, q by Benjamini and Hochberg over all parts and measures; null for a single sample. */
  readonly q: number | null;
  /** Mean over the way to the counterfactual of the difference from the start: the area under the curve. */
  readonly area: number;
  /** Mean change from the start to the last picture before the crossing, and from there to the counterfactual. */
  readonly before: number;
  readonly after: number;
}

/**
 * Largest change first. A part that is missing in the start or in the counterfactual of a sample says nothing of that sample.
 *
 * @param rows of one class pair
 * @param all  of the whole run, for the spread of start pictures
 */
export function partChanges(rows: readonly CaseRow[], all: readonly CaseRow[]): PartChange[] {
  const valid = validFirst(rows);
  const labels = valid[0]?.parts?.shape[1] ?? 0;
  const tested = Array.from({ length: labels }, (_, part) => MEASURE_IDS.map((measure) => ({ part, measure })))
    .flat()
    .flatMap(({ part, measure }) => {
      const spread = spreadOfStarts(all, part, measure);
      const walks = valid.flatMap((row) => walkOf(row, part, measure) ?? []);
      return spread > 0 && walks.length > 0 ? [{ part, measure, spread, walks }] : [];
    });
  const changes = tested.map(({ walks, spread }) => Float64Array.from(walks, ({ end }) => end / spread));
  const q = benjaminiHochberg(changes.map(pOfMean));
  return tested
    .map(({ part, measure, spread, walks }, at): PartChange => {
      const values = changes[at] as Float64Array;
      const change = estimate(values);
      const deviation = Math.sqrt(variance(values));
      const meanOf = (of: (walk: Walk) => number) => mean(walks.map(of)) / spread;
      return {
        part,
        measure,
        change,
        effectSize: deviation > 0 ? change.value / deviation : null,
        q: Number.isNaN(q[at]) ? null : (q[at] as number),
        area: meanOf((walk) => walk.area),
        before: meanOf((walk) => walk.before),
        after: meanOf((walk) => walk.end - walk.before),
      };
    })
    .sort((a, b) => Math.abs(b.change.value) - Math.abs(a.change.value));
}

/** How one part has moved at the counterfactual, over the valid cases of a class pair: means over samples with 95 % intervals. */
export interface PartMotion extends Readonly<Record<Motion, Estimate | null>> {
  /** Position among the labels; behind the last of them the whole picture. */
  readonly part: number;
}

/** The part that moves farthest first; parts that no sample could be tracked in are left out. */
export function partMotions(rows: readonly CaseRow[]): PartMotion[] {
  const valid = validFirst(rows);
  const labels = valid[0]?.parts?.shape[1] ?? 0;
  return Array.from({ length: labels }, (_, part): PartMotion => {
    const of = (motion: Motion) => {
      const values = valid
        .map((row) => valueAt(row, endOf(row), part, `motion ${motion}`))
        .filter((value) => !Number.isNaN(value));
      return values.length > 0 ? estimate(values) : null;
    };
    return {
      part,
      ...(Object.fromEntries(MOTIONS.map((motion) => [motion, of(motion)])) as Record<Motion, Estimate | null>),
    };
  })
    .filter(({ magnitude }) => magnitude !== null)
    .sort((a, b) => (b.magnitude?.value ?? 0) - (a.magnitude?.value ?? 0));
}

/** One case a sample. */
function validFirst(rows: readonly CaseRow[]): CaseRow[] {
  return rows.filter(({ isValid, seed, member, parts }) => isValid && seed === 0 && member === 0 && parts !== null);
}

/** Step of the counterfactual itself. */
function endOf({ places }: CaseRow): number {
  return places.findIndex((place) => place >= 1 - 1e-9);
}

/** Differences from the start, in the measure's own unit. */
interface Walk {
  readonly end: number;
  readonly area: number;
  readonly before: number;
}

function walkOf(row: CaseRow, part: number, measure: PathMeasure): Walk | null {
  const end = endOf(row);
  const start = valueAt(row, 0, part, measure);
  const steps = Array.from({ length: end + 1 }, (_, step) =>
    changeAlong(measure, start, valueAt(row, step, part, measure)),
  );
  const last = steps[end] as number;
  if (Number.isNaN(last)) return null;
  const seen = steps.filter((value) => !Number.isNaN(value));
  const turned = row.places.findIndex((place) => place >= row.crossing);
  const before = steps[Math.max(0, (turned < 0 ? end : Math.min(end, turned)) - 1)] as number;
  return { end: last, area: mean(seen), before: Number.isNaN(before) ? 0 : before };
}

/** NaN where the part is not in the picture. */
export function valueAt({ parts }: CaseRow, step: number, part: number, measure: PathMeasure): number {
  if (parts === null) return Number.NaN;
  const [, labels, measures] = parts.shape as [number, number, number];
  return parts.data[(step * labels + part) * measures + PATH_MEASURES.indexOf(measure)] as number;
}

/** Over start pictures, each counted once. */
function spreadOfStarts(all: readonly CaseRow[], part: number, measure: PathMeasure): number {
  const starts = new Map(all.map((row) => [row.sample, valueAt(row, 0, part, measure)]));
  const values = [...starts.values()].filter((value) => !Number.isNaN(value));
  return values.length > 1 ? Math.sqrt(variance(values)) : 0;
}
