import type { Json } from '#core/json.ts';
import type { QueuedMask, QueuedPicture, QueueView } from '#core/maskViews.ts';
import type { StoredMask, StoredPicture } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
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

/**
 * The picture to annotate next, of those that still want this annotator. Before anything is finished, the one nearest to the middle of all.
 * After that, the one whose latent is farthest from every finished one, since masks that are alike teach the same; where a segmenter was
 * asked, its disagreement counts as well: each as a share of the largest, multiplied (as information density does, Settles and Craven 2008).
 */
function suggest(
  pictures: readonly StoredPicture[],
  masks: readonly StoredMask[],
  annotator: string,
  share: number,
  unsure: ReadonlyMap<string, Unsure>,
): QueueView['suggestion'] {
  const finishedBy = (id: string) => masks.filter((mask) => mask.pictureId === id && isFinished(mask));
  const open = pictures.filter(({ id }) => {
    const finished = finishedBy(id);
    const wanted = isBlind(id, share) ? BLIND_ANNOTATORS : 1;
    return finished.length < wanted && !finished.some((mask) => mask.annotator === annotator);
  });
  const finished = pictures.filter(({ id }) => finishedBy(id).length > 0);
  if (open.length === 0) return null;
  if (finished.length === 0) {
    const centre = meanOf(pictures);
    const { id } = best(open, (picture) => -distance(picture.w, centre));
    return { id, reason: 'It is the most typical picture of the queue, so it is a good one to begin with.' };
  }
  const nearest = new Map(
    open.map((picture) => [picture.id, Math.min(...finished.map((other) => distance(picture.w, other.w)))]),
  );
  const apart = ({ id }: StoredPicture) => nearest.get(id) as number;
  const others = finished.length === 1 ? 'the one picture' : `all ${finished.length} pictures`;
  const asked = open.filter(({ id }) => unsure.has(id));
  const nats = ({ id }: StoredPicture) => (unsure.get(id) as Unsure).nats;
  if (asked.length === 0 || asked.every((picture) => nats(picture) === 0)) {
    return { id: best(open, apart).id, reason: `It is the least like ${others} with a finished mask.` };
  }
  const chosen = best(asked, (picture) => nats(picture) * apart(picture));
  const part = unsure.get(chosen.id)?.part ?? null;
  const at = part === null ? '' : `, most at the ${part}`;
  const [bySure, byLike] = [placeOf(chosen, asked, nats), placeOf(chosen, asked, apart)];
  const of = asked.length === 1 ? '' : ` (of ${asked.length})`;
  const reason = `The segmenter is ${bySure}least sure of it${at}; it is the ${byLike}least like the finished ones${of}.`;
  return { id: chosen.id, reason };
}

function best(pictures: readonly StoredPicture[], score: (picture: StoredPicture) => number): StoredPicture {
  return pictures.reduce((leader, picture) => (score(picture) > score(leader) ? picture : leader));
}

/** Where a picture stands by a score, the largest first: nothing for the first, then `2nd ` and so on. */
function placeOf(
  picture: StoredPicture,
  among: readonly StoredPicture[],
  score: (picture: StoredPicture) => number,
): string {
  const place = 1 + among.filter((other) => score(other) > score(picture)).length;
  return place === 1 ? '' : `${place}${ORDINAL_ENDS[ORDINALS.select(place)]} `;
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ORDINAL_ENDS: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

function meanOf(pictures: readonly StoredPicture[]): Float32Array {
  const mean = new Float32Array(pictures[0]?.w.length ?? 0);
  for (const { w } of pictures) {
    for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] as number) + (w[d] as number) / pictures.length;
  }
  return mean;
}

/** Euclidean, in w. */
function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += ((a[d] as number) - (b[d] as number)) ** 2;
  return Math.sqrt(sum);
}
