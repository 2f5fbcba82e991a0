import { expect, test } from 'vitest';
import { randomState } from '#core/random.ts';
import { groupUnits } from '#core/unitGroups.ts';
import scipy from '../fixtures/core/fidelity_numbers.json' with { type: 'json' };

const weightsOf = (rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});

test("groups are those of SciPy's average linkage, each named by its smallest unit", () => {
  expect(Array.from(groupUnits(weightsOf(scipy.groups.weights)))).toEqual(scipy.groups.groups);
});

test('opposite and rescaled directions are one line; units without direction stay alone', () => {
  expect(
    Array.from(
      groupUnits(
        weightsOf([
          [0, 0],
          [1, 2],
          [0, 0],
          [-3, -6],
          [2, -1],
        ]),
      ),
    ),
  ).toEqual([0, 1, 2, 1, 4]);
});

test('the order of units changes names, not groups', () => {
  const { uniform } = randomState(1);
  const rows = scipy.groups.weights;
  const order = Array.from(rows.keys(), (row) => ({ row, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  const group = groupUnits(weightsOf(order.map((row) => rows[row] as number[])));
  const together = (groups: ArrayLike<number>, a: number, b: number) => groups[a] === groups[b];
  for (const [at, row] of order.entries()) {
    for (const [other, otherRow] of order.entries()) {
      expect(together(group, at, other)).toBe(together(scipy.groups.groups, row, otherRow));
    }
  }
});

test('two thousand units take well under five seconds, chained ones too', () => {
  const { randn } = randomState(4);
  const rows = Array.from({ length: 2000 }, (_, unit) => [
    Math.cos(unit / 700),
    Math.sin(unit / 700),
    ...Array.from({ length: 62 }, () => 0.005 * randn()),
  ]);
  const startedAt = performance.now();
  const groups = new Set(groupUnits(weightsOf(rows)));
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(groups.size).toBeGreaterThan(2);
  expect(groups.size).toBeLessThan(20);
});
