import type { EncodedPicture } from './encodedPicture.ts';

/** Frames rendered on demand. Only the newest two of an id are kept: the one on the screen and the one that replaces it. */
export interface LiveFrames {
  /** Keeps a frame and returns the address it can be fetched from. */
  put(id: string, picture: EncodedPicture): string;
  get(id: string, n: number): EncodedPicture | null;
  /** A signal for the newest request of an id; the one before it ends with this. */
  supersede(id: string, signal: AbortSignal | undefined): AbortSignal;
}

const MOST_IDS = 64;
const KEPT_PER_ID = 2;

export function createLiveFrames(): LiveFrames {
  const frames = new Map<string, Map<number, EncodedPicture>>();
  const underWay = new Map<string, AbortController>();
  let next = 0;
  return {
    put(id, picture) {
      const n = next++;
      const kept = frames.get(id) ?? new Map<number, EncodedPicture>();
      kept.set(n, picture);
      if (kept.size > KEPT_PER_ID) kept.delete(kept.keys().next().value as number);
      frames.delete(id);
      frames.set(id, kept);
      if (frames.size > MOST_IDS) frames.delete(frames.keys().next().value as string);
      return `/live/${id}/${n}`;
    },
    supersede(id, signal) {
      underWay.get(id)?.abort();
      const controller = new AbortController();
      underWay.delete(id);
      underWay.set(id, controller);
      if (underWay.size > MOST_IDS) underWay.delete(underWay.keys().next().value as string);
      return signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    },
    get: (id, n) => frames.get(id)?.get(n) ?? null,
  };
}
