import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '#core/failure.ts';
import { elementBytes, readElements, readNpyHeader } from '#core/npy.ts';
import type { FloatTensor } from '#core/tensor.ts';

/** A matrix in a .npy file, read a few rows at a time: files of researchers can be larger than memory. */
export interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Rows [first, last) as float32. */
  read(first: number, last: number): FloatTensor;
  close(): void;
}

const HEADER_BYTES = 65_536;

/** @throws Failure BAD_INPUT when the file is no matrix of numbers in row-major order */
export function openNpyMatrix(path: string): NpyMatrix {
  const name = basename(path);
  const file = openSync(path, 'r');
  try {
    const header = readNpyHeader(readAt(file, 0, HEADER_BYTES), name);
    const [rows, columns, ...others] = header.shape;
    if (rows === undefined || columns === undefined || others.length > 0) {
      const axes = header.shape.length === 1 ? '1 axis' : `${header.shape.length} axes`;
      throw new Failure('BAD_INPUT', `${name} has ${axes}; a matrix has two, samples by values.`);
    }
    if (header.isFortranOrder) {
      throw new Failure('BAD_INPUT', `${name} is stored column by column.`, {
        remedy: 'Save it again after numpy.ascontiguousarray.',
      });
    }
    const rowBytes = columns * elementBytes(header);
    return {
      rows,
      columns,
      read(first, last) {
        const bytes = readAt(file, header.offset + first * rowBytes, (last - first) * rowBytes);
        if (bytes.length < (last - first) * rowBytes)
          throw new Failure('BAD_INPUT', `${name} ends before row ${last}.`);
        const data = readElements(header, bytes);
        return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape: [last - first, columns] };
      },
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Up to `length` bytes, fewer at the end of the file. */
function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(file, bytes, filled, length - filled, position + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}
