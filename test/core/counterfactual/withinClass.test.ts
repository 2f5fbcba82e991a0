import { expect, it } from 'vitest';
import { distanceFromClass, mahalanobis, withinClassOf } from '#core/counterfactual/withinClass.ts';
import { randomState } from '#core/random.ts';
import { rowOf, takeRows } from '#core/tensor.ts';
import { CLASSES, someSamples, UNITS } from './setting.ts';

it('squared length is z inverse(S) z with the shrunk covariance of residuals, by elimination', () => {
  const samples = someSamples(120, 3);
  const within = withinClassOf(samples, CLASSES);
  const z = Float64Array.from({ length: UNITS }, (_, u) => Math.sin(1 + u));
  const covariance = shrunkCovariance(samples.r.data, samples.classIndex, within);
  const expected = z.reduce((sum, value, u) => sum + value * (solve(covariance, z)[u] as number), 0);
  expect(mahalanobis(within, z).squared / expected).toBeCloseTo(1, 8);
});

it('gradient of the squared length agrees with finite differences', () => {
  const within = withinClassOf(someSamples(120, 3), CLASSES);
  const random = randomState(2);
  const z = Float64Array.from({ length: UNITS }, () => random.randn());
  const { gradient } = mahalanobis(within, z);
  for (let u = 0; u < UNITS; u++) {
    const at = (step: number) =>
      mahalanobis(
        within,
        z.map((value, v) => (v === u ? value + step : value)),
      ).squared;
    expect(gradient[u]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 4);
  }
});

it('with fewer samples than units the same length comes from the products of the rows', () => {
  // Eight rows of nine units: the covariance is singular, and only shrinkage makes it a length.
  const few = someSamples(8, 21);
  const within = withinClassOf(few, CLASSES);
  const z = Float64Array.from({ length: UNITS }, (_, u) => Math.cos(u));
  const covariance = shrunkCovariance(few.r.data, few.classIndex, within);
  const expected = z.reduce((sum, value, u) => sum + value * (solve(covariance, z)[u] as number), 0);
  expect(mahalanobis(within, z).squared / expected).toBeCloseTo(1, 6);
});

it("a class's own mean has distance 0 from it, and its samples are nearer than those of others", () => {
  const samples = someSamples(120, 3);
  const within = withinClassOf(samples, CLASSES);
  expect(distanceFromClass(within, within.means.subarray(UNITS, 2 * UNITS), 1)).toBeCloseTo(0, 9);
  const rows = takeRows(samples.r, [1, 2]);
  expect(distanceFromClass(within, rowOf(rows, 0), 1)).toBeLessThan(distanceFromClass(within, rowOf(rows, 1), 1));
});

function shrunkCovariance(
  r: Float32Array,
  classIndex: Int32Array,
  { means, deviations }: ReturnType<typeof withinClassOf>,
): number[][] {
  const rows = Array.from(classIndex, (c, row) =>
    Array.from({ length: UNITS }, (_, u) => {
      const spread = deviations[u] as number;
      return ((r[row * UNITS + u] as number) - (means[c * UNITS + u] as number)) / spread;
    }),
  );
  const freedom = Math.max(1, rows.length - CLASSES);
  const covariance = Array.from({ length: UNITS }, (_, i) =>
    Array.from(
      { length: UNITS },
      (_, j) => rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0) / freedom,
    ),
  );
  const mean = covariance.reduce((sum, row, i) => sum + (row[i] as number), 0) / UNITS;
  return covariance.map((row, i) => row.map((value, j) => 0.9 * value + (i === j ? 0.1 * mean : 0)));
}

/** Gauss elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: Float64Array): Float64Array {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce(
        (best, row, i) => (Math.abs(row[k] as number) > Math.abs((rows[best] as number[])[k] as number) ? k + i : best),
        k,
      );
    [rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = ((rows[i] as number[])[k] as number) / ((rows[k] as number[])[k] as number);
      for (let j = k; j <= n; j++)
        (rows[i] as number[])[j] = ((rows[i] as number[])[j] as number) - factor * ((rows[k] as number[])[j] as number);
    }
  }
  return Float64Array.from(rows, (row, i) => (row[n] as number) / (row[i] as number));
}
