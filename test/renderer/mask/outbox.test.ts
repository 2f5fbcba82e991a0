import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '#core/failure.ts';
import { createOutbox } from '#renderer/mask/outbox.ts';

interface Entry {
  readonly id: string;
  readonly place: string;
}

/** What a browser keeps, as plain data that outlives an outbox. */
function keptStore(kept: Map<string, Entry>) {
  return {
    all: async () => [...kept.values()],
    put: async (entry: Entry) => void kept.set(entry.id, entry),
    remove: async (ids: readonly string[]) => {
      for (const id of ids) kept.delete(id);
    },
  };
}

/** A backend that stores each id once, and can be out of reach, or fail after having stored. */
function backend() {
  const stored: string[] = [];
  let fault: Failure | null = null;
  let answersGetLost = false;
  return {
    stored,
    fail: (next: Failure | null) => {
      fault = next;
    },
    loseAnswers: (next: boolean) => {
      answersGetLost = next;
    },
    async send(_place: string, entries: readonly Entry[]) {
      if (fault !== null) throw fault;
      for (const { id } of entries) if (!stored.includes(id)) stored.push(id);
      if (answersGetLost) throw new Failure('CONNECTION_LOST', 'The connection was lost.');
    },
  };
}

const entries = (count: number, place = 'fox') =>
  Array.from({ length: count }, (_, index) => ({ id: `${place} ${index}`, place }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends what is added in order, and has nothing waiting when it is stored', async () => {
  const host = backend();
  const outbox = createOutbox(keptStore(new Map()), host.send);
  for (const entry of entries(200)) outbox.add(entry);
  await outbox.settled('fox');
  expect(host.stored).toEqual(entries(200).map(({ id }) => id));
  expect(outbox.state()).toEqual({ waiting: 0, trouble: null });
});

it('keeps what could not be sent, over a reload too, and stores each once', async () => {
  const host = backend();
  const kept = new Map<string, Entry>();
  const before = createOutbox(keptStore(kept), host.send);
  host.loseAnswers(true);
  const [first, second, third] = entries(3) as [Entry, Entry, Entry];
  before.add(first);
  await vi.advanceTimersByTimeAsync(100);
  before.add(second);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(before.state()).toMatchObject({ waiting: 2, trouble: { kind: 'offline' } });

  host.fail(new Failure('CONNECTION_LOST', 'Gone.'));
  const after = createOutbox(keptStore(kept), host.send);
  await after.ready();
  after.add(third);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(after.waitingAt('fox')).toEqual([first, second, third]);

  host.fail(null);
  host.loseAnswers(false);
  after.retry();
  await vi.advanceTimersByTimeAsync(100);
  expect(host.stored).toEqual([first.id, second.id, third.id]);
  expect(after.state()).toEqual({ waiting: 0, trouble: null });
  expect(kept.size).toBe(0);
});

it('a full disk is told, and drawing is stored when there is room again', async () => {
  const host = backend();
  host.fail(new Failure('DISK_FULL', 'The disk is full.'));
  const outbox = createOutbox(keptStore(new Map()), host.send);
  for (const entry of entries(2)) outbox.add(entry);
  await vi.advanceTimersByTimeAsync(100);
  expect(outbox.state()).toEqual({ waiting: 2, trouble: { kind: 'disk full', sentence: 'The disk is full.' } });
  host.fail(null);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(outbox.state()).toEqual({ waiting: 0, trouble: null });
});

it('what one picture refuses does not hold up another, and is given up only when asked', async () => {
  const stored: string[] = [];
  const outbox = createOutbox<Entry>(keptStore(new Map()), async (place, batch) => {
    if (place === 'gone') throw new Failure('NOT_FOUND', 'The picture was removed.');
    stored.push(...batch.map(({ id }) => id));
  });
  for (const entry of [...entries(1, 'gone'), ...entries(2, 'fox')]) outbox.add(entry);
  await vi.advanceTimersByTimeAsync(100);
  expect(stored).toEqual(['fox 0', 'fox 1']);
  expect(outbox.state()).toMatchObject({ waiting: 1, trouble: { kind: 'refused' } });
  outbox.drop('gone');
  expect(outbox.state()).toEqual({ waiting: 0, trouble: null });
});
