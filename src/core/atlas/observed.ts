import { type Part, partId } from '../artifact.ts';
import type { Json } from '../json.ts';
import type { AtlasParams } from '../params.ts';
import { readSamples, type SampleSet } from '../sampleSet.ts';
import type { StageTools } from '../stage.ts';
import { readSweptPictures, type SweptPictures } from '../sweptPictures.ts';
import { concatRows, type FloatTensor, rowOf, takeRows, tensorOf } from '../tensor.ts';
import type { Observed } from './assemble.ts';
import { chanceLengths } from './chanceLengths.ts';
import { changesOf, monotonicityOf, type StepsShape } from './changes.ts';
import { principalAxes } from './nullDirections.ts';
import { type NullPlan, nullLatents, planNulls, readLines } from './nullPlan.ts';
import { pickReference, withinClassDeviation } from './reference.ts';
import { type Ensemble, observeSegmenterError } from './segmenterError.ts';

/** What makes measures out of latents: rendered, segmented and measured, no picture stored. */
export interface Observer extends Ensemble {
  readonly parts: readonly string[];
  readonly metrics: readonly string[];
  /** [C] 1 where the metric is an angle with period 180 degrees. */
  readonly axial: Uint8Array;
  /** Ids of artifacts, beside the sweep, that decide what comes out. */
  readonly sources: readonly string[];
  /** @returns [B C] float32, parts outermost, NaN for missing */
  observe(w: FloatTensor): Promise<Float32Array>;
  /** [S K C] measures of a direction of the sweep, where they were stored; null where they have to be observed. */
  readonly sweptValues: ((directionIndex: number) => Float32Array) | null;
  /** [C] what the segmenter makes of a picture that does not change, in the unit of the measure. */
  readonly floor: Float32Array;
}

/**
 * Observes everything an atlas is made of. A part is one null direction at every length, the held-out pictures, or one unit where the
 * sweep was not measured before: what is stored already is not observed again.
 */
export async function observeStudy(
  sweepId: string,
  observer: Observer,
  params: AtlasParams,
  tools: StageTools,
): Promise<Observed> {
  const swept = readSweptPictures(tools.reader, sweepId);
  const samples = readSamples(tools.reader, swept.samplesId).accepted();
  const heldOut = samples.heldOut(true);
  const lines = readLines(tools.reader, swept);
  const own = Float64Array.from(lines.lines, ({ length }) => length);
  const unknowing = params.chance === 'link' ? await chanceLengths(swept, lines.lines, params, tools) : null;
  const chance = unknowing ?? own;
  const chanceIs = unknowing === null ? 'direction' : 'link';
  const plan = planNulls(lines, chance, heldOut.w, { ...params, chance: chanceIs });
  const concepts = observer.parts.length * observer.metrics.length;
  const shape: StepsShape = { steps: swept.steps, concepts, axial: observer.axial };
  const total = 1 + params.directions + (observer.sweptValues === null ? plan.lines.length : 0) + 1;
  const walk: Walk = {
    observer,
    params,
    tools,
    sources: [sweepId, ...observer.sources],
    checkpoint: (done) => tools.checkpoint(done, total),
  };
  const scale = await observeReference(heldOut, walk);
  const nulls = await observeNulls(plan, shape, walk);
  const values = await valuesOfUnits(plan, swept, walk);
  const error = await errorOf(plan, swept, shape, walk, total);
  const classOfSample = new Map(
    Array.from(samples.index, (sample, row) => [sample, samples.classIndex[row] as number]),
  );
  return {
    parts: observer.parts,
    metrics: observer.metrics,
    steps: swept.steps,
    unit: Int32Array.from(plan.lines, ({ unit }) => unit),
    unitSteps: join64(plan.lines.map(({ step }) => step)),
    changes: {
      lines: values.length,
      starts: swept.starts.length,
      concepts,
      data: join32(values.map((each) => changesOf(each, shape))),
    },
    monotonicity: join32(values.map((each) => monotonicityOf(each, shape))),
    nulls: { directions: params.directions, lengths: plan.lengths, starts: swept.starts.length, concepts, data: nulls },
    nullDirections: plan.directions.data,
    axes: principalAxes(heldOut.w),
    chance,
    chanceIs,
    classOf: Int32Array.from(swept.starts, (sample) => classOfSample.get(sample) as number),
    scale,
    floor: observer.floor,
    error,
    networks: observer.members.length,
  };
}

interface Walk {
  readonly observer: Observer;
  readonly params: AtlasParams;
  readonly tools: StageTools;
  /** Artifacts that a part was made from. */
  readonly sources: readonly string[];
  checkpoint(done: number): void;
}

/** [C] within-class standard deviations over held-out pictures. */
async function observeReference(heldOut: SampleSet, walk: Walk): Promise<Float32Array> {
  const { observer, params } = walk;
  const rows = pickReference(heldOut, params.reference, params.seed);
  const key = { reference: rows.map((row) => heldOut.index[row] as number) };
  const part = await storedOr(walk, key, 0, async () => ({
    values: { data: await observer.observe(takeRows(heldOut.w, rows)), shape: [rows.length, observer.axial.length] },
  }));
  walk.checkpoint(1);
  const classOf = rows.map((row) => heldOut.classIndex[row] as number);
  return withinClassDeviation(tensorOf(part, 'values').data, classOf, observer.axial);
}

/** [N G S C] changes in the units of the measures. */
async function observeNulls(plan: NullPlan, shape: StepsShape, walk: Walk): Promise<Float32Array> {
  const { observer, params } = walk;
  const starts = plan.bases.shape[0] as number;
  const size = plan.lengths.length * starts * shape.concepts;
  const changes = new Float32Array(params.directions * size);
  for (let which = 0; which < params.directions; which++) {
    const key = {
      direction: Array.from(rowOf(plan.directions, which)),
      donor: plan.donors[which] as number,
      lengths: Array.from(plan.lengths),
    };
    const part = await storedOr(walk, key, 1 + which, async () => {
      const values = await observer.observe(nullLatents(plan, which));
      return { changes: { data: changesOf(values, shape), shape: [plan.lengths.length, starts, shape.concepts] } };
    });
    changes.set(tensorOf(part, 'changes').data, which * size);
    walk.checkpoint(2 + which);
  }
  return changes;
}

/** Of each unit [S K C]. */
async function valuesOfUnits({ lines }: NullPlan, swept: SweptPictures, walk: Walk): Promise<Float32Array[]> {
  const { observer, params } = walk;
  const values: Float32Array[] = [];
  for (const [at, { directionIndex, unit, firstOrdinal }] of lines.entries()) {
    if (observer.sweptValues !== null) {
      values.push(observer.sweptValues(directionIndex));
      continue;
    }
    const parts = Array.from(swept.starts, (_, start) => swept.at(firstOrdinal + start));
    const key = { unit, swept: parts.map(({ id }) => id) };
    const part = await storedOr(walk, key, 1 + params.directions + at, async () => {
      const w = concatRows(
        parts.map((each) => each.w),
        parts[0]?.w.shape[1] as number,
      );
      const seen = await observer.observe(w);
      return { values: { data: seen, shape: [parts.length, swept.steps, seen.length / (parts.length * swept.steps)] } };
    });
    values.push(tensorOf(part, 'values').data);
    walk.checkpoint(2 + params.directions + at);
  }
  return values;
}

/** [C] what the segmenter leaves uncertain in an effect; the last part. */
async function errorOf(
  { lines }: NullPlan,
  swept: SweptPictures,
  shape: StepsShape,
  walk: Walk,
  total: number,
): Promise<Float32Array> {
  const { observer, tools } = walk;
  const key = { networks: observer.members.length, asked: observer.asked, units: lines.map(({ unit }) => unit) };
  const part = await storedOr(walk, key, total - 1, async () => {
    const data = await observeSegmenterError(observer, lines, swept, shape, tools.signal);
    return { error: { data, shape: [data.length] } };
  });
  walk.checkpoint(total);
  return tensorOf(part, 'error').data;
}

/** A part as it is stored, or as it was just made and stored. */
async function storedOr(
  { tools: { writer }, sources }: Walk,
  key: Json,
  ordinal: number,
  make: () => Promise<Part['arrays']>,
): Promise<Pick<Part, 'id' | 'arrays'>> {
  const id = partId('atlas', key, sources);
  if (writer.stored([id]).has(id)) {
    writer.adopt([{ partId: id, ordinal }]);
    return writer.read(id);
  }
  const part: Part = { id, key, arrays: await make(), image: null };
  writer.commit([{ part, ordinal }]);
  return part;
}

function join32(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

function join64(arrays: readonly Float64Array[]): Float64Array {
  return Float64Array.from(arrays.flatMap((array) => Array.from(array)));
}
