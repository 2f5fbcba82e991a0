import { Failure } from '#core/failure.ts';
import { positionTable } from '#core/labelSet.ts';
import { type MaskPair, measureAgreement } from '#core/mask/agreement.ts';
import { runsText } from '#core/mask/runs.ts';
import type { AgreementView, MaskDifference } from '#core/views/mask.ts';
import type { StoredPicture } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { labelsOf } from './labels.ts';
import { isFinished } from './queue.ts';

/** Two annotators held against each other, on pictures that both have finished. */

interface Shared {
  readonly picture: StoredPicture;
  readonly pair: MaskPair;
}

/** @throws Failure BAD_INPUT when they have finished no picture in common */
export function viewAgreement(project: Project, a: string, b: string): AgreementView {
  const { set } = labelsOf(project);
  const shared = sharedMasks(project, a, b);
  const { parts, ...over } = measureAgreement(
    shared.map(({ pair }) => pair),
    set.labels.length,
  );
  return {
    a,
    b,
    ...over,
    parts: parts.map((part, at) => ({
      ...part,
      name: set.labels[at + 1]?.name as string,
      value: set.labels[at + 1]?.value as number,
    })),
    pictures: shared
      .map(({ picture, pair }) => ({
        id: picture.id,
        picture: picture.picture,
        className: picture.className,
        same: sameShare(pair),
      }))
      .sort((first, second) => first.same - second.same),
  };
}

/** Where two people's masks of one picture differ. */
export function viewDifference(project: Project, pictureId: string, a: string, b: string): MaskDifference {
  const shared = sharedMasks(project, a, b).find(({ picture }) => picture.id === pictureId);
  if (shared === undefined) throw new Failure('NOT_FOUND', `${a} and ${b} have not both finished this picture.`);
  const { pair, picture } = shared;
  return {
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    a: runsText(pair.a),
    b: runsText(pair.b),
    differs: runsText(pair.a.map((value, at) => (value === pair.b[at] ? 0 : 1))),
    same: sameShare(pair),
  };
}

function sharedMasks(project: Project, a: string, b: string): Shared[] {
  if (a === b) throw new Failure('BAD_INPUT', 'Agreement is between two people, and the same was named twice.');
  const { masks } = project;
  const positions = positionTable(labelsOf(project).set);
  const content = (pictureId: string, annotator: string) =>
    masks.content(pictureId, annotator).data.map((value) => positions[value] as number);
  const shared = masks
    .pictures()
    .filter(({ id, isRemoved }) => !isRemoved && [a, b].every((annotator) => isFinished(masks.mask(id, annotator))))
    .map((picture): Shared => {
      const { id, widthPx, heightPx } = picture;
      return { picture, pair: { a: content(id, a), b: content(id, b), widthPx, heightPx } };
    });
  if (shared.length > 0) return shared;
  throw new Failure('BAD_INPUT', `${a} and ${b} have finished no picture in common, so nothing can be compared.`, {
    remedy: 'Let both annotate the same pictures, and mark them as done.',
  });
}

function sameShare({ a, b }: MaskPair): number {
  let same = 0;
  for (let at = 0; at < a.length; at++) if (a[at] === b[at]) same++;
  return same / a.length;
}
