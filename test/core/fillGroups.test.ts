import { expect, test } from 'vitest';
import type { Part } from '#core/artifact.ts';
import { fillGroups, inGroups, type PlacedPart } from '#core/fillGroups.ts';
import type { ArtifactWriter } from '#core/stage.ts';

/** A writer that keeps parts in memory: what the project file does with them is tested with the file. */
function writerOf(known: readonly string[], log: string[]): ArtifactWriter {
  const stored = new Set(known);
  const notAsked = (): never => {
    throw new Error('filling an artifact does not ask for this');
  };
  return {
    artifactId: 'a',
    stored: (ids) => new Set(ids.filter((id) => stored.has(id))),
    commit(parts) {
      for (const { part } of parts) stored.add(part.id);
      log.push(`store ${parts.map(({ part, ordinal }) => `${part.id}@${ordinal}`).join(' ')}`);
    },
    adopt: (parts) => void log.push(`adopt ${parts.map(({ partId }) => partId).join(' ')}`),
    read: notAsked,
    putArray: notAsked,
  };
}

const places = (count: number) => Array.from({ length: count }, (_, ordinal) => ({ id: `p${ordinal}`, ordinal }));

const partOf = (id: string): Part => ({ id, key: id, arrays: {}, image: null });

test('a group holds as many parts as go into 64 pictures, and at least one', () => {
  expect([...inGroups(places(7), 30)].map((group) => group.length)).toEqual([2, 2, 2, 1]);
  expect([...inGroups(places(2), 100)].map((group) => group.length)).toEqual([1, 1]);
  expect([...inGroups([], 5)]).toEqual([]);
});

test('the next group is begun before the one made is stored; what is there already takes its place', async () => {
  const log: string[] = [];
  const progress: string[] = [];
  const { made, seconds } = await fillGroups(
    inGroups(places(8), 32),
    8,
    async (group): Promise<PlacedPart[]> => {
      log.push(`make ${group.map(({ id }) => id).join(' ')}`);
      return group.map(({ id, ordinal }) => ({ part: partOf(id), ordinal }));
    },
    { writer: writerOf(['p2', 'p3', 'p4'], log), checkpoint: (done, total) => progress.push(`${done}/${total}`) },
  );
  expect(log).toEqual([
    'make p0 p1',
    'adopt p2 p3',
    'make p4 p5',
    'store p0@0 p1@1',
    'make p6 p7',
    'store p4@4 p5@5',
    'store p6@6 p7@7',
  ]);
  expect(progress).toEqual(['2/8', '4/8', '6/8', '8/8']);
  expect(made).toBe(6);
  expect(seconds).toBeGreaterThan(0);
});

test('a failing group ends the run with its own failure, what was stored stays, and the group begun is let go', async () => {
  const log: string[] = [];
  const failing = fillGroups(
    inGroups(places(6), 32),
    6,
    async (group): Promise<PlacedPart[]> => {
      const [first] = group;
      if (first?.ordinal !== 0) throw new Error(`no ${first?.id}`);
      return group.map(({ id, ordinal }) => ({ part: partOf(id), ordinal }));
    },
    { writer: writerOf([], log), checkpoint: () => undefined },
  );
  await expect(failing).rejects.toThrow('no p2');
  expect(log).toEqual(['store p0@0 p1@1']);
});

test('a stop at a checkpoint ends the run after what was stored', async () => {
  const log: string[] = [];
  const stopped = fillGroups(
    inGroups(places(6), 32),
    6,
    async (group): Promise<PlacedPart[]> => group.map(({ id, ordinal }) => ({ part: partOf(id), ordinal })),
    {
      writer: writerOf([], log),
      checkpoint() {
        throw new Error('asked to stop');
      },
    },
  );
  await expect(stopped).rejects.toThrow('asked to stop');
  expect(log).toEqual(['store p0@0 p1@1']);
});
