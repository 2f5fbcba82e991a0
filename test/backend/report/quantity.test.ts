import { expect, test } from 'vitest';
import { quantityOf, shareOf } from '#backend/report/quantity.ts';

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
