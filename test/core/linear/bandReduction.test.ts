import { describe, expect, it } from 'vitest';
import { factoriseBand, solveBand } from '#core/linear/bandFactor.ts';
import { type BandMatrix, reduceToBand } from '#core/linear/bandReduction.ts';
import { type Floats, type Matrix, plainProducts as products, rowsOf } from '#core/linear/products.ts';
import { randomState } from '#core/random.ts';

/** X^T X of rows that are fewer than the columns where the rank is to be smaller. */
async function gramOf(size: number, rank: number, Elements: typeof Float32Array | typeof Float64Array) {
  const { randn } = randomState(size);
  const rows: Matrix<Float64Array> = {
    data: Float64Array.from({ length: rank * size }, () => randn()),
    rows: rank,
    columns: size,
  };
  const data = Elements.from((await products.multiply('aTb', rows, rows)).map((value) => value / rank));
  return { data, rows: size, columns: size } as Matrix;
}

const copyOf = (matrix: Matrix): Matrix => ({ ...matrix, data: matrix.data.slice() });

function wholeOf({ size, squares, below }: BandMatrix<Floats>): Matrix {
  const data = new Float64Array(size * size);
  let first = 0;
  for (const [k, square] of squares.entries()) {
    const put = (part: Matrix, top: number): void => {
      for (let i = 0; i < part.rows; i++) {
        for (let j = 0; j < part.columns; j++) {
          const value = part.data[i * part.columns + j] as number;
          data[(top + i) * size + first + j] = value;
          data[(first + j) * size + top + i] = value;
        }
      }
    };
    put(square, first);
    const link = below[k];
    if (link !== undefined) put(link, first + square.rows);
    first += square.rows;
  }
  return { data, rows: size, columns: size };
}

function largestDifference(actual: Floats, expected: Floats): number {
  return Float64Array.from(expected).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))),
    0,
  );
}

async function reduce(matrix: Matrix) {
  const { band, basis } = await reduceToBand(copyOf(matrix), { products });
  const wide: Matrix = { ...basis, data: Float64Array.from(basis.data) };
  return { band, basis: wide };
}

describe.each([
  ['float64', Float64Array, 1e-12],
  ['float32', Float32Array, 1e-5],
] as const)('%s', (_, Elements, tolerance) => {
  it.each([
    ['within one square', 40, 80],
    ['one row over a square', 65, 100],
    ['a last panel wider than tall', 150, 300],
    ['rank 20 of 200', 200, 20],
  ])('the band in its basis is the matrix: %s', async (_name, size, rank) => {
    const matrix = await gramOf(size, rank, Elements);
    const { band, basis } = await reduce(matrix);
    const inner = await products.multiply('abT', basis, basis);
    const unit = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
    expect(largestDifference(inner, unit)).toBeLessThan(tolerance);
    const half: Matrix = { ...basis, data: await products.multiply('aTb', basis, wholeOf(band)) };
    expect(largestDifference(await products.multiply('ab', half, basis), matrix.data)).toBeLessThan(20 * tolerance);
  });

  it('the solution satisfies the equations', async () => {
    const matrix = await gramOf(150, 300, Elements);
    const { band } = await reduce(matrix);
    const { randn } = randomState(7);
    const sides: Matrix = { data: Elements.from(Array.from({ length: 150 * 3 }, randn)), rows: 150, columns: 3 };
    const solution = copyOf(sides);
    const factor = await factoriseBand(band, { ridge: 0.5, rounding: 1e-11, products });
    if (factor === null) throw new Error('the matrix is positive definite');
    await solveBand(factor, solution, products);
    const whole = wholeOf(band);
    for (let i = 0; i < 150; i++) whole.data[i * 151] = (whole.data[i * 151] as number) + 0.5;
    const x: Matrix = { ...solution, data: Float64Array.from(solution.data) };
    expect(largestDifference(await products.multiply('ab', whole, x), sides.data)).toBeLessThan(30 * tolerance);
  });
});

it('a band that is not positive definite has no factor', async () => {
  const { band } = await reduce(await gramOf(200, 20, Float64Array));
  expect(await factoriseBand(band, { ridge: 0, rounding: 1e-11, products })).toBeNull();
  expect(await factoriseBand(band, { ridge: 1e-3, rounding: 1e-11, products })).not.toBeNull();
});

it('a matrix of zeros is a band of zeros', async () => {
  const { band, basis } = await reduce({ data: new Float64Array(130 ** 2), rows: 130, columns: 130 });
  expect(wholeOf(band).data.every((value) => value === 0)).toBe(true);
  const first = rowsOf(basis, 0, 1).data;
  expect(first[0]).toBe(1);
});
