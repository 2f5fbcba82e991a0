import { expect, it } from 'vitest';
import { benjaminiHochberg } from '#core/falseDiscovery.ts';

// By NumPy from the definition: minimum.accumulate of sorted p * n / rank, from the largest down.
it('q-values are those of Benjamini and Hochberg, in any order', () => {
  const p = [0.039, 0.001, 0.205, 0.008, 0.041, 0.06, 0.042, 0.074];
  const expected = [0.0672, 0.008, 0.205, 0.032, 0.0672, 0.08, 0.0672, 0.0845714286];
  benjaminiHochberg(p).forEach((q, at) => {
    expect(q).toBeCloseTo(expected[at] as number, 8);
  });
});

it('a test without a p-value counts as none', () => {
  const q = benjaminiHochberg([0.01, Number.NaN, 0.04]);
  expect(q[0]).toBeCloseTo(0.02, 12);
  expect(q[1]).toBeNaN();
  expect(q[2]).toBeCloseTo(0.04, 12);
});
