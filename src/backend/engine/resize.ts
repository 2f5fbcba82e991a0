import type { Tile } from './quantise.ts';

/**
 * Bilinear resize of 8-bit RGB pictures, bit by bit as Pillow does it: a triangle filter widened by the scale when shrinking
 * (antialias), weights in fixed point, first along x then along y with 8-bit pixels between.
 */

/** Fractional bits of a weight, so that 255 times the sum of the weights still fits 32 bits with a sign. */
const PRECISION_BITS = 32 - 8 - 2;

interface Weights {
  /** [out] first input pixel that counts. */
  readonly first: Int32Array;
  /** [out] number of input pixels that count. */
  readonly count: Int32Array;
  /** [out taps] fixed point. */
  readonly values: Int32Array;
  readonly taps: number;
}

/** Prepares a resize between two sizes. The returned tile is overwritten by the next call. */
export function createResize(
  fromWidthPx: number,
  fromHeightPx: number,
  toWidthPx: number,
  toHeightPx: number,
  antialias: boolean,
): (tile: Tile) => Tile {
  const alongX = weightsFor(fromWidthPx, toWidthPx, antialias);
  const alongY = weightsFor(fromHeightPx, toHeightPx, antialias);
  const between = new Uint8Array(fromHeightPx * toWidthPx * 3);
  const pixels = new Uint8Array(toHeightPx * toWidthPx * 3);
  const rowStride = toWidthPx * 3;
  const result: Tile = { pixels, offset: 0, rowStride, widthPx: toWidthPx, heightPx: toHeightPx };
  return (tile) => {
    for (let y = 0; y < fromHeightPx; y++)
      resizeRow(tile.pixels, tile.offset + y * tile.rowStride, alongX, between, y * rowStride);
    mixRows(between, rowStride, alongY, pixels);
    return result;
  };
}

function resizeRow(source: Uint8Array, offset: number, weights: Weights, into: Uint8Array, at: number): void {
  const { first, count, values, taps } = weights;
  for (let x = 0; x < first.length; x++) {
    let [r, g, b] = [HALF, HALF, HALF];
    let from = offset + (first[x] as number) * 3;
    for (let k = x * taps; k < x * taps + (count[x] as number); k++) {
      const weight = values[k] as number;
      r += (source[from] as number) * weight;
      g += (source[from + 1] as number) * weight;
      b += (source[from + 2] as number) * weight;
      from += 3;
    }
    into[at + x * 3] = r >> PRECISION_BITS;
    into[at + x * 3 + 1] = g >> PRECISION_BITS;
    into[at + x * 3 + 2] = b >> PRECISION_BITS;
  }
}

function mixRows(source: Uint8Array, rowStride: number, weights: Weights, into: Uint8Array): void {
  const { first, count, values, taps } = weights;
  for (let y = 0; y < first.length; y++) {
    for (let x = 0; x < rowStride; x++) {
      let sum = HALF;
      let from = (first[y] as number) * rowStride + x;
      for (let k = y * taps; k < y * taps + (count[y] as number); k++) {
        sum += (source[from] as number) * (values[k] as number);
        from += rowStride;
      }
      into[y * rowStride + x] = sum >> PRECISION_BITS;
    }
  }
}

/** One half in fixed point: added before truncation, it rounds. Weights are never negative, so sums stay within 0..255. */
const HALF = 1 << (PRECISION_BITS - 1);

function weightsFor(fromPx: number, toPx: number, antialias: boolean): Weights {
  const scale = fromPx / toPx;
  const filterScale = antialias ? Math.max(scale, 1) : 1;
  const taps = Math.ceil(filterScale) * 2 + 1;
  const first = new Int32Array(toPx);
  const count = new Int32Array(toPx);
  const values = new Int32Array(toPx * taps);
  for (let x = 0; x < toPx; x++) {
    const centre = (x + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - filterScale + 0.5));
    const high = Math.min(fromPx, Math.trunc(centre + filterScale + 0.5));
    const raw = Array.from({ length: high - low }, (_, k) => triangle((k + low - centre + 0.5) * (1 / filterScale)));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    first[x] = low;
    count[x] = high - low;
    raw.forEach((weight, k) => {
      values[x * taps + k] = Math.trunc(0.5 + (weight / sum) * (1 << PRECISION_BITS));
    });
  }
  return { first, count, values, taps };
}

function triangle(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}
