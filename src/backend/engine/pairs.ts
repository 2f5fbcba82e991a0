import type { PairFiles } from '#core/engine.ts';
import { type OpenPair, openPair, type RunSettings } from './openPair.ts';

/** Pairs kept open beside those in use; a real generator weighs a gigabyte. */
const PAIRS_KEPT = 2;

/** The pairs that an engine holds: opened when first asked for, closed when others are asked for instead. */
export interface Pairs {
  use<T>(files: PairFiles, work: (pair: OpenPair) => Promise<T>): Promise<T>;
}

export function createPairs(settings: RunSettings): Pairs {
  /** Least recently used first. */
  const entries = new Map<string, { readonly opened: Promise<OpenPair>; users: number }>();

  const closeUnused = (): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= PAIRS_KEPT) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      void entry.opened.then((pair) => pair.close());
    }
  };

  return {
    async use(files, work) {
      const key = JSON.stringify(files);
      const entry = entries.get(key) ?? { opened: openPair(files, settings), users: 0 };
      entries.delete(key);
      entries.set(key, entry);
      entry.users++;
      try {
        return await work(await entry.opened);
      } catch (error) {
        // A pair that could not be opened is tried anew by the next call.
        await entry.opened.catch(() => entries.get(key) === entry && entries.delete(key));
        throw error;
      } finally {
        entry.users--;
        closeUnused();
      }
    },
  };
}
