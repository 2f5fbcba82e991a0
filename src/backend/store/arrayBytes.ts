import { Failure } from '#core/failure.ts';
import { type Dtype, dtypeOf, sizeOfShape, type Tensor, type TypedArray } from '#core/tensor.ts';

/** How an array is stored: little-endian bytes, row-major, as every machine that runs this has them in memory. */
export interface ArrayRow {
  readonly dtype: Dtype;
  /** JSON list of extents. */
  readonly shape: string;
  readonly data: Uint8Array;
}

const ELEMENT = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** The bytes of an array, without copying. */
export function toRow({ data, shape }: Tensor<TypedArray>): ArrayRow {
  return {
    dtype: dtypeOf(data),
    shape: JSON.stringify(shape),
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** @param origin where the row stands, as it reads in the sentence when bytes and shape do not fit */
export function fromRow({ dtype, shape, data }: ArrayRow, origin: string): Tensor<TypedArray> {
  const extents = JSON.parse(shape) as readonly number[];
  const Element = ELEMENT[dtype];
  if (data.byteLength !== sizeOfShape(extents) * Element.BYTES_PER_ELEMENT) {
    throw new Failure('DAMAGED_PROJECT', `${origin} does not have the size that it states.`, {
      kept: 'The file was left as it is.',
      remedy: 'Run verify to see what else is touched, and open a backup.',
    });
  }
  const aligned = data.byteOffset % Element.BYTES_PER_ELEMENT === 0 ? data : data.slice();
  return {
    data: new Element(aligned.buffer as ArrayBuffer, aligned.byteOffset, data.byteLength / Element.BYTES_PER_ELEMENT),
    shape: extents,
  };
}
