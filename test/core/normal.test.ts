import { expect, test } from 'vitest';
import { normalProbability, normalQuantile, wilsonInterval } from '#core/normal.ts';

// scipy.stats.norm.cdf
test.each([
  [-6, 9.865876450376946e-10],
  [-1.959963984540054, 0.025],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [4, 0.9999683287581669],
])('probability below %f', (x, probability) => {
  expect(Math.abs(normalProbability(x) - probability)).toBeLessThan(1e-15);
});

test('the quantile is its inverse, and ends where float64 does', () => {
  for (const probability of [1e-9, 0.025, 0.31, 0.5, 0.975]) {
    expect(normalProbability(normalQuantile(probability))).toBeCloseTo(probability, 14);
  }
  expect([normalProbability(-40), normalProbability(40)]).toEqual([0, 1]);
});

test('a probability is one, however far out', () => {
  for (let x = -8.4; x < 8.4; x += 0.001) {
    const probability = normalProbability(x);
    expect(probability >= 0 && probability <= 1).toBe(true);
  }
});

test('all of 20 hits may still be a share of 0.84 (Newcombe 1998, table I)', () => {
  expect(wilsonInterval(20, 20)[0]).toBeCloseTo(0.8389, 4);
  expect(wilsonInterval(20, 20)[1]).toBe(1);
});
