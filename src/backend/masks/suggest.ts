import type { QueueView } from '#core/views/mask.ts';
import type { StoredPicture } from '../store/masks.ts';
import type { Unsure } from './unsure.ts';

/** Which picture to annotate next, and why: one sentence for people. */
export type Suggestion = NonNullable<QueueView['suggestion']>;

type Placed = Pick<StoredPicture, 'id' | 'w'>;

/** Before anything is finished: the one nearest to the middle of all. @param open at least one */
export function suggestFirst(open: readonly Placed[], all: readonly Placed[]): Suggestion {
  const centre = meanOf(all);
  const { id } = best(open, ({ w }) => -distance(w, centre));
  return { id, reason: 'It is the most typical picture of the queue, so it is a good one to begin with.' };
}

/**
 * The one whose latent is farthest from every finished one, since masks that are alike teach the same; where a segmenter was asked, its
 * disagreement counts as well: each as a share of the largest, multiplied (as information density does, Settles and Craven 2008).
 *
 * @param open     at least one
 * @param finished at least one
 */
export function suggestNext(
  open: readonly Placed[],
  finished: readonly Placed[],
  unsure: ReadonlyMap<string, Unsure>,
): Suggestion {
  const nearest = new Map(
    open.map((picture) => [picture.id, Math.min(...finished.map((other) => distance(picture.w, other.w)))]),
  );
  const apart = ({ id }: Placed) => nearest.get(id) as number;
  const others = finished.length === 1 ? 'the one picture' : `all ${finished.length} pictures`;
  const asked = open.filter(({ id }) => unsure.has(id));
  const nats = ({ id }: Placed) => (unsure.get(id) as Unsure).nats;
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

function best(pictures: readonly Placed[], score: (picture: Placed) => number): Placed {
  return pictures.reduce((leader, picture) => (score(picture) > score(leader) ? picture : leader));
}

/** Where a picture stands by a score, the largest first: nothing for the first, then `2nd ` and so on. */
function placeOf(picture: Placed, among: readonly Placed[], score: (picture: Placed) => number): string {
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

function meanOf(pictures: readonly Placed[]): Float32Array {
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
