import { randomUUID } from 'node:crypto';
import { Failure } from '#core/failure.ts';
import { runsText } from '#core/mask/runs.ts';
import type { ImportedMasks } from '#core/views/mask.ts';
import { truthOf } from '../demoTruth.ts';
import { describePair } from '../pairs.ts';
import type { Project } from '../store/project.ts';
import { labelsOf } from './labels.ts';

/**
 * The demo painter's own masks, as those of one more annotator: they stand in for a person where none is there, and show how well one
 * agrees with the truth. They are the painter's ideal; the generator draws it with small errors.
 */
export async function importTruth(
  project: Project,
  resourcesFolder: string,
  annotator: string,
): Promise<ImportedMasks> {
  const known = project.masks.pictures().filter(({ isRemoved, source }) => !isRemoved && source.kind === 'truth');
  const isOpen = (id: string) => project.masks.mask(id, annotator)?.state !== 'done';
  const [first] = known;
  if (first === undefined) {
    throw new Failure('NOT_FOUND', 'No picture of the queue is one of the demo pair whose true parts are known.', {
      remedy: 'Add some of them to the queue first.',
    });
  }
  const truth = await truthOf(resourcesFolder, describePair(project.artifacts.artifact(first.pairId)));
  const { labels } = labelsOf(project).set;
  const values = truth.parts.map((name) => labels.find((label) => label.id === name)?.value);
  const missing = truth.parts.filter((_, part) => values[part] === undefined);
  if (missing.length > 0) {
    throw new Failure('BAD_INPUT', `This project has no label ${missing.join(', ')}.`, {
      kept: 'Nothing was imported.',
      remedy: 'Begin with the labels of the critters.',
    });
  }
  const pixels = truth.sizePx ** 2;
  const imported = known
    .filter(({ id }) => isOpen(id))
    .map(({ id, source }) => {
      const index = source.kind === 'truth' ? source.index : 0;
      const mask = truth.masks.subarray(index * pixels, (index + 1) * pixels);
      const runs = runsText(mask.map((part) => values[part] as number));
      project.masks.append(id, annotator, [{ kind: 'stroke', id: randomUUID(), stroke: { tool: 'import', runs } }]);
      project.masks.setState(id, annotator, 'done', annotator);
      return id;
    });
  return { imported, unmatched: [] };
}
