import { Failure } from '#core/failure.ts';
import { compareLinkers, type JudgedLinker, readJudged } from '#core/fidelity/compare.ts';
import { FIDELITY_NUMBERS } from '#core/fidelity/measure.ts';
import { PREDICTORS, type PredictorName } from '#core/fidelity/scores.ts';
import { readIdentified } from '#core/identifiability.ts';
import { type SamplesParams, samplesParamsSchema } from '#core/params.ts';
import { isArrays } from '#core/sampleSet.ts';
import type { Fidelity, FidelityNumbers, LinkerSummary } from '#core/summary.ts';
import type { AxisFidelity, LinkerCard, LinkerDifference } from '#core/views/linker.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf, pairOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair, generatorHash } from '../pairs.ts';
import { samplesOf } from './sampleViews.ts';

export function showCard(context: Context, handle: string, named?: string): LinkerCard {
  const opened = context.projects.get(handle);
  const { artifacts } = opened.project;
  const linkerId = inputOf(opened.project, 'linker', named);
  const summary = judgedSummary(opened, linkerId);
  const array = (name: string) => artifacts.array(linkerId, name);
  const axes = { dimensions: array('r2PerDimension'), components: array('r2PerComponent') };
  const variances = Array.from(array('componentVariance').data);
  const variance = variances.reduce((sum, value) => sum + value, 0);
  const units = readIdentified(artifacts, linkerId);
  return {
    artifactId: linkerId,
    heldOutCount: summary.heldOutCount,
    heldOutDraws: summary.heldOutDraws,
    predictors: PREDICTORS.map((name, which) => {
      const fidelity = fidelityOf(summary, name);
      return {
        name,
        numbers: numbersOf(fidelity),
        intervals: fidelity.intervals,
        dimensions: axesOf(axes.dimensions, which),
        components: axesOf(axes.components, which),
      };
    }),
    perClass: summary.perClass,
    componentShares: variances.map((value) => (variance > 0 ? value / variance : 0)),
    identifiability: summary.identifiability,
    units: units && { stability: Array.from(units.stability), group: Array.from(units.group) },
  };
}

function fidelityOf(summary: LinkerSummary, name: PredictorName): Fidelity {
  return name === 'linked' ? summary : summary[name];
}

function numbersOf(fidelity: Fidelity): FidelityNumbers {
  return Object.fromEntries(FIDELITY_NUMBERS.map((name) => [name, fidelity[name]])) as unknown as FidelityNumbers;
}

/** @param table [P L 3]: value, and ends of its interval or NaN */
function axesOf(
  table: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
  which: number,
): AxisFidelity[] {
  const width = table.shape[1] as number;
  return Array.from({ length: width }, (_, axis) => {
    const [r2, low, high] = Array.from({ length: 3 }, (_, at) => table.data[(which * width + axis) * 3 + at] as number);
    return { r2: r2 as number, interval: Number.isNaN(low) ? null : [low as number, high as number] };
  });
}

/** Seed of the resamples of a comparison: the same linkers always give the same interval. */
const SEED = 0;

export function differenceOf(context: Context, handle: string, a: string, b: string): LinkerDifference {
  const opened = context.projects.get(handle);
  const origins = [a, b].map((linkerId) => originOf(opened, linkerId));
  if (origins[0] !== origins[1]) {
    throw new Failure('BAD_INPUT', 'These two linkers were not judged on the same latents.', {
      remedy: 'Train both on samples of one generator, drawn with the same seed and truncation.',
    });
  }
  return compareLinkers(judged(context, opened, a), judged(context, opened, b), classNamesOf(opened, a), SEED);
}

/** Empty for plain arrays, which name no classes. Two linkers of one generator share them. */
function classNamesOf({ project }: OpenProject, linkerId: string): readonly string[] {
  const pairId = pairOf(project, linkerId);
  return pairId === null ? [] : describePair(project.artifacts.artifact(pairId)).classNames;
}

/** Where held-out latents come from: equal for two linkers whose draw of a class is the same latent. */
function originOf(opened: OpenProject, linkerId: string): string {
  judgedSummary(opened, linkerId);
  const { artifacts } = opened.project;
  const samples = artifacts.artifact(ancestorOf(opened.project, linkerId, 'samples'));
  if (isArrays(samples)) return samples.id;
  const { seed, psi }: SamplesParams = samplesParamsSchema.parse(samples.params);
  const pair = describePair(artifacts.artifact(ancestorOf(opened.project, linkerId, 'pair')));
  return JSON.stringify([generatorHash(pair), seed, psi]);
}

function judged(context: Context, opened: OpenProject, linkerId: string): JudgedLinker {
  const samples = samplesOf(context, opened, ancestorOf(opened.project, linkerId, 'samples'));
  return readJudged(opened.project.artifacts, linkerId, samples);
}

/** @throws Failure BAD_INPUT for a linker without the scores that cards and comparisons are made of */
function judgedSummary(opened: OpenProject, linkerId: string): LinkerSummary {
  const found = opened.project.artifacts.artifact(inputOf(opened.project, 'linker', linkerId))
    .summary as unknown as LinkerSummary;
  if (!found.intervals) {
    throw new Failure(
      'BAD_INPUT',
      `The linker ${linkerId.slice(0, 8)} was trained by an earlier version, which kept no scores.`,
      {
        remedy: 'Train it again.',
      },
    );
  }
  return found;
}
