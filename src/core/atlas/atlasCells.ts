import { Failure } from '../failure.ts';
import type { Analysis } from './analysis.ts';

/** The tables of an atlas that a window draws, [units C], concepts innermost; NaN for missing. */
export interface AtlasCells {
  /** Effect, standard deviations. */
  readonly value: Float32Array;
  /** Half the width of its 95 % interval. */
  readonly half: Float32Array;
  readonly p: Float32Array;
  readonly q: Float32Array;
  /** 1 where the effect is below the noise floor. */
  readonly below: Uint8Array;
}

const FLOATS = ['value', 'half', 'p', 'q'] as const;
const BYTES_A_CELL = 4 * FLOATS.length + 1;

/** As they lie in memory, one table after the other: 17 bytes a cell, where a list of numbers as text takes 35 and time to read. */
export function packCells({ effects, half, p, q, below }: Analysis): Uint8Array {
  const cells = below.length;
  const bytes = new Uint8Array(BYTES_A_CELL * cells);
  [effects.value, half, p, q].forEach((table, at) => {
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), 4 * cells * at);
  });
  bytes.set(below, 4 * cells * FLOATS.length);
  return bytes;
}

/**
 * The tables as views of the bytes, nothing copied.
 *
 * @param cells units x concepts
 * @throws Failure BAD_SHAPE where the bytes are of another atlas
 */
export function unpackCells(bytes: ArrayBuffer, cells: number): AtlasCells {
  if (bytes.byteLength !== BYTES_A_CELL * cells) {
    throw new Failure(
      'BAD_SHAPE',
      `Expected ${BYTES_A_CELL * cells} bytes of ${cells} cells, but got ${bytes.byteLength}.`,
    );
  }
  const table = (at: number) => new Float32Array(bytes, 4 * cells * at, cells);
  return {
    value: table(0),
    half: table(1),
    p: table(2),
    q: table(3),
    below: new Uint8Array(bytes, 4 * cells * FLOATS.length, cells),
  };
}
