import { classPairs, unitChanges } from '#core/counterfactual/pairChanges.ts';
import { partChanges, partMotions } from '#core/counterfactual/partChanges.ts';
import { PATH_MEASURES } from '#core/counterfactual/pathMeasures.ts';
import { type CaseRow, progressOf, readCases, summariseCases } from '#core/counterfactual/table.ts';
import { Failure } from '#core/failure.ts';
import type { Label } from '#core/labelSet.ts';
import { counterfactualParamsSchema } from '#core/params.ts';
import { columnDeviations, softmax } from '#core/statistics.ts';
import type { CounterfactualSummary, SegmentSummary } from '#core/summary.ts';
import { rowOf } from '#core/tensor.ts';
import type {
  CounterfactualCase,
  CounterfactualMatrix,
  CounterfactualPair,
  CounterfactualRow,
  CounterfactualRun,
} from '#core/views/counterfactual.ts';
import type { Context } from '../context.ts';
import { ancestorOf, counterfactualTitle, inputOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair } from '../pairs.ts';
import { acceptedOf, sampleAt, samplesOf } from './sampleViews.ts';

export function listCounterfactuals({ projects }: Context, handle: string): CounterfactualRun[] {
  const { artifacts } = projects.get(handle).project;
  const defaultId = artifacts.defaultOf('counterfactual');
  return artifacts
    .list()
    .filter(({ stage, state }) => stage === 'counterfactual' && state === 'sealed')
    .map((artifact) => ({
      artifact,
      title: counterfactualTitle(counterfactualParamsSchema.parse(artifact.params)),
      summary: artifact.summary as unknown as CounterfactualSummary,
      isDefault: artifact.id === defaultId,
    }));
}

/** The run asked for, the one that is being made, or the default one; null where there is none. */
function idOf({ jobs }: Context, { handle, project }: OpenProject, named: string | undefined): string | null {
  if (named) return named;
  const job = jobs.list(handle).find(({ stage, state }) => stage === 'counterfactual' && state === 'running');
  const isBegun = job && project.artifacts.find(job.artifactId) && project.artifacts.partCount(job.artifactId) > 0;
  return isBegun ? job.artifactId : project.artifacts.defaultOf('counterfactual');
}

export function casesOf(context: Context, opened: OpenProject, id: string): readonly CaseRow[] {
  const { artifacts } = opened.project;
  const read = () => readCases(artifacts, id);
  return artifacts.artifact(id).state === 'sealed'
    ? context.cache.get(`${opened.handle} counterfactual ${id}`, read)
    : read();
}

function requireId(context: Context, opened: OpenProject, named: string | undefined): string {
  return idOf(context, opened, named) ?? inputOf(opened.project, 'counterfactual', named);
}

function classNamesOf({ project }: OpenProject, id: string): readonly string[] {
  return describePair(project.artifacts.artifact(ancestorOf(project, id, 'pair'))).classNames;
}

/** Null while there is none. */
export function showMatrix(context: Context, handle: string, named?: string): CounterfactualMatrix | null {
  const opened = context.projects.get(handle);
  const id = idOf(context, opened, named);
  if (!id) return null;
  const { artifacts } = opened.project;
  const artifact = artifacts.artifact(id);
  const rows = casesOf(context, opened, id);
  const params = counterfactualParamsSchema.parse(artifact.params);
  const samples = samplesOf(context, opened, ancestorOf(opened.project, id, 'samples'));
  const summary =
    artifact.state === 'sealed'
      ? (artifact.summary as unknown as CounterfactualSummary)
      : summariseCases(
          rows,
          params,
          samples.r.shape[1] as number,
          artifacts.array(id, 'typical').data as Float64Array,
          {
            images: 0,
            imagesPerSecond: 0,
          },
        );
  const planned = artifacts.array(id, 'cases');
  const classes = new Set<number>();
  const wanted = new Map<string, { origin: number; target: number; planned: number; first: number }>();
  for (let at = 0; at < planned.data.length; at += planned.shape[1] as number) {
    const [first, origin, target] = Array.from(planned.data.subarray(at, at + 3)) as [number, number, number];
    classes.add(origin).add(target);
    const key = `${origin} ${target}`;
    const known = wanted.get(key) ?? { origin, target, planned: 0, first };
    wanted.set(key, { ...known, planned: known.planned + 1 });
  }
  const done = new Map(classPairs(rows).map((pair) => [`${pair.origin} ${pair.target}`, pair]));
  return {
    artifact,
    title: counterfactualTitle(params),
    summary,
    classNames: classNamesOf(opened, id),
    classes: [...classes]
      .sort((a, b) => a - b)
      .map((classIndex) => {
        const row = samples.classIndex.findIndex((c, at) => c === classIndex && samples.isAccepted[at] === 1);
        return { classIndex, picture: row < 0 ? null : (samples.pictures?.[row] ?? null) };
      }),
    pairs: [...wanted].map(([key, { origin, target, planned: count }]) => ({
      ...(done.get(key) ?? { origin, target, n: 0, valid: 0, length: null, crossing: null, minimal: null }),
      planned: count,
    })),
  };
}

function rowView(row: CaseRow, classNames: readonly string[]): CounterfactualRow {
  return {
    ordinal: row.ordinal,
    sample: row.sample,
    from: classNames[row.origin] as string,
    to: classNames[row.target] as string,
    seed: row.seed,
    member: row.member,
    outcome: row.outcome,
    isValid: row.isValid,
    progress: progressOf(row),
    crossing: Number.isFinite(row.crossing) ? row.crossing : null,
    latentLength: row.latentLength,
    pixelDistance: row.pixelDistance,
    moved: row.ranking.length,
    minimal: row.minimal.length,
    strip: row.picture,
    end: endOf(row),
  };
}

/** Tile of the counterfactual itself. */
function endOf({ places }: CaseRow): number {
  return Math.max(
    0,
    places.findIndex((place) => place >= 1 - 1e-9),
  );
}

/** Of the segmenter that was used; none without one. */
function labelsOf({ project: { artifacts } }: OpenProject, id: string): readonly Label[] {
  const segmentId = artifacts.artifact(id).inputs.find(({ role }) => role === 'segment')?.id;
  if (segmentId === undefined) return [];
  return (artifacts.artifact(segmentId).summary as unknown as SegmentSummary).segmenter.labels;
}

/** JSON has no NaN: what cannot be measured is null. */
function partsOf({ parts }: CaseRow): CounterfactualCase['parts'] {
  if (parts === null) return [];
  const [steps, labels] = parts.shape as [number, number];
  const measures = PATH_MEASURES.length;
  return Array.from({ length: steps }, (_, step) =>
    Array.from({ length: labels }, (_, part) =>
      Array.from({ length: measures }, (_, measure) => {
        const value = parts.data[(step * labels + part) * measures + measure] as number;
        return Number.isNaN(value) ? null : value;
      }),
    ),
  );
}

/** Units listed of a class pair. */
const MOST_UNITS = 40;

export function showPairOf(
  context: Context,
  handle: string,
  from: string,
  to: string,
  named?: string,
): CounterfactualPair {
  const opened = context.projects.get(handle);
  const id = requireId(context, opened, named);
  const classNames = classNamesOf(opened, id);
  const [origin, target] = [from, to].map((name) => classNames.indexOf(name)) as [number, number];
  const rows = casesOf(context, opened, id).filter((row) => row.origin === origin && row.target === target);
  const accepted = acceptedOf(context, opened, ancestorOf(opened.project, id, 'samples'));
  const deviations = columnDeviations(accepted.r);
  return {
    from,
    to,
    rows: rows.map((row) => rowView(row, classNames)),
    crossing: classPairs(rows)[0]?.crossing ?? null,
    units: unitChanges(rows, deviations).slice(0, MOST_UNITS),
    labels: labelsOf(opened, id),
    parts: partChanges(rows, casesOf(context, opened, id)),
    motions: partMotions(rows),
  };
}

export function showCase(context: Context, handle: string, ordinal: number, named?: string): CounterfactualCase {
  const opened = context.projects.get(handle);
  const id = requireId(context, opened, named);
  const row = casesOf(context, opened, id).find((each) => each.ordinal === ordinal);
  if (!row) throw new Failure('NOT_FOUND', `There is no finished case ${ordinal} in this run.`);
  const classNames = classNamesOf(opened, id);
  const samplesId = ancestorOf(opened.project, id, 'samples');
  const accepted = acceptedOf(context, opened, samplesId);
  const deviations = columnDeviations(accepted.r);
  const minimal = new Set(row.minimal);
  const steps = row.places.length;
  return {
    ...rowView(row, classNames),
    classNames,
    start: sampleAt(samplesOf(context, opened, samplesId), row.sample),
    startClass: classNames[row.startClass] as string,
    places: Array.from(row.places),
    probabilities: Array.from({ length: steps }, (_, k) => softmax(rowOf(row.logits, k))),
    realised: Array.from(row.realised),
    isMinimal: row.isMinimal,
    headOdds: row.headOdds,
    pictureOdds: row.pictureOdds,
    targetDistance: row.targetDistance,
    pictureDistance: row.pictureDistance,
    typicalDistance: opened.project.artifacts.array(id, 'typical').data[
      classNames.indexOf(classNames[row.target] as string) * 2
    ] as number,
    units: Array.from(row.ranking, (unit, at) => ({
      unit,
      shift: (row.shift[unit] as number) / ((deviations[unit] as number) || 1),
      contribution: row.contribution[at] as number,
      isMinimal: minimal.has(unit),
    })),
    parts: partsOf(row),
    labels: labelsOf(opened, id),
    rounds: Array.from({ length: row.rounds.length / 3 }, (_, at) => {
      const [margin, head, picture] = row.rounds.subarray(3 * at, 3 * at + 3) as unknown as [number, number, number];
      return { margin, head, picture };
    }),
    controls:
      row.randomClasses.length === 0
        ? null
        : {
            randomClasses: Array.from(row.randomClasses, (c) => classNames[c] as string),
            shuffledClass: classNames[row.shuffledClass] as string,
            seedAgreement: row.seedAgreement,
            noiseAgreement: row.noiseAgreement,
          },
  };
}
