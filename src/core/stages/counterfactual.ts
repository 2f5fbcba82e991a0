import { type Part, partId } from '../artifact.ts';
import { type Controls, controlsOf, firstShift, shuffledHead } from '../counterfactual/controls.ts';
import { type Responsible, responsibleUnits } from '../counterfactual/minimalUnits.ts';
import { crossingsOf, latentAt, placesAlong } from '../counterfactual/path.ts';
import { measurePaths } from '../counterfactual/pathMeasures.ts';
import { type PlannedCase, planCases } from '../counterfactual/plan.ts';
import { posedProblem, type Setting } from '../counterfactual/problem.ts';
import { searchReference } from '../counterfactual/reference.ts';
import {
  type Case,
  type Found,
  type Look,
  latentOf,
  OUTCOMES,
  search,
  stackLatents,
} from '../counterfactual/search.ts';
import { caseArrays, caseTable, readCases, summariseCases, typicalDistances } from '../counterfactual/table.ts';
import { observedRange, withinClassOf } from '../counterfactual/withinClass.ts';
import { Failure } from '../failure.ts';
import { type Head, logOdds } from '../head.ts';
import type { Json } from '../json.ts';
import { type Linker, linkedLatent, readLinker } from '../linker.ts';
import type { CounterfactualParams } from '../params.ts';
import { randomState } from '../random.ts';
import { readSamples, type SampleSet } from '../sampleSet.ts';
import { readSegmenter } from '../segment/readSegmenter.ts';
import { type PairTools, requirePair, type Stage, type StageTools } from '../stage.ts';
import { spreadOf } from '../statistics.ts';
import { stripHash } from '../strip.ts';
import { argmaxRows, type FloatTensor, rowOf, takeRows } from '../tensor.ts';

/**
 * Moves samples across decision boundaries: the shift of r, the path with its pictures, where the picture turns, which units do it,
 * and controls. Every class is that of a re-classified picture. A part is one sample, target and seed, with the members of its set.
 */
export const counterfactualStage: Stage<CounterfactualParams> = {
  name: 'counterfactual',
  async run(inputs, params, tools) {
    const pair = requirePair(tools);
    const [linkerId, samplesId] = [inputs.linker as string, inputs.samples as string];
    const all = readSamples(tools.reader, samplesId);
    const study = {
      ...prepare(params, all.accepted(), readLinker(tools.reader, linkerId), pair),
      parts: partFinder(inputs.segment, tools),
    };
    const planned = planCases(params, all, pair.description.classNames);
    tools.writer.putArray('cases', caseTable(planned, params.members));
    const typical = typicalDistances(study.setting.within, study.samples);
    tools.writer.putArray('typical', typical);

    const startedAt = Date.now();
    let images = 0;
    let done = 0;
    const look: Look = async (w) => {
      images += w.shape[0] as number;
      const request = { w, encode: true, tilesPerStrip: null, compare: null, pixels: false };
      const { r, logits } = await pair.engine.render(request, tools.signal);
      return { r: r as FloatTensor, logits: logits as FloatTensor };
    };
    for (const group of groupsOf(planned)) {
      const sources = [linkerId, samplesId, ...(inputs.segment === undefined ? [] : [inputs.segment])];
      const places = placesOf(group, params, sources);
      if (!adoptStored(places, tools)) {
        tools.tell({ doing: `${done} of ${planned.length} done, searching ${group.cases.length}`, epochs: null });
        tools.writer.commit(await runGroup(group, places, study, look, tools.signal));
        images += places.length * study.places.length;
      }
      done += group.cases.length;
      tools.checkpoint(done, planned.length);
    }
    const rate = images / Math.max(0.001, (Date.now() - startedAt) / 1000);
    return summariseCases(readCases(tools.reader, tools.writer.artifactId), params, study.units, typical.data, {
      images,
      imagesPerSecond: rate,
    }) as unknown as Json;
  },
};

interface Study {
  readonly params: CounterfactualParams;
  readonly pair: PairTools;
  readonly samples: SampleSet;
  readonly linker: Linker;
  readonly setting: Setting;
  readonly shuffledHead: Head;
  /** [N L] */
  readonly heldOutLatents: FloatTensor;
  /** [K] */
  readonly places: Float64Array;
  readonly units: number;
  /** Finds parts in pictures; null without a segmenter. */
  readonly parts: PartFinder | null;
}

/** [B Q M] measures of the parts along paths of so many pictures, as `measurePaths`. */
type PartFinder = (w: FloatTensor, steps: number) => Promise<FloatTensor>;

function partFinder(segmentId: string | undefined, tools: StageTools): PartFinder | null {
  if (segmentId === undefined) return null;
  const { engine } = requirePair(tools);
  const whole = readSegmenter(tools.reader, segmentId);
  // One network of the ensemble, as for the maps of a sweep.
  const segmenter = { ...whole, members: whole.members.slice(0, 1) };
  return (w, steps) => measurePaths(w, steps, { engine, segmenter, key: `${segmentId} 1` }, tools.signal);
}

function prepare(
  params: CounterfactualParams,
  samples: SampleSet,
  linker: Linker,
  pair: PairTools,
): Omit<Study, 'parts'> {
  const { head, description } = pair;
  if (head === null) {
    throw new Failure(
      'BAD_INPUT',
      `Counterfactuals need the last layer of ${description.classifier.name}, and its manifest names no head, or the head's file is not on this machine.`,
      { remedy: 'Export the classifier with its head (weight and bias), and add the pair again.' },
    );
  }
  const { r } = description.classifier.outputs;
  const within = withinClassOf(samples, description.classNames.length);
  const { low, high } = observedRange(samples.r);
  return {
    params,
    pair,
    samples,
    linker,
    setting: {
      head,
      linker,
      within,
      low: r.nonneg ? low.map((value) => Math.min(0, value)) : low,
      high,
      latentSpread: spreadOf(samples.w),
      costs: params,
    },
    shuffledHead: shuffledHead(head, samples, within, params.sampleSeed),
    heldOutLatents: samples.heldOut(true).w,
    places: placesAlong(params.steps, params.beyond),
    units: r.dim,
  };
}

/** Cases that are searched together, a picture each per round; cut by their number alone, so that a resumed job renders the same batches. */
interface Group {
  readonly first: number;
  readonly cases: readonly PlannedCase[];
}

const CASES_PER_GROUP = 20;

function* groupsOf(planned: readonly PlannedCase[]): Generator<Group> {
  for (let first = 0; first < planned.length; first += CASES_PER_GROUP) {
    yield { first, cases: planned.slice(first, first + CASES_PER_GROUP) };
  }
}

/** Where a part goes: one member of the set of one case. */
interface Place {
  readonly id: string;
  readonly key: Json;
  readonly ordinal: number;
  readonly planned: PlannedCase;
  readonly member: number;
}

function placesOf({ first, cases }: Group, params: CounterfactualParams, sources: readonly string[]): Place[] {
  // Which cases were asked for together says nothing about one of them.
  const { pairs: _, samples: __, perPair: ___, seeds: ____, members: _____, ...settings } = params;
  return cases.flatMap((planned, at) =>
    Array.from({ length: params.members }, (_, member) => {
      const { sample, target, seed } = planned;
      const key = { sample, target, seed, member, ...settings } as unknown as Json;
      const ordinal = (first + at) * params.members + member;
      return { id: partId('counterfactual', key, sources), key, ordinal, planned, member };
    }),
  );
}

function adoptStored(places: readonly Place[], tools: StageTools): boolean {
  const stored = tools.writer.stored(places.map(({ id }) => id));
  if (places.some(({ id }) => !stored.has(id))) return false;
  tools.writer.adopt(places.map(({ id, ordinal }) => ({ partId: id, ordinal })));
  return true;
}

type Placed = { readonly part: Part; readonly ordinal: number };

async function runGroup(
  { cases }: Group,
  places: readonly Place[],
  study: Study,
  look: Look,
  signal: StageTools['signal'],
): Promise<Placed[]> {
  const placed: Placed[] = [];
  const before = cases.map(() => new Float64Array(study.units));
  for (let member = 0; member < study.params.members; member++) {
    const posed = cases.map((planned, at) => poseCase(planned, study, before[at] as Float64Array));
    const found = await findAll(posed, cases, study, look, signal);
    found.forEach(({ z }, at) => {
      addUse(before[at] as Float64Array, z);
    });
    const own = places.filter((place) => place.member === member);
    placed.push(...(await describeAll(posed, found, own, study, look, signal)));
  }
  return placed;
}

/** By how much a unit that earlier members moved most costs more. */
const USED_FACTOR = 10;

/** [U] adds how much a member relied on each unit, relative to the one it relied on most. */
function addUse(use: Float64Array, z: Float64Array): void {
  const largest = z.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  for (let u = 0; u < use.length; u++) use[u] = (use[u] as number) + Math.abs(z[u] as number) / largest;
}

function poseCase(planned: PlannedCase, { samples, linker, setting, params }: Study, use: Float64Array): Case {
  const r = rowOf(samples.r, planned.row);
  const base = params.mode === 'linked' ? linkedLatent(linker, r) : rowOf(samples.w, planned.row).slice();
  return {
    problem: posedProblem(
      setting,
      r,
      planned.target,
      use.map((share) => 1 + USED_FACTOR * share),
    ),
    base,
    from:
      planned.seed === 0
        ? new Float64Array(r.length)
        : firstShift(r.length, randomState((caseSeed(planned) ^ planned.seed) >>> 0).randn),
  };
}

function caseSeed({ sample, target, seed }: PlannedCase): number {
  return (Math.imul(sample + 1, 0x9e3779b1) ^ Math.imul(target + 1, 0x85ebca6b) ^ seed) >>> 0;
}

const BUDGETS = { proximal: 16, reference: 2000 } as const;

async function findAll(
  posed: readonly Case[],
  cases: readonly PlannedCase[],
  { params }: Study,
  look: Look,
  signal: StageTools['signal'],
): Promise<Found[]> {
  const { logits } = await look(stackLatents(posed.map(({ base }) => base)));
  const odds = posed.map(({ problem }, at) => logOdds(rowOf(logits, at), problem.target));
  const classes = argmaxRows(logits);
  const isTarget = posed.map(({ problem }, at) => Number(classes[at] === problem.target));
  const budget = params.budget ?? BUDGETS[params.method];
  if (params.method === 'reference') {
    const own = posed.map((each, at) => ({ ...each, ...(cases[at] as PlannedCase) }));
    return searchReference(own, odds, isTarget, { learningRate: params.learningRate, budget }, look, signal);
  }
  const wanted = Math.log(params.confidence / (1 - params.confidence));
  return search(posed, odds, isTarget, { wanted, budget }, look, signal);
}

async function describeAll(
  posed: readonly Case[],
  found: readonly Found[],
  places: readonly Place[],
  study: Study,
  look: Look,
  signal: StageTools['signal'],
): Promise<Placed[]> {
  const shifts = found.map(({ z }) => z);
  const { drawn, predicted } = await drawPaths(posed, shifts, study, signal);
  const crossings = await crossingsOf(posed, shifts, study.places, predicted, look);
  const end = study.params.steps;
  const isValid = found.map(({ outcome }) => OUTCOMES.indexOf(outcome) <= 1);
  const responsible = await responsibleUnits(
    posed,
    shifts,
    places.map(({ planned }) => planned.origin),
    isValid,
    look,
    signal,
  );
  const controls =
    study.params.controls && study.params.method === 'proximal'
      ? await controlAll(posed, found, places, study, look, signal)
      : null;
  const { generatorHash } = study.pair;
  const count = study.places.length;
  return places.map(({ id, key, ordinal }, at): Placed => {
    const rows = Array.from({ length: count }, (_, k) => at * count + k);
    const strip = drawn.strips[at];
    return {
      ordinal,
      part: {
        id,
        key,
        arrays: caseArrays({
          case: posed[at] as Case,
          found: found[at] as Found,
          latent: latentOf(posed[at] as Case, shifts[at] as Float64Array),
          places: study.places,
          end,
          r: takeRows(drawn.r, rows),
          logits: takeRows(drawn.logits, rows),
          pixelDistance: drawn.distances[at] as number,
          crossing: crossings[at] as number,
          responsible: responsible[at] as Responsible,
          controls: (controls?.[at] ?? null) as Controls | null,
          parts: drawn.parts && partsOfCase(drawn.parts, at, count),
        }),
        image: strip ? { ...strip, hash: stripHash(generatorHash, takeRows(drawn.w, rows)) } : null,
      },
    };
  });
}

/** [K P M] of one case out of all. */
function partsOfCase({ data, shape }: FloatTensor, at: number, count: number): FloatTensor {
  const [, labels, measures] = shape as [number, number, number];
  const size = count * labels * measures;
  return { data: data.slice(at * size, (at + 1) * size), shape: [count, labels, measures] };
}

async function drawPaths(
  posed: readonly Case[],
  shifts: readonly Float64Array[],
  { places, pair, params, parts }: Study,
  signal: StageTools['signal'],
) {
  const count = places.length;
  const w = stackLatents(
    posed.flatMap((each, at) => Array.from(places, (place) => latentAt(each, shifts[at] as Float64Array, place))),
  );
  const { r, logits, strips, distances } = await pair.engine.render(
    {
      w,
      encode: true,
      tilesPerStrip: count,
      compare: {
        from: Int32Array.from(posed, (_, at) => at * count),
        to: Int32Array.from(posed, (_, at) => at * count + params.steps),
      },
      pixels: false,
    },
    signal,
  );
  const classes = argmaxRows(logits as FloatTensor);
  return {
    drawn: {
      w,
      r: r as FloatTensor,
      logits: logits as FloatTensor,
      strips: strips ?? [],
      distances: distances as Float32Array,
      parts: parts && (await parts(w, places.length)),
    },
    predicted: posed.map((_, at) => classes.subarray(at * count, (at + 1) * count)),
  };
}

function controlAll(
  posed: readonly Case[],
  found: readonly Found[],
  places: readonly Place[],
  { heldOutLatents, shuffledHead: untaught }: Study,
  look: Look,
  signal: StageTools['signal'],
): Promise<Controls[]> {
  return controlsOf(
    posed,
    found,
    { latents: heldOutLatents, shuffledHead: untaught, seeds: places.map(({ planned }) => caseSeed(planned)) },
    look,
    signal,
  );
}
