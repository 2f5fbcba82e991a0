import type { CancelSignal } from '../cancel.ts';
import { type Floats, type Matrix, type Products, rowsOf, zerosLike } from './products.ts';

/** Columns in one block of a triangle: wide enough for fast products, narrow enough to compute little beyond the triangle. */
export const BLOCK = 128;

/**
 * A symmetric matrix, kept as the block columns of its upper triangle: block i holds rows 0 to the end of its own diagonal square,
 * row-major. So half of a full matrix is stored, and everything above a block is a view of its beginning.
 */
export interface Triangle<A extends Floats = Float64Array> {
  readonly size: number;
  readonly blocks: readonly Matrix<A>[];
}

export function createTriangle<A extends Floats>(size: number, model: A): Triangle<A> {
  return {
    size,
    blocks: blockStarts(size).map((start) => {
      const width = Math.min(BLOCK, size - start);
      const rows = start + width;
      return { data: zerosLike(model, rows * width), rows, columns: width };
    }),
  };
}

function blockStarts(size: number): readonly number[] {
  return Array.from({ length: Math.ceil(size / BLOCK) }, (_, i) => i * BLOCK);
}

/** triangle += rows rows^T, block column by block column. */
export async function addGram<A extends Floats>(
  triangle: Triangle<A>,
  rows: Matrix<A>,
  { products, signal }: { readonly products: Products; readonly signal?: CancelSignal | undefined },
): Promise<void> {
  for (const { data, rows: end, columns: width } of triangle.blocks) {
    signal?.throwIfAborted();
    await products.accumulate('abT', rowsOf(rows, 0, end), rowsOf(rows, end - width, end), data, 1);
  }
}

/** sums += triangle */
export function addTriangle(sums: Triangle, triangle: Triangle<Floats>): void {
  for (const [i, { data }] of sums.blocks.entries()) addTo(data, (triangle.blocks[i] as Matrix).data);
}

export function addTo(sums: Floats, values: Floats): void {
  if (sums instanceof Float64Array && values instanceof Float32Array) addSingles(sums, values);
  else for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}

/** One pair of types a loop: the engine compiles it several times faster. */
function addSingles(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}

/** triangle += factor * left left^T */
export function addOuter({ blocks }: Triangle, left: Float64Array, factor: number): void {
  for (const { data, rows, columns } of blocks) {
    const first = rows - columns;
    for (let row = 0; row < rows; row++) {
      const scaled = factor * (left[row] as number);
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        data[at] = (data[at] as number) + scaled * (left[first + column] as number);
      }
    }
  }
}

export function diagonalOf({ size, blocks }: Triangle<Floats>): Float64Array {
  const diagonal = new Float64Array(size);
  for (const { data, rows, columns } of blocks) {
    const first = rows - columns;
    for (let i = 0; i < columns; i++) diagonal[first + i] = data[(first + i) * columns + i] as number;
  }
  return diagonal;
}

export function meanDiagonal(triangle: Triangle<Floats>): number {
  return triangle.size === 0 ? 0 : diagonalOf(triangle).reduce((sum, value) => sum + value, 0) / triangle.size;
}

/** left - right, as a new triangle. */
export function differenceOfTriangles(left: Triangle, right: Triangle): Triangle {
  const blocks = left.blocks.map((block, i) => ({
    ...block,
    data: difference(block.data, (right.blocks[i] as Matrix<Float64Array>).data),
  }));
  return { size: left.size, blocks };
}

/** left - right, as a new array. */
export function difference(left: Float64Array, right: Float64Array): Float64Array {
  const result = new Float64Array(left.length);
  for (let i = 0; i < result.length; i++) result[i] = (left[i] as number) - (right[i] as number);
  return result;
}

/** Rows mirrored at once: what becomes a column is then written in pieces, not value by value. */
const MIRRORED_ROWS = 16;

/** The whole matrix [size size] in the element type of `model`. */
export function fullMatrix<A extends Floats>({ size, blocks }: Triangle<Floats>, model: A): Matrix<A> {
  const data = zerosLike(model, size * size);
  for (const { data: values, rows, columns } of blocks) {
    const first = rows - columns;
    for (let row = 0; row < rows; row++) {
      const to = row * size + first;
      for (let column = 0; column < columns; column++) data[to + column] = values[row * columns + column] as number;
    }
    for (let top = 0; top < rows; top += MIRRORED_ROWS) {
      const end = Math.min(top + MIRRORED_ROWS, rows);
      for (let column = 0; column < columns; column++) {
        const to = (first + column) * size;
        for (let row = top; row < end; row++) data[to + row] = values[row * columns + column] as number;
      }
    }
  }
  return { data, rows: size, columns: size };
}

/**
 * A triangle made ready for sums of x^T A x over many x: what lies below the diagonal is 0 and what lies above is doubled, so that
 * every pair is met once.
 */
export function quadraticForm<A extends Floats>({ size, blocks }: Triangle<Floats>, model: A): Triangle<A> {
  const fold = ({ data, rows, columns }: Matrix): Matrix<A> => {
    const folded = zerosLike(model, data.length);
    const corner = (rows - columns) * columns;
    for (let at = 0; at < corner; at++) folded[at] = 2 * (data[at] as number);
    for (let i = 0; i < columns; i++) {
      const row = corner + i * columns;
      folded[row + i] = data[row + i] as number;
      for (let j = i + 1; j < columns; j++) folded[row + j] = 2 * (data[row + j] as number);
    }
    return { data: folded, rows, columns };
  };
  return { size, blocks: blocks.map(fold) };
}

/** The sum over the columns x of `matrix` of x^T A x, A being the matrix that `form` was made of. */
export async function sumOfSquares<A extends Floats>(
  form: Triangle<A>,
  matrix: Matrix<A>,
  products: Products,
): Promise<number> {
  let sum = 0;
  const scratch = zerosLike(matrix.data, BLOCK * matrix.columns);
  for (const block of form.blocks) {
    const own = rowsOf(matrix, block.rows - block.columns, block.rows).data;
    const into = scratch.subarray(0, own.length) as A;
    sum += dotOf(await products.multiply('aTb', block, rowsOf(matrix, 0, block.rows), into), own);
  }
  return sum;
}

export function dotOf(left: Floats, right: Floats): number {
  if (left instanceof Float32Array && right instanceof Float32Array) return dotOfSingles(left, right);
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) * (right[i] as number);
  return sum;
}

/** Four sums: an addition need not wait for the one before. */
function dotOfSingles(left: Float32Array, right: Float32Array): number {
  const whole = left.length - (left.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += (left[i] as number) * (right[i] as number);
    b += (left[i + 1] as number) * (right[i + 1] as number);
    c += (left[i + 2] as number) * (right[i + 2] as number);
    d += (left[i + 3] as number) * (right[i + 3] as number);
  }
  for (let i = whole; i < left.length; i++) a += (left[i] as number) * (right[i] as number);
  return a + b + (c + d);
}
