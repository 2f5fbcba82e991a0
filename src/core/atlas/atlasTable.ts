import { Failure } from '../failure.ts';
import type { ArtifactReader, ArtifactWriter } from '../stage.ts';
import type { AtlasSummary } from '../summary.ts';
import type { Tensor, TypedArray } from '../tensor.ts';
import type { Analysis } from './analysis.ts';
import {
  CONCEPT_SCORES,
  type ConceptScoreName,
  type ScoreNull,
  type ScoreNulls,
  UNIT_SCORES,
  type UnitScoreName,
} from './scoreNulls.ts';

/** A part and a metric: one column of the atlas. */
export interface Concept {
  readonly part: string;
  readonly metric: string;
}

/** A score with its value on measured effects beside that of the linear response and its null. */
export interface ScoredColumn extends ScoreNull {
  readonly measured: Float64Array;
}

/** Everything an atlas holds, as columns. Tables are [units C], concepts innermost. */
export interface AtlasTable {
  readonly summary: AtlasSummary;
  readonly parts: readonly string[];
  readonly metrics: readonly string[];
  /** [C] parts outermost. */
  readonly concepts: readonly Concept[];
  /** [units] number of the classifier's unit in each row. */
  readonly unit: Int32Array;
  readonly analysis: Analysis;
  /** [units C] how steadily the concept goes one way, -1 to 1. */
  readonly monotonicity: Float32Array;
  /** [units C] spread between classes; NaN with too few start pictures a class. */
  readonly betweenClasses: Float32Array;
  /** [C] within-class standard deviation of the measure, in its own unit: what effects are counted in. */
  readonly scale: Float32Array;
  /** [C] noise floor, standard deviations. */
  readonly floor: Float32Array;
  /** [C] standard deviation that the segmenter leaves in an effect, standard deviations. */
  readonly error: Float32Array;
  /** [C] smallest effect that could have been reported at q = 0.05, standard deviations; NaN where nothing was tested. */
  readonly detectable: Float32Array;
  readonly unitScores: Readonly<Record<UnitScoreName, ScoredColumn>>;
  readonly conceptScores: Readonly<Record<ConceptScoreName, ScoredColumn>>;
  /** [units] smallest unit whose effect profile this one shares. */
  readonly group: Int32Array;
  /** [units 2] */
  readonly map: Float32Array;
  /** [units] rows in an order in which like profiles stand together. */
  readonly order: Int32Array;
}

const CELLS = {
  value: Float32Array,
  deviation: Float32Array,
  n: Int32Array,
  half: Float32Array,
  below: Uint8Array,
  still: Uint8Array,
  p: Float32Array,
  q: Float32Array,
  pMax: Float32Array,
} as const;

export type StoredAtlas = Omit<AtlasTable, 'summary' | 'parts' | 'metrics' | 'concepts'>;

export function storeAtlas(writer: ArtifactWriter, atlas: StoredAtlas): void {
  const { analysis } = atlas;
  const table = [analysis.units, analysis.concepts];
  const { value, deviation, n } = analysis.effects;
  const { half, below, still, p, q, pMax } = analysis;
  for (const [name, data] of Object.entries({ value, deviation, n, half, below, still, p, q, pMax }))
    writer.putArray(name, { data, shape: table });
  writer.putArray('monotonicity', { data: atlas.monotonicity, shape: table });
  writer.putArray('betweenClasses', { data: atlas.betweenClasses, shape: table });
  writer.putArray('scale', { data: atlas.scale, shape: [analysis.concepts] });
  writer.putArray('floor', { data: atlas.floor, shape: [analysis.concepts] });
  writer.putArray('error', { data: atlas.error, shape: [analysis.concepts] });
  writer.putArray('detectable', { data: atlas.detectable, shape: [analysis.concepts] });
  writer.putArray('unit', { data: atlas.unit, shape: [analysis.units] });
  writer.putArray('group', { data: atlas.group, shape: [analysis.units] });
  writer.putArray('order', { data: atlas.order, shape: [analysis.units] });
  writer.putArray('map', { data: atlas.map, shape: [analysis.units, 2] });
  for (const [name, column] of Object.entries({ ...atlas.unitScores, ...atlas.conceptScores }))
    writer.putArray(name, scoreArray(column));
}

/** [5 n] float64: measured, predicted, low, high, p. */
function scoreArray({ measured, predicted, low, high, p }: ScoredColumn): Tensor<Float64Array> {
  const n = measured.length;
  const data = new Float64Array(5 * n);
  [measured, predicted, low, high, p].forEach((column, at) => {
    data.set(column, at * n);
  });
  return { data, shape: [5, n] };
}

export function scored(measured: Float64Array, null_: ScoreNull): ScoredColumn {
  return { measured, ...null_ };
}

/** Scores with their nulls, named as they are stored. */
export function scoreColumns(
  measured: Readonly<Record<UnitScoreName | ConceptScoreName, Float64Array>>,
  nulls: ScoreNulls,
): Pick<AtlasTable, 'unitScores' | 'conceptScores'> {
  const columns = <Name extends UnitScoreName | ConceptScoreName>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, scored(measured[name], nulls[name])])) as Record<Name, ScoredColumn>;
  return { unitScores: columns(UNIT_SCORES), conceptScores: columns(CONCEPT_SCORES) };
}

export function readAtlas(reader: ArtifactReader, atlasId: string): AtlasTable {
  const summary = reader.artifact(atlasId).summary as unknown as AtlasSummary;
  const cell = <Name extends keyof typeof CELLS>(name: Name) =>
    reader.array(atlasId, name).data as InstanceType<(typeof CELLS)[Name]>;
  const data = <A extends TypedArray>(name: string) => reader.array(atlasId, name).data as A;
  const columns = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, readScore(reader, atlasId, name)])) as Record<Name, ScoredColumn>;
  const { parts, metrics } = summary;
  const unit = data<Int32Array>('unit');
  return {
    summary,
    parts,
    metrics,
    concepts: parts.flatMap((part) => metrics.map((metric) => ({ part, metric }))),
    unit,
    analysis: {
      units: unit.length,
      concepts: parts.length * metrics.length,
      effects: { value: cell('value'), deviation: cell('deviation'), n: cell('n') },
      half: cell('half'),
      below: cell('below'),
      still: cell('still'),
      p: cell('p'),
      q: cell('q'),
      pMax: cell('pMax'),
    },
    monotonicity: data('monotonicity'),
    betweenClasses: data('betweenClasses'),
    scale: data('scale'),
    floor: data('floor'),
    error: data('error'),
    detectable: data('detectable'),
    unitScores: columns(UNIT_SCORES),
    conceptScores: columns(CONCEPT_SCORES),
    group: data('group'),
    map: data('map'),
    order: data('order'),
  };
}

function readScore(reader: ArtifactReader, atlasId: string, name: string): ScoredColumn {
  const { data, shape } = reader.array(atlasId, name);
  const n = shape[1] as number;
  const [measured, predicted, low, high, p] = Array.from({ length: 5 }, (_, at) =>
    Float64Array.from(data.subarray(at * n, (at + 1) * n)),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return { measured, predicted, low, high, p };
}

/** @throws Failure BAD_INPUT naming what there is */
export function conceptIndex(
  { parts, metrics }: Pick<AtlasTable, 'parts' | 'metrics'>,
  { part, metric }: Concept,
): number {
  const [at, which] = [parts.indexOf(part), metrics.indexOf(metric)];
  if (at === -1) {
    throw new Failure('BAD_INPUT', `This atlas has no part "${part}".`, {
      remedy: `Its parts are: ${parts.join(', ')}.`,
    });
  }
  if (which === -1) {
    throw new Failure('BAD_INPUT', `This atlas has no metric "${metric}".`, {
      remedy: `Its metrics are: ${metrics.join(', ')}.`,
    });
  }
  return at * metrics.length + which;
}
