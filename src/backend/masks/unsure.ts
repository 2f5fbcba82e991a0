import type { CancelSignal } from '#core/cancel.ts';
import type { PairEngine } from '#core/engine.ts';
import type { SegmentResult } from '#core/segment/request.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import type { StoredPicture } from '../store/masks.ts';

/** How unsure an ensemble is about a picture. */
export interface Unsure {
  /** Mean over pixels of the networks' disagreement, nats. */
  readonly nats: number;
  /** Name of the part where most of it lies; null where no part is found. */
  readonly part: string | null;
}

/** So many pictures at once, that large ones fit into memory and a cancel does not wait. */
const PICTURES_AT_ONCE = 8;

/** By picture. Features are computed from the latents and kept nowhere. */
export async function scoreUnsure(
  engine: PairEngine,
  segmenter: Segmenter,
  key: string,
  pictures: readonly Pick<StoredPicture, 'id' | 'w'>[],
  signal: CancelSignal,
): Promise<Map<string, Unsure>> {
  const scores = new Map<string, Unsure>();
  for (let first = 0; first < pictures.length; first += PICTURES_AT_ONCE) {
    const some = pictures.slice(first, first + PICTURES_AT_ONCE);
    const latentSize = some[0]?.w.length as number;
    const w = { data: new Float32Array(some.length * latentSize), shape: [some.length, latentSize] };
    for (const [at, picture] of some.entries()) w.data.set(picture.w, at * latentSize);
    const found = await engine.segment({ w, segmenter, key, disagreement: true }, signal);
    for (const [at, { id }] of some.entries()) scores.set(id, unsureOf(found, segmenter, at));
  }
  return scores;
}

function unsureOf({ maps, disagreement }: SegmentResult, { labels, widthPx, heightPx }: Segmenter, at: number): Unsure {
  const pixels = widthPx * heightPx;
  const byLabel = new Float64Array(labels.length);
  for (let pixel = at * pixels; pixel < (at + 1) * pixels; pixel++) {
    const label = maps[pixel] as number;
    byLabel[label] = (byLabel[label] as number) + (disagreement?.[pixel] ?? 0);
  }
  const nats = byLabel.reduce((sum, value) => sum + value, 0) / pixels;
  const parts = byLabel.slice(1);
  const most = Math.max(0, ...parts);
  return { nats, part: most > 0 ? (labels[1 + parts.indexOf(most)]?.name ?? null) : null };
}
