import { Failure } from '../failure.ts';
import type { Analysis } from './analysis.ts';
import { type AtlasTable, conceptIndex } from './atlasTable.ts';
import { type Condition, conditionsOf, fulfils, type Query } from './query.ts';

/** An effect of a unit on a concept, with all that is known of it. */
export interface ConceptEffect {
  readonly part: string;
  readonly metric: string;
  /** Null for all classes. */
  readonly className: string | null;
  /** Standard deviations; null where no start picture shows a change. */
  readonly value: number | null;
  /** 95 % interval; null below two start pictures. */
  readonly interval: readonly [number, number] | null;
  readonly n: number;
  readonly q: number | null;
  /** Corrected for all concepts of the unit. */
  readonly pMax: number | null;
  readonly below: boolean;
  readonly still: boolean;
}

export interface RankedUnit {
  /** Row of the atlas. */
  readonly row: number;
  readonly unit: number;
  /** Of the conditions, in the order in which they are written. */
  readonly effects: readonly ConceptEffect[];
  /** The largest other effect: what also changes. */
  readonly also: ConceptEffect | null;
}

/** Statistics over the start pictures of one class. */
export type ClassAnalysis = (className: string) => Analysis;

/**
 * Units that fulfil a query, the largest effect on its first concept that has a direction first. An effect below the segmenter's noise
 * floor fulfils no condition but `still`.
 */
export function rankUnits(atlas: AtlasTable, query: Query, ofClass: ClassAnalysis): RankedUnit[] {
  const conditions = conditionsOf(query);
  const seen = conditions.map((condition) => ({
    condition,
    concept: conceptIndex(atlas, condition),
    analysis: condition.className === null ? atlas.analysis : ofClass(condition.className),
  }));
  const leading = seen.find(({ condition }) => condition.direction !== 'still') ?? seen[0];
  if (leading === undefined) throw new Failure('BAD_INPUT', 'The query has no condition.');
  const byCondition = new Map(seen.map((each) => [each.condition, each]));
  const rows = Array.from(atlas.unit.keys()).filter((row) =>
    fulfils(query, (condition) => {
      const { concept, analysis } = byCondition.get(condition) as (typeof seen)[number];
      return meets(condition, analysis, row * analysis.concepts + concept);
    }),
  );
  const size = (row: number) => {
    const value = leading.analysis.effects.value[row * leading.analysis.concepts + leading.concept] as number;
    return Number.isNaN(value) ? -1 : Math.abs(value);
  };
  const named = new Set(seen.map(({ concept }) => concept));
  return rows
    .sort((a, b) => size(b) - size(a) || a - b)
    .map((row) => ({
      row,
      unit: atlas.unit[row] as number,
      effects: seen.map(({ condition, concept, analysis }) =>
        conceptEffect(atlas, analysis, row, concept, condition.className),
      ),
      also: largestOther(atlas, row, named),
    }));
}

function meets({ direction, atLeast, q }: Condition, analysis: Analysis, cell: number): boolean {
  if (direction === 'still') return analysis.still[cell] === 1;
  const value = analysis.effects.value[cell] as number;
  if (Number.isNaN(value) || analysis.below[cell] === 1) return false;
  if (direction === 'increases' && !(value > 0)) return false;
  if (direction === 'decreases' && !(value < 0)) return false;
  // A comparison with a missing q-value is false.
  return Math.abs(value) >= atLeast && (q === null || (analysis.q[cell] as number) < q);
}

export function conceptEffect(
  atlas: AtlasTable,
  analysis: Analysis,
  row: number,
  concept: number,
  className: string | null = null,
): ConceptEffect {
  const cell = row * analysis.concepts + concept;
  const { part, metric } = atlas.concepts[concept] as { part: string; metric: string };
  const [value, half] = [analysis.effects.value[cell] as number, analysis.half[cell] as number];
  return {
    part,
    metric,
    className,
    value: known(value),
    interval: Number.isNaN(half) ? null : [value - half, value + half],
    n: analysis.effects.n[cell] as number,
    q: known(analysis.q[cell]),
    pMax: known(analysis.pMax[cell]),
    below: analysis.below[cell] === 1,
    still: analysis.still[cell] === 1,
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function largestOther(atlas: AtlasTable, row: number, named: ReadonlySet<number>): ConceptEffect | null {
  const { value } = atlas.analysis.effects;
  let [best, size] = [-1, 0];
  for (let concept = 0; concept < atlas.analysis.concepts; concept++) {
    const cell = row * atlas.analysis.concepts + concept;
    const effect = Math.abs(value[cell] as number);
    if (effect > size && !named.has(concept) && atlas.analysis.below[cell] === 0) [best, size] = [concept, effect];
  }
  return best === -1 ? null : conceptEffect(atlas, atlas.analysis, row, best);
}

/** A unit beside another: the cosine of their effect profiles. */
export interface SimilarUnit {
  readonly row: number;
  readonly unit: number;
  readonly cosine: number;
}

/** Units whose profiles point most nearly the same way; missing effects count as none. */
export function unitsLike(atlas: AtlasTable, row: number, limit: number): SimilarUnit[] {
  const { concepts, effects } = atlas.analysis;
  const profile = (of: number) =>
    Float64Array.from(effects.value.subarray(of * concepts, (of + 1) * concepts), (value) =>
      Number.isNaN(value) ? 0 : value,
    );
  const own = profile(row);
  return Array.from(atlas.unit.keys())
    .filter((other) => other !== row)
    .map((other) => ({ row: other, unit: atlas.unit[other] as number, cosine: cosine(own, profile(other)) }))
    .sort((a, b) => b.cosine - a.cosine || a.row - b.row)
    .slice(0, limit);
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    ab += (a[at] as number) * (b[at] as number);
    aa += (a[at] as number) ** 2;
    bb += (b[at] as number) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
