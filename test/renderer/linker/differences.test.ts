import { expect, test } from 'vitest';
import type { Fidelity, LinkerSummary } from '#core/summary.ts';
import { differencesBetween } from '#renderer/linker/differences.ts';

const fidelity: Fidelity = { r2: 0.9, r2PerDimension: [0.9], cosine: 0.95, agreement: 1, pixelError: 2 };

function summary(r2: number, classes: Readonly<Record<string, number>>): LinkerSummary {
  return {
    ...fidelity,
    r2,
    method: 'ridge',
    penalty: 1,
    addedPenalty: 0,
    components: null,
    path: null,
    training: null,
    remarks: [],
    trainCount: 8,
    heldOutCount: 2,
    classMean: fidelity,
    shuffled: fidelity,
    perClass: Object.entries(classes).map(([name, value]) => ({ name, r2: value, agreement: 1, pixelError: 2, n: 1 })),
  };
}

test('goes figure by figure, then class by class, matched by name', () => {
  const rows = differencesBetween(summary(0.9, { fox: 0.8, cat: 0.7 }), summary(0.6, { cat: 0.5, fox: 0.4 }));
  expect(rows.map(({ first, second }) => [first, second])).toEqual([
    [0.9, 0.6],
    [0.95, 0.95],
    [1, 1],
    [2, 2],
    [0.8, 0.4],
    [0.7, 0.5],
  ]);
  expect(rows.map(({ name }) => name).slice(4)).toEqual(['R², fox', 'R², cat']);
});

test('a class that the other was not tested on is unknown, not 0', () => {
  const rows = differencesBetween(summary(0.9, { fox: 0.8 }), summary(0.6, {}));
  expect(rows.at(-1)?.second).toBeNull();
});
