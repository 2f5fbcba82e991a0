import { describe, expect, test } from 'vitest';
import { bcaInterval, bootstrap, type SumStatistics, sumClusters } from '#core/bootstrap.ts';
import { randomState } from '#core/random.ts';
import { estimate } from '#core/statistics.ts';
import scipy from '../fixtures/core/fidelity_numbers.json' with { type: 'json' };

const { bca } = scipy;

/** Columns: count, sum. */
const meanOfSums: SumStatistics = {
  count: 1,
  compute: (sums, out) => {
    out[0] = (sums[1] as number) / (sums[0] as number);
  },
};

const ratioOfSums: SumStatistics = {
  count: 1,
  compute: (sums, out) => {
    out[0] = 1 - (sums[0] as number) / (sums[1] as number);
  },
};

function tableOf(values: readonly number[]): Float64Array {
  return Float64Array.from(values.flatMap((value) => [1, value]));
}

test("the interval is SciPy's from the same resamples", () => {
  const interval = bcaInterval(bca.value, Float64Array.from(bca.replicates), Float64Array.from(bca.jackknife), 0.025);
  expect(interval[0]).toBeCloseTo(bca.interval[0] as number, 12);
  expect(interval[1]).toBeCloseTo(bca.interval[1] as number, 12);
});

test('a smaller tail is farther out', () => {
  const ends = (tail: number) =>
    bcaInterval(bca.value, Float64Array.from(bca.replicates), Float64Array.from(bca.jackknife), tail);
  expect(ends(0.01)[0]).toBeLessThan(ends(0.025)[0]);
  expect(ends(0.01)[1]).toBeGreaterThan(ends(0.025)[1]);
});

describe('resampling sums', () => {
  const table = Float64Array.from(bca.sums.flat());
  const clusters = Array.from(bca.sums.keys());

  test("of a ratio is near SciPy's", () => {
    const { values, intervals } = bootstrap(sumClusters(table, 2, clusters), ratioOfSums, { seed: 1, draws: 20_000 });
    const [low, high] = intervals[0] as readonly [number, number];
    expect(values[0]).toBeCloseTo(bca.value, 12);
    expect(Math.abs(low - (bca.interval[0] as number))).toBeLessThan(0.03);
    expect(Math.abs(high - (bca.interval[1] as number))).toBeLessThan(0.03);
  });

  test('of a mean of many normal cases is nearly Student’s', () => {
    const { randn } = randomState(3);
    const values = Array.from({ length: 200 }, () => randn());
    const [interval] = bootstrap(sumClusters(tableOf(values), 2, Array.from(values.keys())), meanOfSums, {
      seed: 1,
      draws: 20_000,
    }).intervals;
    const { low, high } = estimate(values);
    expect(Math.abs((interval?.[0] ?? 0) - low)).toBeLessThan(0.01);
    expect(Math.abs((interval?.[1] ?? 0) - high)).toBeLessThan(0.01);
  });

  test('cases written down five times over are still one case, and the seed decides', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const ask = (cases: readonly number[], clusterOf: readonly number[], seed: number) =>
      bootstrap(sumClusters(tableOf(cases), 2, clusterOf), meanOfSums, { seed }).intervals[0];
    const once = ask(values, [0, 1, 2, 3, 4, 5], 7);
    const five = ask(
      values.flatMap((value) => Array<number>(5).fill(value)),
      values.flatMap((_, cluster) => Array<number>(5).fill(cluster)),
      7,
    );
    expect(five?.[0]).toBeCloseTo(once?.[0] as number, 12);
    expect(five?.[1]).toBeCloseTo(once?.[1] as number, 12);
    expect(ask(values, [0, 1, 2, 3, 4, 5], 7)).toEqual(once);
    expect(ask(values, [0, 1, 2, 3, 4, 5], 8)).not.toEqual(once);
  });

  test('a single cluster has no interval, equal clusters one without width', () => {
    expect(bootstrap(sumClusters(tableOf([1, 2]), 2, [4, 4]), meanOfSums, { seed: 0 }).intervals).toEqual([null]);
    expect(bootstrap(sumClusters(tableOf([3, 3, 3]), 2, [0, 1, 2]), meanOfSums, { seed: 0 }).intervals).toEqual([
      [3, 3],
    ]);
  });
});
