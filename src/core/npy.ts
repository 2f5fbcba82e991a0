import { Failure } from './failure.ts';
import { expectShape, type FloatTensor, sizeOfShape, type Tensor, type TypedArray } from './tensor.ts';

/** NumPy's array files: one header line of Python and then the values. Versions 1 to 3, little-endian numbers. */

export interface NpyHeader {
  /** As NumPy writes it: `<f4`. */
  readonly descr: string;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values begin, bytes. */
  readonly offset: number;
}

const MAGIC = '\x93NUMPY';

interface ElementKind {
  readonly bytes: number;
  read(buffer: ArrayBuffer): TypedArray;
}

const ELEMENTS: Readonly<Record<string, ElementKind>> = {
  '<f4': { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  '<f8': { bytes: 8, read: (buffer) => new Float64Array(buffer) },
  '<i4': { bytes: 4, read: (buffer) => new Int32Array(buffer) },
  '<i8': { bytes: 8, read: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number) },
  '|u1': { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
};

/**
 * Reads the header of an array file from its first bytes.
 *
 * @param bytes at least the header; 64 kB hold any that NumPy writes
 * @param name  what the sentence of a failure calls the file
 * @throws Failure BAD_INPUT when this is no array file, or holds no numbers that can be read
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const refuse = (why: string, remedy?: string): never => {
    throw new Failure('BAD_INPUT', `${name} ${why}.`, remedy === undefined ? {} : { remedy });
  };
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC || bytes.length < 12) return refuse('is not a NumPy array file');
  const version = bytes[6] as number;
  if (version < 1 || version > 3) return refuse(`is a NumPy array file of version ${version}, which is not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const offset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (offset > bytes.length) return refuse('ends within its header');
  const text = new TextDecoder().decode(bytes.subarray(start, offset));
  const descr = text.match(/'descr':\s*'([^']*)'/)?.[1];
  const order = text.match(/'fortran_order':\s*(True|False)/)?.[1];
  const extents = text.match(/'shape':\s*\(([^)]*)\)/)?.[1];
  if (descr === undefined || order === undefined || extents === undefined)
    return refuse('has a header that does not describe an array of numbers');
  if (descr.startsWith('>')) return refuse(`holds big-endian numbers (${descr})`, 'Save it again after astype("<f4").');
  if (!(descr in ELEMENTS)) return refuse(`holds elements of type ${descr}`, 'Save it again after astype("float32").');
  const shape = extents.split(',').flatMap((extent) => (extent.trim() === '' ? [] : [Number(extent)]));
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    return refuse('has a shape that is not one of whole numbers');
  return { descr, isFortranOrder: order === 'True', shape, offset };
}

export function elementBytes({ descr }: NpyHeader): number {
  return (ELEMENTS[descr] as ElementKind).bytes;
}

/** Values in the order of the file; int64 becomes float64. */
export function readElements({ descr }: NpyHeader, bytes: Uint8Array): TypedArray {
  // Copied out: the values need not lie at a multiple of their size.
  const { buffer } = Uint8Array.from(bytes);
  return (ELEMENTS[descr] as ElementKind).read(buffer);
}

/** @throws Failure BAD_INPUT as `readNpyHeader`, and when values are missing */
export function readNpy(bytes: Uint8Array, name: string): Tensor {
  const header = readNpyHeader(bytes, name);
  const { shape, offset, isFortranOrder } = header;
  const expected = sizeOfShape(shape) * elementBytes(header);
  const values = bytes.subarray(offset, offset + expected);
  if (values.length !== expected) {
    throw new Failure('BAD_INPUT', `${name} ends early: it has ${values.length} of ${expected} bytes of values.`);
  }
  const data = readElements(header, values);
  return { data: isFortranOrder ? toRowMajor(data, shape) : data, shape };
}

/** The same as float32, of the extents given (-1 for any). */
export function readFloatNpy(bytes: Uint8Array, extents: readonly number[], name: string): FloatTensor {
  const { data, shape } = readNpy(bytes, name);
  expectShape(shape, extents, name);
  return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape };
}

/** From first axis fastest to last axis fastest. */
function toRowMajor<A extends TypedArray>(values: A, shape: readonly number[]): A {
  const result = values.slice() as A;
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => sizeOfShape(shape.slice(0, axis)));
  for (let at = 0, from = 0; at < result.length; at++) {
    result[at] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      from += stride;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      from -= stride * (index[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
}

const ALIGNMENT = 64;

/** An array file of version 1 that `numpy.load` reads. */
export function writeNpy({ data, shape }: Tensor<Float32Array | Float64Array | Uint8Array>): Uint8Array {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = data instanceof Float32Array ? '<f4' : data instanceof Float64Array ? '<f8' : '|u1';
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${extents}), }`;
  const start = MAGIC.length + 4;
  const offset = Math.ceil((start + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(offset + data.byteLength);
  const header = `${text.padEnd(offset - start - 1)}\n`;
  bytes.set(Uint8Array.from(`${MAGIC}\x01\x00`, (character) => character.charCodeAt(0)));
  new DataView(bytes.buffer).setUint16(MAGIC.length + 2, header.length, true);
  bytes.set(new TextEncoder().encode(header), start);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return bytes;
}
