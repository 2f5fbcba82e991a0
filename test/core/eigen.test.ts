import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetricEigen } from '#core/eigen.ts';

/** Symmetric matrices from their lower triangle, with zeros and equal values among them. */
const symmetric = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: -10, max: 10, noNaN: true })), {
      minLength: n * n,
      maxLength: n * n,
    })
    .map((values) => ({
      n,
      matrix: Float64Array.from({ length: n * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return values[Math.max(i, j) * n + Math.min(i, j)] as number;
      }),
    })),
);

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);
}

test('every vector is stretched by its value, vectors are orthonormal, values fall', () => {
  fc.assert(
    fc.property(symmetric, ({ matrix, n }) => {
      const { values, vectors } = symmetricEigen(matrix, n);
      const size = Math.max(1, ...matrix.map(Math.abs));
      const vector = (k: number) => vectors.subarray(k * n, (k + 1) * n);
      for (let k = 0; k < n; k++) {
        for (let i = 0; i < n; i++) {
          const image = dot(matrix.subarray(i * n, (i + 1) * n), vector(k));
          expect(Math.abs(image - (values[k] as number) * (vector(k)[i] as number))).toBeLessThan(1e-12 * n * size);
        }
        for (let l = 0; l <= k; l++) expect(dot(vector(k), vector(l))).toBeCloseTo(Number(k === l), 12);
        if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1] as number);
      }
    }),
  );
});
