import { describe, expect, it } from 'vitest';
import { matchUnits, meanCosine } from '#core/atlas/match.ts';
import {
  cosines,
  linearCka,
  permutationProbability,
  representationalSimilarity,
  type Table,
} from '#core/atlas/similarity.ts';
import { randomState } from '#core/random.ts';
import oracle from '../../fixtures/core/atlas_numbers.json' with { type: 'json' };

const table = (rows: number, data: readonly number[]): Table => ({
  rows,
  columns: data.length / rows,
  data: Float64Array.from(data),
});

describe('likeness of representations', () => {
  const [x, y] = [table(20, oracle.similarity.x), table(20, oracle.similarity.y)];

  it("is NumPy's linear CKA and SciPy's Spearman correlation of dissimilarities", () => {
    expect(linearCka(x, y)).toBeCloseTo(oracle.similarity.cka, 10);
    expect(representationalSimilarity(x, y)).toBeCloseTo(oracle.similarity.rsa, 10);
  });

  it('is 1 with itself', () => {
    expect(linearCka(x, x)).toBeCloseTo(1, 12);
    expect(representationalSimilarity(x, x)).toBeCloseTo(1, 12);
  });
});

describe('matching', () => {
  it("has the total of SciPy's linear_sum_assignment", () => {
    const { cost, rows, matched, total } = oracle.assignment;
    const pairs = matchUnits(
      table(
        rows,
        cost.map((value) => -value),
      ),
    );
    expect(pairs.reduce((sum, { cosine }) => sum - cosine, 0)).toBeCloseTo(total, 10);
    for (const { a, b } of pairs) expect(b).toBe(matched[a]);
  });

  it('finds units that only stand in another order, and tells chance from likeness', () => {
    const random = randomState(2);
    const profiles = Array.from({ length: 12 }, () => Array.from({ length: 20 }, () => random.randn()));
    const order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7, 11, 10];
    const a = table(12, profiles.flat());
    const b = table(
      12,
      order.flatMap((unit) => profiles[unit] as number[]),
    );
    const matches = matchUnits(cosines(a, b));
    for (const { a: unit, b: at } of matches) expect(order[at]).toBe(unit);
    expect(meanCosine(matches)).toBeCloseTo(1, 10);
    const statistic = (one: Table, other: Table) => meanCosine(matchUnits(cosines(one, other)));
    expect(permutationProbability(a, b, statistic, { permutations: 99, seed: 1 })).toBe(0.01);
    const stranger = table(
      12,
      Array.from({ length: 240 }, () => random.randn()),
    );
    expect(permutationProbability(a, stranger, statistic, { permutations: 99, seed: 1 })).toBeGreaterThan(0.03);
  });
});
