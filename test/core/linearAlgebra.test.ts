import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProduct, transpose, wholeBlock } from '#core/linearAlgebra.ts';
import { randomState } from '#core/random.ts';

function normalMatrix(seed: number, length: number): Float64Array {
  const { randn } = randomState(seed);
  return Float64Array.from({ length }, () => randn());
}

/** The definition, element by element. */
function naiveProduct(a: Float64Array, b: Float64Array, m: number, n: number, k: number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    let sum = 0;
    for (let l = 0; l < k; l++) sum += (a[i * k + l] as number) * (b[j * k + l] as number);
    return sum;
  });
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);
}

describe('addProduct', () => {
  it('adds a b^T to out for any extents, tiles whole or cut', () => {
    const extent = fc.integer({ min: 0, max: 11 });
    fc.assert(
      fc.property(extent, extent, fc.constantFrom(0, 1, 7, 255, 256, 257, 520), (m, n, k) => {
        const a = normalMatrix(1, m * k);
        const b = normalMatrix(2, n * k);
        const before = normalMatrix(3, m * n);
        const out = before.slice();
        addProduct(wholeBlock(out, m, n), wholeBlock(a, m, k), wholeBlock(b, n, k));
        const expected = naiveProduct(a, b, m, n, k).map((sum, i) => (before[i] as number) + sum);
        expect(largestDifference(out, expected)).toBeLessThan(1e-11);
      }),
    );
  });

  it('gives a row the same bits alone as among others', () => {
    const [rows, columns, depth] = [7, 9, 300];
    const a = normalMatrix(1, rows * depth);
    const b = wholeBlock(normalMatrix(2, columns * depth), columns, depth);
    const together = new Float64Array(rows * columns);
    addProduct(wholeBlock(together, rows, columns), wholeBlock(a, rows, depth), b);
    for (let row = 0; row < rows; row++) {
      const alone = new Float64Array(columns);
      addProduct(wholeBlock(alone, 1, columns), wholeBlock(a.slice(row * depth, (row + 1) * depth), 1, depth), b);
      expect(alone).toEqual(together.slice(row * columns, (row + 1) * columns));
    }
  });
});

it('transposes', () => {
  expect(transpose(Float64Array.from([1, 2, 3, 4, 5, 6]), 2, 3)).toEqual(Float64Array.from([1, 4, 2, 5, 3, 6]));
});
