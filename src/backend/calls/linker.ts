import { shuffled } from '#core/random.ts';
import { percentile } from '#core/statistics.ts';
import type { LinkerSummary } from '#core/summary.ts';
import type { LinkedPair, LinkerRow } from '#core/views/linker.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf, pairOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import { acceptedOf, sampleAt } from './sampleViews.ts';

export function listLinkers({ projects }: Context, handle: string): LinkerRow[] {
  const { project } = projects.get(handle);
  const defaultId = project.artifacts.defaultOf('linker');
  return project.artifacts
    .list()
    .filter(({ stage, state }) => stage === 'linker' && state === 'sealed')
    .map((artifact) => ({
      artifact,
      summary: artifact.summary as unknown as LinkerSummary,
      isDefault: artifact.id === defaultId,
      classifierName: classifierNameOf(project, artifact.id),
    }));
}

/** Null for a linker of plain arrays. */
function classifierNameOf(project: Project, linkerId: string): string | null {
  const pairId = pairOf(project, linkerId);
  return pairId === null ? null : describePair(project.artifacts.artifact(pairId)).classifier.name;
}

export interface LinkedPage {
  readonly project: string;
  readonly linker?: string | undefined;
  readonly order: 'worst' | 'best' | 'random';
  readonly offset: number;
  readonly limit: number;
}

interface LinkedPictures {
  readonly total: number;
  readonly medianError: number;
  readonly worstError: number;
  readonly pairs: LinkedPair[];
}

export function listLinkedPairs(context: Context, page: LinkedPage): LinkedPictures {
  const opened = context.projects.get(page.project);
  const linkerId = inputOf(opened.project, 'linker', page.linker);
  const pairs = context.cache.get(`${opened.handle} linked ${linkerId}`, () =>
    readLinkedPairs(context, opened, linkerId),
  );
  const errors = pairs.map((pair) => pair.pixelError);
  return {
    total: pairs.length,
    medianError: errors.length === 0 ? 0 : percentile(errors, 50),
    worstError: errors.length === 0 ? 0 : Math.max(...errors),
    pairs: orderPairs(pairs, page.order).slice(page.offset, page.offset + page.limit),
  };
}

/** The linker's parts follow the held-out samples in order; the first row of their arrays belongs to the linked picture. */
function readLinkedPairs(context: Context, opened: OpenProject, linkerId: string): LinkedPair[] {
  const { artifacts } = opened.project;
  const heldOut = acceptedOf(context, opened, ancestorOf(opened.project, linkerId, 'samples')).heldOut(true);
  const pairs: LinkedPair[] = [];
  for (const { part } of artifacts.placedParts(linkerId)) {
    const tiles = part.image?.tiles ?? 0;
    for (let tile = 0; tile < tiles; tile++) {
      const sample = sampleAt(heldOut, pairs.length);
      pairs.push({
        sample,
        original: sample.picture,
        linked: { hash: part.image?.hash ?? '', index: tile, tiles },
        pixelError: part.arrays.pixelError?.data[tile] as number,
        agrees: part.arrays.agrees?.data[tile] === 1,
      });
    }
  }
  return pairs;
}

function orderPairs(pairs: readonly LinkedPair[], order: LinkedPage['order']): LinkedPair[] {
  if (order === 'random') return Array.from(shuffled(pairs.length, 0), (row) => pairs[row] as LinkedPair);
  const sign = order === 'worst' ? -1 : 1;
  return [...pairs].sort((a, b) => sign * (a.pixelError - b.pixelError));
}
