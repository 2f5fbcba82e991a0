import type { Json } from '#core/json.ts';
import type { QueuedMask, QueuedPicture, QueueView } from '#core/views/mask.ts';
import type { StoredMask, StoredPicture } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { type Suggestion, suggestFirst, suggestNext } from './suggest.ts';
import type { Unsure } from './unsure.ts';

const BLIND = 'mask.blind';

/** Share of pictures that two people annotate, as it was last set. */
export function blindShareOf({ journal }: Project): number {
  const newest = journal.list({ kind: BLIND }).at(-1);
  return newest === undefined ? 0 : (newest.payload as { share: number }).share;
}

export function setBlindShare({ journal }: Project, author: string, share: number): void {
  journal.append({ author, kind: BLIND, payload: { share } as Json });
}

/** Decided by the picture alone, so that everybody's queue agrees and a larger share only adds pictures. */
export function isBlind(pictureId: string, share: number): boolean {
  return Number.parseInt(pictureId.slice(0, 8), 16) / 0x1_0000_0000 < share;
}

/** @param unsure how unsure a segmenter is about pictures, by their id; empty where there is none */
export function viewQueue(project: Project, annotator: string, unsure: ReadonlyMap<string, Unsure>): QueueView {
  const share = blindShareOf(project);
  const masks = project.masks.masks();
  const pictures = project.masks.pictures().filter(({ isRemoved }) => !isRemoved);
  return {
    pictures: pictures.map((picture) => queued(project, picture, masks, annotator, share)),
    blindShare: share,
    suggestion: suggest(pictures, masks, annotator, share, unsure),
  };
}

function queued(
  { masks }: Project,
  picture: StoredPicture,
  all: readonly StoredMask[],
  annotator: string,
  share: number,
): QueuedPicture {
  const { id, widthPx, heightPx, className, source } = picture;
  const ofPicture = all.filter(({ pictureId }) => pictureId === id);
  const mine = ofPicture.find((mask) => mask.annotator === annotator) ?? null;
  const blind = isBlind(id, share);
  return {
    id,
    picture: picture.picture,
    widthPx,
    heightPx,
    className,
    source,
    comments: masks.comments(id).length,
    blind,
    mine: mine === null ? null : asQueued(mine),
    others: blind && !isFinished(mine) ? [] : ofPicture.filter((mask) => mask.annotator !== annotator).map(asQueued),
  };
}

function asQueued({ id, annotator, state, entries, changedAt }: StoredMask): QueuedMask {
  return { mask: id, annotator, state, strokes: entries, changedAt };
}

/** Finished by its annotator: nobody's judgement of it is needed for that. */
export function isFinished(mask: Pick<StoredMask, 'state'> | null): boolean {
  return mask !== null && (mask.state === 'done' || mask.state === 'review');
}

/** People who are wanted on a picture. */
const BLIND_ANNOTATORS = 2;

/** @returns null where no picture still wants this annotator */
function suggest(
  pictures: readonly StoredPicture[],
  masks: readonly StoredMask[],
  annotator: string,
  share: number,
  unsure: ReadonlyMap<string, Unsure>,
): Suggestion | null {
  const finishedBy = (id: string) => masks.filter((mask) => mask.pictureId === id && isFinished(mask));
  const open = pictures.filter(({ id }) => {
    const finished = finishedBy(id);
    const wanted = isBlind(id, share) ? BLIND_ANNOTATORS : 1;
    return finished.length < wanted && !finished.some((mask) => mask.annotator === annotator);
  });
  if (open.length === 0) return null;
  const finished = pictures.filter(({ id }) => finishedBy(id).length > 0);
  return finished.length === 0 ? suggestFirst(open, pictures) : suggestNext(open, finished, unsure);
}
