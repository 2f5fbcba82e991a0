import { Failure } from '#core/failure.ts';
import type { KeptStore } from './outboxStore.ts';

/** Something to be stored: it has an id of its own making, so that sending it again cannot store it twice. */
export interface OutboxEntry {
  readonly id: string;
  /** Where it belongs: entries of one place are stored in the order in which they came. */
  readonly place: string;
}

export type Trouble = { readonly kind: 'offline' | 'disk full' | 'refused'; readonly sentence: string };

export interface OutboxState {
  /** Entries that are not known to be stored. */
  readonly waiting: number;
  readonly trouble: Trouble | null;
}

export interface Outbox<Entry extends OutboxEntry> {
  add(entry: Entry): void;
  state(): OutboxState;
  subscribe(listener: () => void): () => void;
  /** Entries of a place that are not stored yet, oldest first. */
  waitingAt(place: string): readonly Entry[];
  /** Resolves when what was kept from earlier has been read. */
  ready(): Promise<void>;
  /** Resolves when nothing waits at the place, or when sending met with trouble. */
  settled(place: string): Promise<void>;
  /** Tries everything again now, also what was refused: the connection is back, or the mask was taken over. */
  retry(): void;
  /** Gives up what was refused at a place. */
  drop(place: string): void;
}

const LARGEST_BATCH = 64;
const RETRY_MS = 3_000;

/**
 * Sends entries in order, a batch at a time, until the backend says that they are stored. Nothing is ever dropped because it could
 * not be sent: it is kept in the browser and sent again.
 *
 * @param send stores a batch of one place; resolves when all of it is stored
 */
export function createOutbox<Entry extends OutboxEntry>(
  store: KeptStore<Entry>,
  send: (place: string, entries: readonly Entry[]) => Promise<void>,
): Outbox<Entry> {
  let queue: readonly Entry[] = [];
  let refused: ReadonlySet<string> = new Set();
  let current: OutboxState = { waiting: 0, trouble: null };
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const publish = (trouble: Trouble | null) => {
    current = { waiting: queue.length, trouble };
    for (const listener of listeners) listener();
  };
  // What the browser cannot keep is still sent; keeping is for the time until then.
  const keep = (work: Promise<void>) => void work.catch(() => undefined);
  const forget = (entries: readonly Entry[]) => {
    const gone = new Set(entries.map(({ id }) => id));
    queue = queue.filter(({ id }) => !gone.has(id));
    keep(store.remove([...gone]));
  };
  const loaded = store.all().then(
    (kept) => {
      const known = new Set(queue.map(({ id }) => id));
      queue = [...kept.filter(({ id }) => !known.has(id)), ...queue];
      publish(current.trouble);
    },
    () => undefined,
  );

  async function pump(): Promise<void> {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    await loaded;
    try {
      for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
        const { place } = batch[0] as Entry;
        try {
          await send(place, batch);
          forget(batch);
          publish(refused.size > 0 ? current.trouble : null);
        } catch (thrown) {
          const trouble = troubleOf(thrown);
          if (trouble.kind === 'refused') refused = new Set([...refused, place]);
          publish(trouble);
          if (trouble.kind === 'refused') continue;
          timer = setTimeout(() => void pump(), RETRY_MS);
          return;
        }
      }
    } finally {
      isSending = false;
    }
  }

  function nextBatch(): readonly Entry[] {
    const first = queue.find(({ place }) => !refused.has(place));
    return first === undefined ? [] : queue.filter(({ place }) => place === first.place).slice(0, LARGEST_BATCH);
  }

  void pump();

  return {
    add(entry) {
      queue = [...queue, entry];
      keep(store.put(entry));
      publish(current.trouble);
      void pump();
    },
    state: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitingAt: (place) => queue.filter((entry) => entry.place === place),
    ready: () => loaded,
    async settled(place) {
      await loaded;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (current.trouble === null && queue.some((entry) => entry.place === place)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      });
    },
    retry() {
      refused = new Set();
      void pump();
    },
    drop(place) {
      forget(queue.filter((entry) => entry.place === place));
      refused = new Set([...refused].filter((other) => other !== place));
      publish(null);
      void pump();
    },
  };
}

function troubleOf(thrown: unknown): Trouble {
  const sentence = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Failure ? thrown.code : 'INTERNAL';
  if (code === 'DISK_FULL' || code === 'DISK_ERROR') return { kind: 'disk full', sentence };
  if (code === 'CONNECTION_LOST' || code === 'CANCELLED') return { kind: 'offline', sentence };
  return { kind: 'refused', sentence };
}
