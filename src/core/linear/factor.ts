import type { CancelSignal } from '../cancel.ts';
import { type Floats, type Matrix, type Products, rowsOf, zerosLike } from './products.ts';
import { addTo, type Triangle } from './triangle.ts';
import { invertFactorPlainly } from './upper.ts';

/**
 * A Cholesky factorisation A = U^T U in product form. Block k is the matrix [-V R; R], where R is the inverse of the k-th diagonal
 * square of U and V what stands above it, so that both solves are products and need no triangular solve.
 */
export interface Factor<A extends Floats = Float64Array> {
  readonly blocks: readonly Matrix<A>[];
}

export interface FactorOptions {
  /** Added to the diagonal. */
  readonly ridge: number;
  /** A pivot below this share of its diagonal element is rounding and counts as zero. */
  readonly rounding: number;
  readonly products: Products;
  readonly signal?: CancelSignal | undefined;
}

/**
 * A row of zeros with ridge 0 stands for something that never changes: its diagonal is taken as 1, which makes its solution 0.
 *
 * @returns null when the matrix is not positive definite to working precision
 */
export async function factorise<A extends Floats>(
  triangle: Triangle<A>,
  options: FactorOptions,
): Promise<Factor<A> | null> {
  const { ridge, products, signal } = options;
  const blocks: Matrix<A>[] = [];
  for (const source of triangle.blocks) {
    signal?.throwIfAborted();
    const { rows, columns } = source;
    const column: Matrix<A> = { data: source.data.slice() as A, rows, columns };
    await solveForward({ blocks }, column, products);
    const above = rowsOf(column, 0, rows - columns);
    const corner = rowsOf(column, rows - columns, rows);
    const diagonal = raiseDiagonal(corner, ridge);
    if (above.rows > 0) await products.accumulate('aTb', above, above, corner.data, -1);
    if (!(await invertFactor(corner, diagonal, options))) return null;
    if (above.rows > 0) above.data.set(negate(await products.multiply('ab', above, corner)));
    blocks.push(column);
  }
  return { blocks };
}

/** @returns the diagonal after the ridge was added */
function raiseDiagonal({ data, columns }: Matrix, ridge: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, i) => {
    const value = (data[i * columns + i] as number) + ridge;
    data[i * columns + i] = value === 0 ? 1 : value;
    return data[i * columns + i] as number;
  });
}

/** In place. */
function negate<A extends Floats>(values: A): A {
  for (let i = 0; i < values.length; i++) values[i] = -(values[i] as number);
  return values;
}

/** Below this a product costs more to start than to compute. */
const PLAIN_SIZE = 128;

/**
 * A square becomes the inverse R of its upper Cholesky factor, zeros below, by halves:
 * with A = [A11 A12; . A22] and V = R1^T A12, R2 belongs to A22 - V^T V and R = [R1, -R1 V R2; 0, R2].
 *
 * @returns false when a pivot is rounding; the square is then spoilt
 */
async function invertFactor<A extends Floats>(
  square: Matrix<A>,
  diagonal: Float64Array,
  options: FactorOptions,
): Promise<boolean> {
  const size = square.columns;
  if (size <= PLAIN_SIZE) return invertFactorPlainly(square, diagonal, options.rounding);
  const { products } = options;
  const half = PLAIN_SIZE * Math.ceil(size / PLAIN_SIZE / 2);
  const first = cut(square, 0, 0, half, half);
  const right = cut(square, 0, half, half, size - half);
  const second = cut(square, half, half, size - half, size - half);
  if (!(await invertFactor(first, diagonal.subarray(0, half), options))) return false;
  const above = { ...right, data: await products.multiply('aTb', first, right) };
  await products.accumulate('aTb', above, above, second.data, -1);
  if (!(await invertFactor(second, diagonal.subarray(half), options))) return false;
  const corner = { ...right, data: await products.multiply('ab', above, second) };
  square.data.fill(0);
  paste(square, 0, 0, first);
  paste(square, 0, half, { ...right, data: negate(await products.multiply('ab', first, corner)) });
  paste(square, half, half, second);
  return true;
}

function cut<A extends Floats>(
  { data, columns: stride }: Matrix<A>,
  row: number,
  column: number,
  rows: number,
  columns: number,
): Matrix<A> {
  const part = zerosLike(data, rows * columns);
  for (let i = 0; i < rows; i++) {
    const from = (row + i) * stride + column;
    part.set(data.subarray(from, from + columns), i * columns);
  }
  return { data: part, rows, columns };
}

function paste({ data, columns: stride }: Matrix, row: number, column: number, part: Matrix): void {
  for (let i = 0; i < part.rows; i++) {
    data.set(part.data.subarray(i * part.columns, (i + 1) * part.columns), (row + i) * stride + column);
  }
}

/**
 * Solves A x = b for every column b of `sides`, in place.
 *
 * Backward, with x_k = R_k t_k, the blocks of t follow from t_k = v_k - sum over j > k of U_kj x_j, and -U_kj R_j is what block j holds
 * in the rows of k.
 */
export async function solve<A extends Floats>(
  factor: Factor<A>,
  sides: Matrix<A>,
  products: Products,
  signal?: CancelSignal,
): Promise<void> {
  await solveForward(factor, sides, products, signal);
  for (let k = factor.blocks.length - 2; k >= 0; k--) {
    signal?.throwIfAborted();
    const { rows: end, columns: width } = factor.blocks[k] as Matrix<A>;
    const below = await products.multiply('ab', rowsRightOf(factor, k), rowsOf(sides, end, sides.rows));
    addTo(rowsOf(sides, end - width, end).data, below);
  }
  for (const block of factor.blocks) {
    const first = block.rows - block.columns;
    const part = rowsOf(sides, first, block.rows);
    part.data.set(await products.multiply('ab', rowsOf(block, first, block.rows), part));
  }
}

/** What the blocks after block k hold in its rows, side by side. */
function rowsRightOf<A extends Floats>({ blocks }: Factor<A>, k: number): Matrix<A> {
  const { data, rows: end, columns: height } = blocks[k] as Matrix<A>;
  const others = blocks.slice(k + 1);
  const width = others.reduce((sum, { columns }) => sum + columns, 0);
  const result = zerosLike(data, height * width);
  let left = 0;
  for (const { data: values, columns } of others) {
    for (let row = 0; row < height; row++) {
      const from = (end - height + row) * columns;
      result.set(values.subarray(from, from + columns), row * width + left);
    }
    left += columns;
  }
  return { data: result, rows: height, columns: width };
}

/** Solves U^T v = b; rows below the factor's last block are left alone. */
async function solveForward<A extends Floats>(
  { blocks }: Factor<A>,
  sides: Matrix<A>,
  products: Products,
  signal?: CancelSignal,
): Promise<void> {
  for (const block of blocks) {
    signal?.throwIfAborted();
    const solved = await products.multiply('aTb', block, rowsOf(sides, 0, block.rows));
    sides.data.set(solved, (block.rows - block.columns) * sides.columns);
  }
}
