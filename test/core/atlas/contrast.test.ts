import { describe, expect, it } from 'vitest';
import { contrastShares, contrastSizes } from '#core/atlas/contrast.ts';
import type { Changes } from '#core/atlas/effects.ts';
import { randomState } from '#core/random.ts';
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

describe('size of what two classifiers move', () => {
  it("is compared by SciPy's paired t test over the same start pictures", () => {
    const contrast = contrastSizes(usedAs(a.slice(0, 6)), usedAs(b), ONE, true);
    expect(contrast.q[0]).toBeCloseTo(paired, 5);
    expect(contrast.half[0]).toBeCloseTo(pairedHalf, 5);
  });

  it("and by Welch's over different ones, with degrees of freedom rounded down", () => {
    const { q } = contrastSizes(usedAs(a), usedAs(b), ONE, false);
    expect(q[0]).toBeGreaterThanOrEqual(welch);
    expect(q[0]).toBeLessThan(welch * 1.2);
  });

  it('is that of a part where its metrics are taken together', () => {
    // One unit, one start picture: changes of 3 and 4, and a metric that is never seen.
    const of = (...data: number[]): Changes => ({ lines: 1, starts: 1, concepts: 3, data: Float32Array.from(data) });
    const parts = contrastSizes(of(3, Number.NaN, 4), of(0, Number.NaN, 0), [[0, 1, 2], [1]], true);
    expect(parts.a[0]).toBeCloseTo(Math.sqrt(12.5), 6);
    expect(parts.difference[0]).toBeCloseTo(Math.sqrt(12.5), 6);
    expect(parts.a[1]).toBeNaN();
  });

  it('says nothing from one start picture', () => {
    const { half, q } = contrastSizes(usedAs([1]), usedAs([2]), ONE, true);
    expect(half[0]).toBeNaN();
    expect(q[0]).toBeNaN();
  });
});

describe('share of a part in all effects', () => {
  const [UNITS, STARTS, CONCEPTS] = [40, 8, 6];
  /** Two concepts a part. */
  const PARTS = [
    [0, 1],
    [2, 3],
    [4, 5],
  ];
  const noError = new Float32Array(CONCEPTS);

  /** Units with these sizes of effects on the three parts, that every start picture shows a little differently. */
  function study(seed: number, { sizes, reach = 1, noise = 0 }: { sizes: number[]; reach?: number; noise?: number }) {
    const [units, pictures] = [randomState(1), randomState(seed)];
    const effects = Float64Array.from(
      { length: UNITS * CONCEPTS },
      (_, at) => reach * units.randn() * (sizes[Math.floor((at % CONCEPTS) / 2)] as number),
    );
    const data = Float32Array.from({ length: UNITS * STARTS * CONCEPTS }, (_, at) => {
      const unit = Math.floor(at / (STARTS * CONCEPTS));
      const effect = effects[unit * CONCEPTS + (at % CONCEPTS)] as number;
      return effect * (1 + 0.3 * pictures.randn()) + noise * pictures.randn();
    });
    return { changes: { lines: UNITS, starts: STARTS, concepts: CONCEPTS, data }, error: noError };
  }

  const EVEN = [0.5, 0.3, 0.2];

  it('is not changed by how far all units reach', () => {
    const [near, far] = [study(2, { sizes: EVEN }), study(2, { sizes: EVEN, reach: 3 })];
    const shares = contrastShares(near, far, PARTS, true);
    expect(shares.a.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    for (const difference of shares.difference) expect(difference).toBeCloseTo(0, 5);
    const sizes = contrastSizes(near.changes, far.changes, PARTS, true);
    for (const q of sizes.q) expect(q).toBeLessThan(0.001);
  });

  it('is right under noise that a weak classifier has most of', () => {
    const truth = contrastShares(study(2, { sizes: EVEN }), study(2, { sizes: EVEN }), PARTS, true).a;
    const [weak, strong] = [study(3, { sizes: EVEN, noise: 0.5 }), study(4, { sizes: EVEN, reach: 4, noise: 0.5 })];
    const { a, b } = contrastShares(weak, strong, PARTS, false);
    truth.forEach((share, part) => {
      expect(Math.abs((a[part] as number) - share)).toBeLessThan(0.06);
      expect(Math.abs((b[part] as number) - share)).toBeLessThan(0.06);
    });
    // Without the correction the noise, the same in all parts, would draw the shares of the weak one together.
    const squares = contrastSizes(weak.changes, strong.changes, PARTS, false).a.map((size) => size ** 2);
    const naive = (squares[2] as number) / squares.reduce((sum, square) => sum + square, 0);
    expect(naive - (truth[2] as number)).toBeGreaterThan(0.08);
  });

  it.each([true, false])('reports nothing in nearly all studies of equal shares, paired %s', (isPaired) => {
    let reporting = 0;
    for (let seed = 0; seed < 200; seed++) {
      const one = study(2 * seed, { sizes: EVEN, noise: 0.3 });
      const other = study(2 * seed + 1, { sizes: EVEN, reach: 2, noise: 0.3 });
      reporting += Number(contrastShares(one, other, PARTS, isPaired).q.some((q) => q < 0.05));
    }
    expect(reporting).toBeLessThanOrEqual(20);
  });

  it('reports a part that one classifier uses more', () => {
    const [one, other] = [study(5, { sizes: EVEN }), study(6, { sizes: [0.5, 0.3, 0.4], reach: 0.5 })];
    const { difference, q } = contrastShares(one, other, PARTS, false);
    expect(difference[2]).toBeLessThan(-0.1);
    expect(q[2]).toBeLessThan(0.01);
    // Its effects are smaller all the same.
    expect(contrastSizes(one.changes, other.changes, PARTS, false).difference[0]).toBeGreaterThan(0);
  });

  it('loses what the segmenter leaves in every picture alike', () => {
    const seen = study(2, { sizes: EVEN });
    const energy = contrastShares(seen, seen, PARTS, true).a;
    const noisy = { ...seen, error: Float32Array.of(0, 0, 0, 0, 0.1, 0.1) };
    expect(contrastShares(noisy, noisy, PARTS, true).a[2]).toBeLessThan(energy[2] as number);
  });

  it('is unknown from two start pictures, and where nothing moves', () => {
    const of = (starts: number, value: number) => ({
      changes: { lines: 1, starts, concepts: 2, data: new Float32Array(2 * starts).fill(value) },
      error: new Float32Array(2),
    });
    expect(contrastShares(of(2, 1), of(2, 1), [[0], [1]], true).a[0]).toBeNaN();
    expect(contrastShares(of(4, 0), of(4, 0), [[0], [1]], true).a[0]).toBeNaN();
    expect(contrastShares(of(3, 1), of(3, 1), [[0], [1]], true).a[0]).toBeCloseTo(0.5, 10);
  });
});

describe('probability of a t', () => {
  it('is what is left outside the quantile', () => {
    for (const freedom of [1, 4, 9, 30])
      expect(studentProbability(studentQuantile(0.95, freedom), freedom)).toBeCloseTo(0.95, 10);
  });
});
