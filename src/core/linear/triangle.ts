import type { CancelSignal } from '../cancel.ts';
import { type Floats, type Matrix, type Products, rowsOf, sameType, zerosLike } from './products.ts';

/** Columns in one block of a triangle: wide enough for fast products, narrow enough to compute little beyond the triangle. */
export const BLOCK = 256;

/**
 * A symmetric matrix, kept as the block columns of its upper triangle: block i holds rows 0 to the end of its own diagonal square,
 * row-major. So half of a full matrix is stored, and everything above a block is a view of its beginning.
 */
export interface Triangle<A extends Floats = Float64Array> {
  readonly size: number;
  readonly blocks: readonly Matrix<A>[];
}

export function createTriangle(size: number): Triangle {
  return {
    size,
    blocks: blockStarts(size).map((start) => {
      const width = Math.min(BLOCK, size - start);
      const rows = start + width;
      return { data: new Float64Array(rows * width), rows, columns: width };
    }),
  };
}

function blockStarts(size: number): readonly number[] {
  return Array.from({ length: Math.ceil(size / BLOCK) }, (_, i) => i * BLOCK);
}

/**
 * triangle += rows rows^T, block column by block column.
 *
 * @param scratch at least [size BLOCK], for the products
 */
export async function addGram<A extends Floats>(
  triangle: Triangle,
  rows: Matrix<A>,
  scratch: A,
  { products, signal }: { readonly products: Products; readonly signal?: CancelSignal | undefined },
): Promise<void> {
  for (const { data, rows: end, columns: width } of triangle.blocks) {
    signal?.throwIfAborted();
    const into = scratch.subarray(0, data.length) as A;
    addTo(data, await products.multiply('abT', rowsOf(rows, 0, end), rowsOf(rows, end - width, end), into));
  }
}

export function addTo(sums: Floats, values: Floats): void {
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

/** left - sign * right, as a new triangle. */
export function subtractTriangle(left: Triangle, right: Triangle, sign: 1 | -1): Triangle {
  const blocks = left.blocks.map((block, i) => {
    const other = (right.blocks[i] as Matrix<Float64Array>).data;
    return { ...block, data: block.data.map((value, at) => value - sign * (other[at] as number)) };
  });
  return { size: left.size, blocks };
}

/** The same triangle in the element type of `model`. */
export function triangleLike<A extends Floats>({ size, blocks }: Triangle, model: A): Triangle<A> {
  return { size, blocks: blocks.map((block) => ({ ...block, data: sameType(model, block.data) })) };
}

/** The whole matrix [size size] in the element type of `model`. */
export function fullMatrix<A extends Floats>({ size, blocks }: Triangle<Floats>, model: A): Matrix<A> {
  const data = zerosLike(model, size * size);
  for (const block of blocks) {
    const first = block.rows - block.columns;
    for (let row = 0; row < block.rows; row++) {
      for (let column = 0; column < block.columns; column++) {
        const value = block.data[row * block.columns + column] as number;
        data[row * size + first + column] = value;
        data[(first + column) * size + row] = value;
      }
    }
  }
  return { data, rows: size, columns: size };
}

/**
 * A triangle made ready for sums of x^T A x over many x: what lies below the diagonal is 0 and what lies above is doubled, so that
 * every pair is met once.
 */
export function quadraticForm<A extends Floats>({ size, blocks }: Triangle, model: A): Triangle<A> {
  const fold = ({ data, rows, columns }: Matrix<Float64Array>): Matrix<A> => {
    const first = rows - columns;
    const folded = data.map((value, at) => {
      const row = Math.floor(at / columns);
      const column = first + (at % columns);
      return row < column ? 2 * value : row === column ? value : 0;
    });
    return { data: sameType(model, folded), rows, columns };
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
  for (const block of form.blocks) {
    const first = block.rows - block.columns;
    const half = await products.multiply('aTb', block, rowsOf(matrix, 0, block.rows));
    sum += dotOf(half, rowsOf(matrix, first, block.rows).data);
  }
  return sum;
}

export function dotOf(left: Floats, right: Floats): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) * (right[i] as number);
  return sum;
}
