import { type Floats, type Matrix, rowsOf, zerosLike } from './products.ts';

/** Points that are taken off the rows: [U] and [L]. */
export interface Shifts {
  readonly representation: Float64Array;
  readonly latent: Float64Array;
}

/** Sums of what was put in: [U] and [L]. */
export interface RowSums {
  readonly representation: Float64Array;
  readonly latent: Float64Array;
}

/** Gathers rows as columns, until there are enough for a product. */
export interface RowBuffer {
  free(): number;
  /** Puts the chosen rows less the shifts, no more than are free, and adds them to the sums. */
  put(representations: Float32Array, latents: Float32Array, chosen: Int32Array, shifts: Shifts, sums: RowSums): void;
  /** Empties the buffer: x [U n] and y [L n], valid until the next `put`. */
  take(): { readonly x: Matrix; readonly y: Matrix };
  /** Gives the memory back. */
  release(): void;
}

export function createRowBuffer(elements: Floats, units: number, latentDim: number, capacity: number): RowBuffer {
  const width = units + latentDim;
  let data = zerosLike(elements, 0);
  let filled = 0;
  return {
    free: () => capacity - filled,
    put(representations, latents, chosen, { representation, latent }, sums) {
      if (data.length === 0) data = zerosLike(elements, width * capacity);
      const x = { data, start: filled, stride: capacity };
      transposeShifted(representations, chosen, representation, x, sums.representation);
      transposeShifted(latents, chosen, latent, { ...x, start: units * capacity + filled }, sums.latent);
      filled += chosen.length;
    },
    take() {
      const columns = filled;
      if (columns < capacity) {
        for (let row = 1; row < width; row++) data.copyWithin(row * columns, row * capacity, row * capacity + columns);
      }
      filled = 0;
      const both: Matrix = { data, rows: width, columns };
      return { x: rowsOf(both, 0, units), y: rowsOf(both, units, width) };
    },
    release() {
      data = zerosLike(elements, 0);
    },
  };
}

/** Where a transposed matrix goes: element (i, j) is `data[start + i * stride + j]`. */
interface Target {
  readonly data: Floats;
  readonly start: number;
  readonly stride: number;
}

/**
 * Writes the chosen rows less `shift` as columns, and adds them to `sums`. Eight rows at a time: their values of one column lie
 * together in the target, which would else be written all over.
 */
function transposeShifted(
  data: Float32Array,
  rows: Int32Array,
  shift: Float64Array,
  { data: out, start, stride }: Target,
  sums: Float64Array,
): void {
  const width = shift.length;
  const whole = rows.length - (rows.length % 8);
  const rowStart = (i: number): number => (rows[i] as number) * width;
  for (let first = 0; first < whole; first += 8) {
    const r0 = rowStart(first);
    const r1 = rowStart(first + 1);
    const r2 = rowStart(first + 2);
    const r3 = rowStart(first + 3);
    const r4 = rowStart(first + 4);
    const r5 = rowStart(first + 5);
    const r6 = rowStart(first + 6);
    const r7 = rowStart(first + 7);
    for (let j = 0, at = start + first; j < width; j++, at += stride) {
      const s = shift[j] as number;
      const v0 = (data[r0 + j] as number) - s;
      const v1 = (data[r1 + j] as number) - s;
      const v2 = (data[r2 + j] as number) - s;
      const v3 = (data[r3 + j] as number) - s;
      const v4 = (data[r4 + j] as number) - s;
      const v5 = (data[r5 + j] as number) - s;
      const v6 = (data[r6 + j] as number) - s;
      const v7 = (data[r7 + j] as number) - s;
      out[at] = v0;
      out[at + 1] = v1;
      out[at + 2] = v2;
      out[at + 3] = v3;
      out[at + 4] = v4;
      out[at + 5] = v5;
      out[at + 6] = v6;
      out[at + 7] = v7;
      sums[j] = (sums[j] as number) + (v0 + v1 + (v2 + v3)) + (v4 + v5 + (v6 + v7));
    }
  }
  for (let i = whole; i < rows.length; i++) {
    const row = rowStart(i);
    for (let j = 0; j < width; j++) {
      const value = (data[row + j] as number) - (shift[j] as number);
      out[start + j * stride + i] = value;
      sums[j] = (sums[j] as number) + value;
    }
  }
}
