import { Failure } from '#core/failure.ts';
import type { SamplesSummary } from '#core/summary.ts';
import type { Sample, SamplesView } from '#core/views/samples.ts';
import type { Context } from '../context.ts';
import { inputOf, pairOf } from '../jobs/recipes.ts';
import { describePair } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import { sampleAt, samplesOf } from './sampleViews.ts';

export interface SamplesPage {
  readonly project: string;
  readonly samples?: string | undefined;
  readonly className?: string | undefined;
  readonly show: 'accepted' | 'rejected' | 'heldOut' | 'all';
  readonly offset: number;
  readonly limit: number;
}

/** None for plain arrays. */
function classNamesOf(project: Project, samplesId: string): readonly string[] {
  const pairId = pairOf(project, samplesId);
  return pairId === null ? [] : describePair(project.artifacts.artifact(pairId)).classNames;
}

/** Null while the project has no samples. */
export function showSamples({ projects }: Context, handle: string, samplesId?: string): SamplesView | null {
  const { project } = projects.get(handle);
  if (!samplesId && !project.artifacts.defaultOf('samples')) return null;
  const artifact = project.artifacts.artifact(inputOf(project, 'samples', samplesId));
  const classNames = classNamesOf(project, artifact.id);
  return { artifact, summary: artifact.summary as unknown as SamplesSummary, classNames };
}

export function listSamples(context: Context, page: SamplesPage): { total: number; samples: Sample[] } {
  const opened = context.projects.get(page.project);
  const samplesId = inputOf(opened.project, 'samples', page.samples);
  const classNames = classNamesOf(opened.project, samplesId);
  const classIndex = page.className === undefined ? null : classNames.indexOf(page.className);
  if (classIndex === -1) {
    throw new Failure('BAD_INPUT', `There is no class "${page.className}". The pair knows ${classNames.join(', ')}.`);
  }
  const set = samplesOf(context, opened, samplesId);
  if (!set.pictures) return { total: 0, samples: [] };
  const rows = Array.from(set.index, (_, row) => row).filter((row) => {
    if (classIndex !== null && set.classIndex[row] !== classIndex) return false;
    if (page.show === 'accepted') return set.isAccepted[row] === 1;
    if (page.show === 'rejected') return set.isAccepted[row] === 0;
    return page.show === 'all' || (set.isHeldOut[row] === 1 && set.isAccepted[row] === 1);
  });
  return {
    total: rows.length,
    samples: rows.slice(page.offset, page.offset + page.limit).map((row) => sampleAt(set, row)),
  };
}
