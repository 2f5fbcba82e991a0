import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';

/** Float32 where speed counts and the sums are short, float64 else. */
export type Floats = Float32Array | Float64Array;

/** A dense matrix, row-major without gaps. */
export interface Matrix<A extends Floats = Floats> {
  readonly data: A;
  readonly rows: number;
  readonly columns: number;
}

/** Which factor is read transposed. */
export type ProductForm = 'ab' | 'aTb' | 'abT';

/**
 * Where matrix products are computed: nearly all work of a linear fit. The engine computes them with ONNX Runtime; without an engine
 * `plainProducts` does.
 */
export interface Products {
  /**
   * @param into where the product goes, of its exact length; a new array unless given
   * @returns row-major, of the factors' type
   */
  multiply<A extends Floats>(form: ProductForm, a: Matrix<A>, b: Matrix<A>, into?: A): Promise<A>;
  /** sums += factor * product, in place. */
  accumulate<A extends Floats>(form: ProductForm, a: Matrix<A>, b: Matrix<A>, sums: A, factor: 1 | -1): Promise<void>;
}

/** Products in TypeScript, summed in float64. */
export const plainProducts: Products = {
  async multiply(form, a, b, into) {
    const out = plainProduct(form, a, b);
    if (into === undefined) return sameType(a.data, out);
    into.set(out);
    return into;
  },
  async accumulate(form, a, b, sums, factor) {
    const out = plainProduct(form, a, b);
    for (let i = 0; i < out.length; i++) sums[i] = (sums[i] as number) + factor * (out[i] as number);
  },
};

function plainProduct(form: ProductForm, a: Matrix, b: Matrix): Float64Array {
  const left = form === 'aTb' ? transposed(a) : asFloat64(a);
  const right = form === 'abT' ? asFloat64(b) : transposed(b);
  const out = new Float64Array(left.rows * right.rows);
  addProduct(
    wholeBlock(out, left.rows, right.rows),
    wholeBlock(left.data, left.rows, left.columns),
    wholeBlock(right.data, right.rows, right.columns),
  );
  return out;
}

function transposed({ data, rows, columns }: Matrix): Matrix<Float64Array> {
  return { data: transpose(Float64Array.from(data), rows, columns), rows: columns, columns: rows };
}

function asFloat64({ data, rows, columns }: Matrix): Matrix<Float64Array> {
  return { data: Float64Array.from(data), rows, columns };
}

/** An array of zeros of the same element type. */
export function zerosLike<A extends Floats>(model: A, length: number): A {
  return (model instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)) as A;
}

/** Values in the element type of `model`; a copy unless they have it already. */
export function sameType<A extends Floats>(model: A, values: Floats): A {
  if (model instanceof Float32Array) return (values instanceof Float32Array ? values : Float32Array.from(values)) as A;
  return (values instanceof Float64Array ? values : Float64Array.from(values)) as A;
}

/** Rows [first, last) of a matrix, as a view. */
export function rowsOf<A extends Floats>({ data, columns }: Matrix<A>, first: number, last: number): Matrix<A> {
  return { data: data.subarray(first * columns, last * columns) as A, rows: last - first, columns };
}

/** [left right], side by side. */
export function joinColumns<A extends Floats>(left: Matrix<A>, right: Matrix<A>): Matrix<A> {
  const columns = left.columns + right.columns;
  const data = zerosLike(left.data, left.rows * columns);
  for (let row = 0; row < left.rows; row++) {
    data.set(rowsOf(left, row, row + 1).data, row * columns);
    data.set(rowsOf(right, row, row + 1).data, row * columns + left.columns);
  }
  return { data, rows: left.rows, columns };
}
