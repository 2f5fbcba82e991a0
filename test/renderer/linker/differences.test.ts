import { expect, test } from 'vitest';
import type { Fidelity, FidelityIntervals, LinkerSummary } from '#core/summary.ts';
import { differencesBetween } from '#renderer/linker/differences.ts';

const numbers = {
  r2: 0.9,
  cosine: 0.95,
  agreement: 1,
  divergence: 0.1,
  cycleError: 0.2,
  pixelError: 2,
  structureError: 0.05,
};
const intervals: FidelityIntervals = {
  r2: [0.88, 0.92],
  cosine: [0.94, 0.96],
  agreement: [0.99, 1],
  divergence: [0.08, 0.12],
  cycleError: [0.18, 0.22],
  pixelError: [1.9, 2.1],
  structureError: [0.04, 0.06],
};
const fidelity: Fidelity = { ...numbers, intervals, r2PerDimension: [0.9], r2PerComponent: [0.9] };

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
    heldOutDraws: 2,
    classMean: fidelity,
    shuffled: fidelity,
    nearest: fidelity,
    perClass: Object.entries(classes).map(([name, value]) => ({ name, ...numbers, r2: value, intervals, n: 1 })),
    identifiability: null,
  };
}

test('goes figure by figure, then class by class, matched by name', () => {
  const rows = differencesBetween(summary(0.9, { fox: 0.8, cat: 0.7 }), summary(0.6, { cat: 0.5, fox: 0.4 }), null);
  const [r2, ...others] = rows;
  expect([r2?.first, r2?.second, r2?.interval]).toEqual([0.9, 0.6, null]);
  expect(others.slice(0, 6).map(({ difference }) => difference)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(others.slice(6).map(({ name, first, second }) => [name, first, second])).toEqual([
    ['R², fox', 0.8, 0.4],
    ['R², cat', 0.7, 0.5],
  ]);
});

test('differences that were judged together come with their intervals', () => {
  const judged = {
    ...numbers,
    r2: 0.28,
    intervals: { ...intervals, r2: [0.2, 0.35] as const, cosine: null },
    perClass: [{ name: 'fox', r2: 0.33, interval: [0.1, 0.5] as const, n: 8 }],
    n: 40,
    draws: 40,
  };
  const both = [summary(0.9, { fox: 0.8, cat: 0.7 }), summary(0.6, { fox: 0.4, cat: 0.5 })] as const;
  const [r2, cosine, ...others] = differencesBetween(...both, judged);
  expect([r2?.difference, r2?.interval]).toEqual([0.28, [0.2, 0.35]]);
  expect(cosine?.interval).toBeNull();
  expect(others.at(-2)).toMatchObject({ name: 'R², fox', difference: 0.33, interval: [0.1, 0.5] });
  expect(others.at(-1)).toMatchObject({ name: 'R², cat', interval: null });
});

test('a class that the other was not tested on is unknown, not 0', () => {
  const rows = differencesBetween(summary(0.9, { fox: 0.8 }), summary(0.6, {}), null);
  expect(rows.at(-1)).toMatchObject({ second: null, difference: null });
});

test('a linker made before a number was known lacks it and its interval', () => {
  const { nearest: _, divergence: _later, intervals: _none, ...old } = summary(0.9, {});
  const rows = differencesBetween(old as LinkerSummary, summary(0.6, {}), null);
  expect(rows[4]).toMatchObject({ first: null, second: 0.1, difference: null });
});
