import type { BandMatrix } from './bandReduction.ts';
import type { FactorOptions } from './factor.ts';
import {
  type Floats,
  joinColumns,
  type Matrix,
  type ProductForm,
  type Products,
  rowsOf,
  zerosLike,
} from './products.ts';
import { invertFactorPlainly } from './upper.ts';

/**
 * A Cholesky factorisation of a band matrix in product form. With R the inverse of square k of the factor and M^T what stands above it,
 * a step forward is v_k = [-R^T M, R^T] [v_(k-1); b_k], and one backward x_k = [R_k, -R_k M_(k+1)^T] [v_k; x_(k+1)].
 */
export interface BandFactor<A extends Floats> {
  /** [w w] and then [w 2w] */
  readonly forward: readonly Matrix<A>[];
  /** [w 2w], the last [w w] */
  readonly backward: readonly Matrix<A>[];
}

/** @returns null when the matrix is not positive definite to working precision */
export async function factoriseBand<A extends Floats>(
  { squares, below }: BandMatrix<A>,
  { ridge, rounding, products, signal }: FactorOptions,
): Promise<BandFactor<A> | null> {
  signal?.throwIfAborted();
  const forward: Matrix<A>[] = [];
  const backward: Matrix<A>[] = [];
  let last: Matrix<A> | null = null;
  for (const [k, square] of squares.entries()) {
    const root: Matrix<A> = { ...square, data: square.data.slice() as A };
    const diagonal = raisedDiagonal(root, ridge);
    const link: Matrix<A> | undefined = below[k - 1];
    if (last === null || link === undefined) {
      if (!invertFactorPlainly(root, diagonal, rounding)) return null;
      forward.push(transposed(root));
    } else {
      const m: Matrix<A> = { ...link, data: await products.multiply('ab', link, last) };
      await products.accumulate('abT', m, m, root.data, -1);
      if (!invertFactorPlainly(root, diagonal, rounding)) return null;
      forward.push(joinColumns(await negativeProduct('aTb', root, m, products), transposed(root)));
      backward.push(joinColumns(last, await negativeProduct('abT', last, m, products)));
    }
    last = root;
  }
  if (last !== null) backward.push(last);
  return { forward, backward };
}

function raisedDiagonal({ data, columns }: Matrix, ridge: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, i) => {
    data[i * columns + i] = (data[i * columns + i] as number) + ridge;
    return data[i * columns + i] as number;
  });
}

function transposed<A extends Floats>({ data, rows, columns }: Matrix<A>): Matrix<A> {
  const result = zerosLike(data, data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j] as number;
  }
  return { data: result, rows: columns, columns: rows };
}

async function negativeProduct<A extends Floats>(
  form: ProductForm,
  a: Matrix<A>,
  b: Matrix<A>,
  products: Products,
): Promise<Matrix<A>> {
  const rows = form === 'aTb' ? a.columns : a.rows;
  const columns = form === 'abT' ? b.rows : b.columns;
  const data = zerosLike(a.data, rows * columns);
  await products.accumulate(form, a, b, data, -1);
  return { data, rows, columns };
}

/** Solves T x = b for every column b of `sides`, in place. */
export async function solveBand<A extends Floats>(
  { forward, backward }: BandFactor<A>,
  sides: Matrix<A>,
  products: Products,
): Promise<void> {
  const scratch = zerosLike(sides.data, (forward[0]?.rows ?? 0) * sides.columns);
  const step = async (block: Matrix<A>, first: number, to: number): Promise<void> => {
    const into = scratch.subarray(0, block.rows * sides.columns) as A;
    sides.data.set(
      await products.multiply('ab', block, rowsOf(sides, first, first + block.columns), into),
      to * sides.columns,
    );
  };
  let end = 0;
  for (const block of forward) {
    await step(block, end + block.rows - block.columns, end);
    end += block.rows;
  }
  for (const block of backward.toReversed()) {
    end -= block.rows;
    await step(block, end, end);
  }
}
