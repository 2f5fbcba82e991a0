import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProduct, cholesky, solveCholesky, transpose, wholeBlock } from '#core/linearAlgebra.ts';
import { randomState } from '#core/random.ts';
import { relativeError } from './relativeError.ts';

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

/** Positive definite: M M^T + 1 on the diagonal. */
function definiteMatrix(size: number, seed: number): Float64Array {
  const m = wholeBlock(normalMatrix(seed, size * size), size, size);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  addProduct(wholeBlock(matrix, size, size), m, m, 1);
  return matrix;
}

describe('addProduct', () => {
  it('is out + a b^T for any extents, tiles whole or cut', () => {
    const extent = fc.integer({ min: 0, max: 11 });
    fc.assert(
      fc.property(
        extent,
        extent,
        fc.constantFrom(0, 1, 7, 255, 256, 257, 520),
        fc.constantFrom(1, -1),
        (m, n, k, sign) => {
          const a = normalMatrix(1, m * k);
          const b = normalMatrix(2, n * k);
          const before = normalMatrix(3, m * n);
          const out = before.slice();
          addProduct(wholeBlock(out, m, n), wholeBlock(a, m, k), wholeBlock(b, n, k), sign === 1 ? 1 : -1);
          const expected = naiveProduct(a, b, m, n, k).map((sum, i) => (before[i] as number) + sign * sum);
          expect(largestDifference(out, expected)).toBeLessThan(1e-11);
        },
      ),
    );
  });

  it('gives a row the same bits alone as among others', () => {
    const [rows, columns, depth] = [7, 9, 300];
    const a = normalMatrix(1, rows * depth);
    const b = wholeBlock(normalMatrix(2, columns * depth), columns, depth);
    const together = new Float64Array(rows * columns);
    addProduct(wholeBlock(together, rows, columns), wholeBlock(a, rows, depth), b, 1);
    for (let row = 0; row < rows; row++) {
      const alone = new Float64Array(columns);
      addProduct(wholeBlock(alone, 1, columns), wholeBlock(a.slice(row * depth, (row + 1) * depth), 1, depth), b, 1);
      expect(alone).toEqual(together.slice(row * columns, (row + 1) * columns));
    }
  });

  it('fills the lower triangle when asked for it alone, across panels', () => {
    const [size, depth] = [150, 20];
    const a = normalMatrix(4, size * depth);
    const block = wholeBlock(a, size, depth);
    const lower = new Float64Array(size * size);
    addProduct(wholeBlock(lower, size, size), block, block, 1, 'lower');
    const full = naiveProduct(a, a, size, size, depth);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) expect(lower[i * size + j]).toBeCloseTo(full[i * size + j] as number, 10);
    }
    expect(lower[size - 1]).toBe(0);
  });
});

describe('cholesky and solveCholesky', () => {
  it.each([1, 2, 63, 64, 65, 200])('solve %i equations for several right-hand sides', (size) => {
    const matrix = definiteMatrix(size, 5);
    const wanted = normalMatrix(6, 3 * size);
    const sides = naiveProduct(wanted, matrix, 3, size, size);
    const factor = matrix.slice();
    expect(cholesky(factor, size)).toBe(true);
    solveCholesky(factor, size, sides);
    expect(largestDifference(sides, wanted)).toBeLessThan(1e-9);
  });

  it('read the lower triangle only', () => {
    const size = 70;
    const matrix = definiteMatrix(size, 7);
    const spoilt = matrix.slice();
    for (let i = 0; i < size; i++) spoilt.fill(Number.NaN, i * size + i + 1, (i + 1) * size);
    expect(cholesky(matrix, size) && cholesky(spoilt, size)).toBe(true);
    expect(relativeError(spoilt, matrix)).toBe(0);
  });

  it.each([
    ['has a zero on the diagonal', [1, 0, 0, 0]],
    ['has dependent columns', [1, 2, 2, 4]],
    ['has columns that differ by rounding alone', [1, 1, 1, 1 + 1e-13]],
    ['is indefinite', [1, 3, 3, 1]],
    ['is not a number somewhere', [Number.NaN, 0, 0, 1]],
  ])('refuse a matrix that %s', (_, matrix) => {
    expect(cholesky(Float64Array.from(matrix), 2)).toBe(false);
  });

  it('accept a matrix whatever its scale', () => {
    expect(cholesky(Float64Array.from([1e-200, 0, 0, 1e200]), 2)).toBe(true);
  });
});

it('transposes', () => {
  expect(transpose(Float64Array.from([1, 2, 3, 4, 5, 6]), 2, 3)).toEqual(Float64Array.from([1, 4, 2, 5, 3, 6]));
});
