import { expect, test } from 'vitest';
import { effectiveRank, resampleRows, summariseUnits, tallyStability } from '#core/identifiability.ts';
import { randomState } from '#core/random.ts';
import scipy from '../fixtures/core/fidelity_numbers.json' with { type: 'json' };

const matrix = (rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});

test("effective rank is NumPy's, and the number of equally strong directions", () => {
  expect(effectiveRank(matrix(scipy.effectiveRank.matrix))).toBeCloseTo(scipy.effectiveRank.rank, 5);
  expect(
    effectiveRank(
      matrix([
        [3, 0, 0],
        [0, -3, 0],
        [0, 0, 3],
        [0, 0, 0],
      ]),
    ),
  ).toBeCloseTo(3, 12);
  expect(
    effectiveRank(
      matrix([
        [1, 2],
        [2, 4],
        [-3, -6],
      ]),
    ),
  ).toBeCloseTo(1, 6);
  expect(
    effectiveRank(
      matrix([
        [0, 0],
        [0, 0],
      ]),
    ),
  ).toBe(0);
});

test('a resample takes whole draws, as many as there are', () => {
  const draws = Int32Array.of(4, 4, 9, 9, 1, 1);
  for (let seed = 0; seed < 20; seed++) {
    const rows = resampleRows(draws, seed);
    expect(rows).toHaveLength(6);
    for (const pair of [0, 2, 4]) {
      const count = (row: number) => rows.filter((other) => other === row).length;
      expect(count(pair)).toBe(count(pair + 1));
    }
  }
  expect(resampleRows(draws, 1)).not.toEqual(resampleRows(draws, 2));
});

test('stability: 1 for a direction that stays, lower for one that turns, 0 without direction', () => {
  const tally = tallyStability(
    matrix([
      [1, 0],
      [1, 0],
      [0, 0],
    ]),
  );
  tally.add(
    matrix([
      [5, 0],
      [0, 2],
      [1, 1],
    ]),
  );
  tally.add(
    matrix([
      [2, 0],
      [3, 0],
      [1, 0],
    ]),
  );
  expect(Array.from(tally.mean())).toEqual([1, 0.5, 0]);
});

test('units without a direction are not counted', () => {
  const { randn } = randomState(2);
  const found = summariseUnits({
    weights: matrix([
      [1, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ]),
    linked: matrix(Array.from({ length: 50 }, () => [randn() + 9, 5])),
    stability: Float32Array.of(0.75, 0.5, 0.25, 0),
    group: Int32Array.of(0, 0, 2, 3),
    refits: 20,
  });
  expect(found).toMatchObject({ groups: 2, groupedUnits: 2, medianStability: 0.5, refits: 20 });
  // The mean of the linked latents is no direction of theirs.
  expect(found.linkedRank).toBeCloseTo(1, 6);
});
