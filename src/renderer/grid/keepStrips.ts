import { imageUrl } from '#renderer/components/Picture.tsx';

/** Strips that were asked for, newest last: held so that the browser keeps them while they may be scrolled back to. */
const kept = new Map<string, HTMLImageElement>();
const MOST_KEPT = 4000;

/** Fetches strips before they are in sight. A few kB each; they are decoded only when they are drawn. */
export function fetchAhead(hashes: readonly string[]): void {
  for (const hash of hashes) {
    if (kept.has(hash)) continue;
    const image = new Image();
    image.src = imageUrl(hash);
    kept.set(hash, image);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
  }
}
