import { describe, expect, it } from 'vitest';
import { contrastUses } from '#core/atlas/contrast.ts';
import type { Changes } from '#core/atlas/effects.ts';
import { studentProbability, studentQuantile } from '#core/statistics.ts';
import oracle from '../../fixtures/core/atlas_numbers.json' with { type: 'json' };

const { a, b, welch, paired, pairedHalf } = oracle.contrast;
/** Two units that change by the same, once up and once down. */
const usedAs = (uses: readonly number[]): Changes => ({
  lines: 2,
  starts: uses.length,
  concepts: 1,
  data: Float32Array.from([...uses, ...uses.map((use) => -use)]),
});

/** One group of the one concept. */
const ONE = [[0]];

describe('use of a concept by two classifiers', () => {
  it("is compared by SciPy's paired t test over the same start pictures", () => {
    const contrast = contrastUses(usedAs(a.slice(0, 6)), usedAs(b), ONE, true);
    expect(contrast.q[0]).toBeCloseTo(paired, 5);
    expect(contrast.half[0]).toBeCloseTo(pairedHalf, 5);
  });

  it("and by Welch's over different ones, with degrees of freedom rounded down", () => {
    const { q } = contrastUses(usedAs(a), usedAs(b), ONE, false);
    expect(q[0]).toBeGreaterThanOrEqual(welch);
    expect(q[0]).toBeLessThan(welch * 1.2);
  });

  it('is that of a part where its metrics are taken together', () => {
    // One unit, one start picture: changes of 3 and 4, and a metric that is never seen.
    const of = (...data: number[]): Changes => ({ lines: 1, starts: 1, concepts: 3, data: Float32Array.from(data) });
    const parts = contrastUses(of(3, Number.NaN, 4), of(0, Number.NaN, 0), [[0, 1, 2], [1]], true);
    expect(parts.a[0]).toBeCloseTo(Math.sqrt(12.5), 6);
    expect(parts.difference[0]).toBeCloseTo(Math.sqrt(12.5), 6);
    expect(parts.a[1]).toBeNaN();
  });

  it('says nothing from one start picture', () => {
    const { half, q } = contrastUses(usedAs([1]), usedAs([2]), ONE, true);
    expect(half[0]).toBeNaN();
    expect(q[0]).toBeNaN();
  });
});

describe('probability of a t', () => {
  it('is what is left outside the quantile', () => {
    for (const freedom of [1, 4, 9, 30])
      expect(studentProbability(studentQuantile(0.95, freedom), freedom)).toBeCloseTo(0.95, 10);
  });
});
