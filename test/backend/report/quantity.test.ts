import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanOf, quantityOf, ratioOf, shareOf } from '#backend/report/quantity.ts';
import { estimate } from '#core/statistics.ts';

const finite = fc.double({ min: -100, max: 100, noNaN: true });

describe('means of clusters', () => {
  test('with a cluster for every case it is the mean with Student’s interval', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 2, maxLength: 30 }), (values) => {
        const { value, low, high } = estimate(values);
        const mean = meanOf(values, Array.from(values.keys()));
        expect(mean.value).toBeCloseTo(value, 9);
        expect(mean.interval?.[0]).toBeCloseTo(low, 6);
        expect(mean.interval?.[1]).toBeCloseTo(high, 6);
      }),
    );
  });

  test('cases written down five times over do not narrow the interval when they are one cluster', () => {
    const values = [1, 4, 2, 8, 5];
    const once = meanOf(values, [0, 1, 2, 3, 4]);
    const repeated = meanOf(
      values.flatMap((value) => Array<number>(5).fill(value)),
      values.flatMap((_, cluster) => Array<number>(5).fill(cluster)),
    );
    expect(repeated.value).toBe(once.value);
    expect(repeated.interval?.[0]).toBeCloseTo(once.interval?.[0] as number, 9);
    expect(repeated.n).toBe(25);
  });

  test('a single cluster has no interval', () => {
    expect(meanOf([1, 2, 3], [7, 7, 7])).toEqual({ value: 2, interval: null, n: 3 });
  });
});

test('a ratio that is the same in every cluster is certain', () => {
  const { value, interval } = ratioOf([1, 2, 3], [2, 4, 6], [0, 1, 2]);
  expect(value).toBe(0.5);
  expect(interval?.[0]).toBeCloseTo(0.5, 12);
  expect(interval?.[1]).toBeCloseTo(0.5, 12);
});

// Newcombe 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('share of %i in %i with Wilson’s interval', (hits, n, low, high) => {
  const { value, interval } = shareOf(hits, n);
  expect(value).toBe(hits / n);
  expect(interval?.[0]).toBeCloseTo(low, 4);
  expect(interval?.[1]).toBeCloseTo(high, 4);
});

test('an estimate of one case has no interval', () => {
  expect(quantityOf({ value: 3, low: 3, high: 3, n: 1 })).toEqual({ value: 3, interval: null, n: 1 });
  expect(quantityOf({ value: 3, low: 2, high: 4, n: 9 }).interval).toEqual([2, 4]);
});
