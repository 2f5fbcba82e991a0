/**
 * Values derived from sealed artifacts, which never change, kept while there is room. Bounded by count: entries are
 * of similar size (a sample set, a sweep's table), and a project has few of them.
 */
export interface SealedCache {
  get<T>(key: string, make: () => T): T;
  /** Forgets everything of a project that was closed. */
  drop(prefix: string): void;
}

const MOST_ENTRIES = 12;

export function createSealedCache(): SealedCache {
  const entries = new Map<string, unknown>();
  return {
    get<T>(key: string, make: () => T): T {
      const value = entries.has(key) ? (entries.get(key) as T) : make();
      // Re-inserting keeps the map in order of last use.
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > MOST_ENTRIES) entries.delete(entries.keys().next().value as string);
      return value;
    },
    drop(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
