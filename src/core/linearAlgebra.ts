/**
 * Dense linear algebra in float64 on one kernel: out += a b^T with both factors read along their rows.
 * What is too small for ONNX Runtime, or has to run without it, is written as that product.
 */

/** A rectangle inside a row-major matrix, without copying: element (i, j) is `data[start + i * stride + j]`. */
export interface Block {
  readonly data: Float64Array;
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** A whole row-major matrix as a block. */
export function wholeBlock(data: Float64Array, rows: number, columns: number): Block {
  return { data, start: 0, stride: columns, rows, columns };
}

/** @returns [columns rows] of a row-major [rows columns] */
export function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = matrix[row * columns + column] as number;
  }
  return result;
}

/** Columns read at once: a tile's rows then stay in the first-level cache. */
const DEPTH = 256;
/** Rows of b kept in the second-level cache while all of a passes. */
const WIDTH = 64;

/**
 * out += a b^T. Each element is summed in the same order whatever the number of rows, so a row's result does not depend on
 * the rows it was computed with.
 *
 * @param out      [m n]
 * @param a        [m k]
 * @param b        [n k]
 */
export function addProduct(out: Block, a: Block, b: Block): void {
  for (let depth = 0; depth < a.columns; depth += DEPTH) {
    const k = Math.min(DEPTH, a.columns - depth);
    for (let left = 0; left < b.rows; left += WIDTH) {
      const right = Math.min(left + WIDTH, b.rows);
      for (let top = 0; top < a.rows; top += 4) {
        const height = Math.min(4, a.rows - top);
        for (let j = left; j < right; j += 2) {
          if (height === 4 && j + 2 <= right) addTile(out, a, b, top, j, depth, k);
          else addEdge(out, a, b, top, height, j, Math.min(2, right - j), depth, k);
        }
      }
    }
  }
}

/** Eight elements at a time: as many sums as fit into registers. */
function addTile(out: Block, a: Block, b: Block, i: number, j: number, depth: number, k: number): void {
  const x = a.data;
  const y = b.data;
  let a0 = a.start + i * a.stride + depth;
  let a1 = a0 + a.stride;
  let a2 = a1 + a.stride;
  let a3 = a2 + a.stride;
  let b0 = b.start + j * b.stride + depth;
  let b1 = b0 + b.stride;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (const end = a0 + k; a0 < end; a0++, a1++, a2++, a3++, b0++, b1++) {
    const y0 = y[b0] as number;
    const y1 = y[b1] as number;
    const x0 = x[a0] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    const x1 = x[a1] as number;
    s10 += x1 * y0;
    s11 += x1 * y1;
    const x2 = x[a2] as number;
    s20 += x2 * y0;
    s21 += x2 * y1;
    const x3 = x[a3] as number;
    s30 += x3 * y0;
    s31 += x3 * y1;
  }
  const z = out.data;
  const o0 = out.start + i * out.stride + j;
  const o1 = o0 + out.stride;
  const o2 = o1 + out.stride;
  const o3 = o2 + out.stride;
  z[o0] = (z[o0] as number) + s00;
  z[o0 + 1] = (z[o0 + 1] as number) + s01;
  z[o1] = (z[o1] as number) + s10;
  z[o1 + 1] = (z[o1 + 1] as number) + s11;
  z[o2] = (z[o2] as number) + s20;
  z[o2 + 1] = (z[o2 + 1] as number) + s21;
  z[o3] = (z[o3] as number) + s30;
  z[o3 + 1] = (z[o3 + 1] as number) + s31;
}

function addEdge(
  out: Block,
  a: Block,
  b: Block,
  top: number,
  height: number,
  left: number,
  width: number,
  depth: number,
  k: number,
): void {
  for (let i = top; i < top + height; i++) {
    for (let j = left; j < left + width; j++) {
      const at = out.start + i * out.stride + j;
      const sum = dot(a.data, a.start + i * a.stride + depth, b.data, b.start + j * b.stride + depth, k);
      out.data[at] = (out.data[at] as number) + sum;
    }
  }
}

function dot(x: Float64Array, xStart: number, y: Float64Array, yStart: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (x[xStart + k] as number) * (y[yStart + k] as number);
  return sum;
}
