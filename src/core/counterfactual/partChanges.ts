import { benjaminiHochberg } from '../falseDiscovery.ts';
import { estimate, mean, variance } from '../statistics.ts';
import type { Estimate } from '../summary.ts';
import { pOfMean } from './pairChanges.ts';
import { PART_MEASURES, type PartMeasure } from './partFigures.ts';
import type { CaseRow } from './table.ts';

/** How one measure of one part changes over the valid cases of a class pair, in its standard deviations over the start pictures of the run. */
export interface PartChange {
  /** Position among the labels. */
  readonly part: number;
  readonly measure: PartMeasure;
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
 * Largest change first. A part that is missing in the start or in the counterfactual of a sample says nothing of that sample, but for
 * its area, which is 0 then.
 *
 * @param rows of one class pair
 * @param all  of the whole run, for the spread of start pictures
 */
export function partChanges(rows: readonly CaseRow[], all: readonly CaseRow[]): PartChange[] {
  const valid = rows.filter(
    ({ isValid, seed, member, parts }) => isValid && seed === 0 && member === 0 && parts !== null,
  );
  const labels = valid[0]?.parts?.shape[1] ?? 0;
  const tested = Array.from({ length: labels }, (_, part) => PART_MEASURES.map((measure) => ({ part, measure })))
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

/** Differences from the start, in the measure's own unit. */
interface Walk {
  readonly end: number;
  readonly area: number;
  readonly before: number;
}

function walkOf(row: CaseRow, part: number, measure: PartMeasure): Walk | null {
  const end = row.places.findIndex((place) => place >= 1 - 1e-9);
  const start = valueAt(row, 0, part, measure);
  const steps = Array.from({ length: end + 1 }, (_, step) => valueAt(row, step, part, measure) - start);
  const last = steps[end] as number;
  if (Number.isNaN(last)) return null;
  const seen = steps.filter((value) => !Number.isNaN(value));
  const turned = row.places.findIndex((place) => place >= row.crossing);
  const before = steps[Math.max(0, (turned < 0 ? end : Math.min(end, turned)) - 1)] as number;
  return { end: last, area: mean(seen), before: Number.isNaN(before) ? 0 : before };
}

/** NaN where the part is not in the picture and the measure is not its area. */
export function valueAt({ parts }: CaseRow, step: number, part: number, measure: PartMeasure): number {
  if (parts === null) return Number.NaN;
  const [, labels, measures] = parts.shape as [number, number, number];
  return parts.data[(step * labels + part) * measures + PART_MEASURES.indexOf(measure)] as number;
}

/** Over start pictures, each counted once. */
function spreadOfStarts(all: readonly CaseRow[], part: number, measure: PartMeasure): number {
  const starts = new Map(all.map((row) => [row.sample, valueAt(row, 0, part, measure)]));
  const values = [...starts.values()].filter((value) => !Number.isNaN(value));
  return values.length > 1 ? Math.sqrt(variance(values)) : 0;
}
