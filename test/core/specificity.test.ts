import { expect, test } from 'vitest';
import { isFlagged, specificityOf, summariseSpecificity } from '#core/specificity.ts';

const deviations = Float64Array.of(2, 1, 0.5, 0, 1);
const still = new Float32Array(5);

test('changes are counted in standard deviations; a unit that never changes is no rival', () => {
  const part = specificityOf(0, still, Float32Array.of(-3, 1, 1, 99, 0), deviations);
  // Own -1.5; others 1, 2, 0: one of three is at least as large.
  expect(Array.from(part)).toEqual([-1.5, 1 / 3, 1]);
});

test('a unit that stands still is beaten by all', () => {
  expect(Array.from(specificityOf(4, still, still, deviations))).toEqual([0, 1, 0]);
  expect(Array.from(specificityOf(0, Float32Array.of(0), Float32Array.of(1), Float64Array.of(1)))).toEqual([1, 0, 0]);
});

test('over start pictures', () => {
  const found = summariseSpecificity([
    [2, 0, 0.5],
    [4, 0.1, 1],
  ]);
  expect(found).toMatchObject({ ownChange: { value: 3, n: 2 }, rankShare: 0.05, ratio: 4 });
  expect(summariseSpecificity([[1, 0, 0]])?.ratio).toBeNull();
  expect(summariseSpecificity([])).toBeNull();
});

const own = { value: 1, low: 0.9, high: 1.1, n: 4 };
test.each([
  { realised: own, rankShare: 0.1, flagged: false },
  { realised: own, rankShare: 0.11, flagged: true },
  { realised: { ...own, low: 0 }, rankShare: 0, flagged: true },
  { realised: { ...own, n: 1 }, rankShare: 1, flagged: null },
  { realised: null, rankShare: 0, flagged: null },
])('flagged $flagged: slope $realised.low, share $rankShare', ({ realised, rankShare, flagged }) => {
  expect(isFlagged(realised, { ownChange: own, rankShare, ratio: 2 })).toBe(flagged);
});
