import { lineOf, stepsOf, walkRange } from '#core/direction.ts';
import { Failure } from '#core/failure.ts';
import { readLinker } from '#core/linker.ts';
import { type Range, type SweepParams, sweepParamsSchema } from '#core/params.ts';
import { shuffled } from '#core/random.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import { histogram, softmax } from '#core/statistics.ts';
import type { SweepSummary } from '#core/summary.ts';
import { type MeasuredLine, readSweepTable, summariseSweep } from '#core/sweepTable.ts';
import { rowOf, tensorOf } from '#core/tensor.ts';
import type { Sample } from '#core/views/samples.ts';
import type { SweepRow, SweepView, UnitView } from '#core/views/sweep.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair, readHead } from '../pairs.ts';
import { type UnitMarks, unitMarks } from './journal.ts';
import { acceptedOf, sampleAt, samplesOf } from './sampleViews.ts';

/** The sweep asked for, the one that is being made, or the default one; null where there is none. */
function sweepIdOf({ jobs }: Context, { handle, project }: OpenProject, named: string | undefined): string | null {
  if (named) return named;
  const job = jobs.list(handle).find(({ stage, state }) => stage === 'sweep' && state === 'running');
  // It can be shown once its plan and a first part are stored.
  const isBegun = job && project.artifacts.find(job.artifactId) && project.artifacts.partCount(job.artifactId) > 0;
  return isBegun ? job.artifactId : project.artifacts.defaultOf('sweep');
}

function requireSweep(context: Context, opened: OpenProject, named: string | undefined): string {
  return sweepIdOf(context, opened, named) ?? inputOf(opened.project, 'sweep', named);
}

export function tableOf(
  { cache }: Context,
  { handle, project }: OpenProject,
  sweepId: string,
): readonly MeasuredLine[] {
  const read = () => readSweepTable(project.artifacts, sweepId);
  return project.artifacts.artifact(sweepId).state === 'sealed'
    ? cache.get(`${handle} sweep ${sweepId}`, read)
    : read();
}

export function showSweep(context: Context, handle: string, named?: string): SweepView | null {
  const opened = context.projects.get(handle);
  const sweepId = sweepIdOf(context, opened, named);
  if (!sweepId) return null;
  const artifact = opened.project.artifacts.artifact(sweepId);
  const params = sweepParamsSchema.parse(artifact.params);
  const { classNames } = describePair(opened.project.artifacts.artifact(ancestorOf(opened.project, sweepId, 'pair')));
  const summary: SweepSummary =
    artifact.state === 'sealed'
      ? (artifact.summary as unknown as SweepSummary)
      : summariseSweep(tableOf(context, opened, sweepId), params, 0);
  return {
    artifact,
    summary,
    starts: startsOf(context, opened, sweepId).map((sample) => ({
      sample,
      className: classNames[sample.classIndex] as string,
    })),
    steps: Array.from(stepsOf(0, 1, params.steps)),
  };
}

/** Start pictures with the names of their classes. */
export function startsOf(context: Context, opened: OpenProject, sweepId: string): Sample[] {
  const set = samplesOf(context, opened, ancestorOf(opened.project, sweepId, 'samples'));
  return Array.from(opened.project.artifacts.array(sweepId, 'starts').data, (index) => sampleAt(set, index));
}

export interface RowsPage {
  readonly project: string;
  readonly sweep?: string | undefined;
  readonly sort: 'effect' | 'realised' | 'latentLength' | 'activation' | 'unit';
  readonly offset: number;
  readonly limit: number;
}

export function listSweepRows(context: Context, page: RowsPage): { total: number; rows: SweepRow[] } {
  const opened = context.projects.get(page.project);
  const marks = unitMarks(opened.project);
  const rows = sortLines(tableOf(context, opened, requireSweep(context, opened, page.sweep)), page.sort);
  return {
    total: rows.length,
    rows: rows.slice(page.offset, page.offset + page.limit).map((line) => presentRow(line, marks)),
  };
}

/** Missing values go last; equal ones keep the sweep's own order. */
function sortLines(lines: readonly MeasuredLine[], sort: RowsPage['sort']): MeasuredLine[] {
  const value: Record<RowsPage['sort'], (line: MeasuredLine) => number> = {
    effect: (line) => line.effect?.value ?? -1,
    realised: (line) => line.realised?.value ?? Number.NEGATIVE_INFINITY,
    latentLength: (line) => line.latentLength,
    activation: (line) => line.activationMean,
    unit: (line) => -line.ordinal,
  };
  return [...lines].sort((a, b) => value[sort](b) - value[sort](a) || a.ordinal - b.ordinal);
}

function presentRow(line: MeasuredLine, marks: ReadonlyMap<number, UnitMarks>): SweepRow {
  const { direction } = line;
  const unit = direction.kind === 'unit' ? direction.unit : null;
  const mark = unit === null ? undefined : marks.get(unit);
  return {
    ordinal: line.ordinal,
    kind: direction.kind,
    unit,
    name:
      direction.kind === 'unit' ? String(direction.unit) : direction.kind === 'none' ? 'no-op control' : direction.name,
    low: line.low,
    high: line.high,
    seenLow: line.seenLow,
    seenHigh: line.seenHigh,
    extrapolated: line.extrapolated,
    effect: line.effect,
    latentLength: line.latentLength,
    realised: line.realised,
    specificity: line.specificity,
    flagged: line.flagged,
    stability: line.stability,
    group: line.group,
    activationMean: line.activationMean,
    activationSd: line.activationSd,
    dead: line.dead,
    strips: line.strips,
    firstPart: line.firstPart,
    pinned: mark?.pinned ?? false,
    tags: mark?.tags ?? [],
    note: mark?.note ?? null,
  };
}

const HISTOGRAM_BINS = 48;
const EXTREMES = 5;

export async function showUnit(context: Context, handle: string, unit: number, named?: string): Promise<UnitView> {
  const opened = context.projects.get(handle);
  const { project } = opened;
  const sweepId = sweepIdOf(context, opened, named);
  const samplesId = sweepId ? ancestorOf(project, sweepId, 'samples') : inputOf(project, 'samples', undefined);
  const pair = project.artifacts.artifact(ancestorOf(project, samplesId, 'pair'));
  const { classNames, classifier } = describePair(pair);
  const units = classifier.outputs.r.dim;
  if (unit >= units)
    throw new Failure('NOT_FOUND', `There is no unit ${unit}: the classifier has ${units} units, 0 to ${units - 1}.`);
  const accepted = acceptedOf(context, opened, samplesId);
  const activations = Float64Array.from(
    { length: accepted.count },
    (_, row) => accepted.r.data[row * units + unit] as number,
  );
  const line = sweepId
    ? (tableOf(context, opened, sweepId).find(
        ({ direction }) => direction.kind === 'unit' && direction.unit === unit,
      ) ?? null)
    : null;
  const head = await readHead(pair, context.library);
  return {
    unit,
    row: line ? presentRow(line, unitMarks(project)) : null,
    classNames,
    ...(sweepId && line ? readUnitStrips(context, opened, sweepId, line) : { values: [], starts: [] }),
    histogram: classHistogram(activations, accepted, classNames.length),
    logitWeights: head
      ? classNames.map((_, classIndex) => head.weight.data[classIndex * units + unit] as number)
      : null,
    ...extremes(activations, accepted),
  };
}

function readUnitStrips(
  context: Context,
  opened: OpenProject,
  sweepId: string,
  line: MeasuredLine,
): Pick<UnitView, 'values' | 'starts'> {
  const { artifacts } = opened.project;
  const params: SweepParams = sweepParamsSchema.parse(artifacts.artifact(sweepId).params);
  const samples = startsOf(context, opened, sweepId);
  const starts = line.strips.flatMap((strip, start) => {
    if (strip === null) return [];
    const ordinal = (line.firstPart ?? 0) + start;
    const part = artifacts.partAt(sweepId, ordinal);
    const logits = tensorOf(part, 'logits');
    return [
      {
        sample: samples[start] as Sample,
        part: ordinal,
        startActivation: part.arrays.start?.data[0] as number,
        strip,
        realised: Array.from(part.arrays.realised?.data ?? []),
        probabilities: Array.from({ length: params.steps }, (_, k) => Array.from(softmax(rowOf(logits, k)))),
      },
    ];
  });
  return { values: Array.from(stepsOf(line.low, line.high, params.steps)), starts };
}

function classHistogram(activations: Float64Array, accepted: SampleSet, classes: number): UnitView['histogram'] {
  const all = histogram(activations, HISTOGRAM_BINS);
  const range: readonly [number, number] = [all.edges[0] as number, all.edges[all.edges.length - 1] as number];
  const perClass = Array.from({ length: classes }, (_, classIndex) => {
    const own = activations.filter((_, row) => accepted.classIndex[row] === classIndex);
    return Array.from(histogram(own, HISTOGRAM_BINS, range).counts);
  });
  return { edges: Array.from(all.edges), counts: Array.from(all.counts), perClass };
}

function extremes(activations: Float64Array, accepted: SampleSet): Pick<UnitView, 'mostActive' | 'leastActive'> {
  // Many samples share the activation 0: a fixed shuffle keeps the ends from being the first or last class.
  const order = Array.from(shuffled(activations.length, 0)).sort(
    (a, b) => (activations[b] as number) - (activations[a] as number),
  );
  const present = (row: number) => ({ sample: sampleAt(accepted, row), activation: activations[row] as number });
  return {
    mostActive: order.slice(0, EXTREMES).map(present),
    leastActive: order.slice(-EXTREMES).reverse().map(present),
  };
}

export interface UnitRange {
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
}

export function unitRange(context: Context, handle: string, unit: number, range: Range, linker?: string): UnitRange {
  const opened = context.projects.get(handle);
  const linkerId = inputOf(opened.project, 'linker', linker);
  const { classifier } = describePair(opened.project.artifacts.artifact(ancestorOf(opened.project, linkerId, 'pair')));
  const line = lineOf(
    { kind: 'unit', unit },
    readLinker(opened.project.artifacts, linkerId),
    classifier.outputs.r.nonneg,
  );
  const { low, high, min, max } = walkRange(
    line,
    range,
    acceptedOf(context, opened, ancestorOf(opened.project, linkerId, 'samples')),
  );
  return { low, high, min, max };
}
