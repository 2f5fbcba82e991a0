import { Failure } from './failure.ts';

/** Element types that are stored and sent; the names are NumPy's. */
export type Dtype = 'float32' | 'float64' | 'int32' | 'uint8';

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A dense array, row-major. */
export interface Tensor<A extends TypedArray = TypedArray> {
  readonly data: A;
  readonly shape: readonly number[];
}

export type FloatTensor = Tensor<Float32Array>;

export function dtypeOf(data: TypedArray): Dtype {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  return 'uint8';
}

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/**
 * Checks an array where it enters: an engine output, a file, the wire.
 *
 * @param expected extents; -1 accepts any
 * @param origin   where the array came from, as it stands in the sentence ("output r of classifier.onnx")
 * @throws Failure BAD_SHAPE with a sentence that names expectation, reality and origin
 */
export function expectShape(shape: readonly number[], expected: readonly number[], origin: string): void {
  const fits =
    shape.length === expected.length && expected.every((extent, axis) => extent === -1 || extent === shape[axis]);
  if (!fits) {
    const wanted = expected.map((extent) => (extent === -1 ? 'any' : extent)).join(' x ');
    throw new Failure('BAD_SHAPE', `Expected ${wanted} from ${origin}, but got ${shape.join(' x ') || 'a scalar'}.`);
  }
}

/** One row of a matrix [rows columns] as a view, without copying. */
export function rowOf(matrix: FloatTensor, row: number): Float32Array {
  const width = matrix.shape[1] as number;
  return matrix.data.subarray(row * width, (row + 1) * width);
}

/** Copies the given rows of a matrix [rows columns] into a new one. */
export function takeRows(matrix: FloatTensor, rows: readonly number[]): FloatTensor {
  const width = matrix.shape[1] as number;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    data.set(matrix.data.subarray(row * width, (row + 1) * width), index * width);
  });
  return { data, shape: [rows.length, width] };
}

/** Stacks matrices of equal width. */
export function concatRows(matrices: readonly FloatTensor[], width: number): FloatTensor {
  const rows = matrices.reduce((sum, matrix) => sum + (matrix.shape[0] as number), 0);
  const data = new Float32Array(rows * width);
  let offset = 0;
  for (const matrix of matrices) {
    data.set(matrix.data, offset);
    offset += matrix.data.length;
  }
  return { data, shape: [rows, width] };
}

/** The bytes of a float array, as they lie in memory (little-endian on every platform supported). */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** [rows] index of the largest value of each row. */
export function argmaxRows(matrix: FloatTensor): Int32Array {
  const [rows, width] = matrix.shape as [number, number];
  const result = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if ((matrix.data[row * width + column] as number) > (matrix.data[row * width + best] as number)) best = column;
    }
    result[row] = best;
  }
  return result;
}

/** A named float array of anything that holds arrays by name. */
export function tensorOf(
  holder: { readonly id: string; readonly arrays: Readonly<Record<string, Tensor>> },
  name: string,
): FloatTensor {
  const array = holder.arrays[name];
  if (!(array?.data instanceof Float32Array)) {
    throw new Failure('DAMAGED_PROJECT', `Part ${holder.id} has no float array "${name}".`);
  }
  return { data: array.data, shape: array.shape };
}
