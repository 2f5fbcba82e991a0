/**
 * Dense linear algebra in float64 on one kernel: out += sign * a b^T with both factors read along their rows.
 * Gram matrices, Cholesky, solves with many right-hand sides and predictions are all written as that product.
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

function partOf(block: Block, row: number, column: number, rows: number, columns: number): Block {
  return { data: block.data, start: block.start + row * block.stride + column, stride: block.stride, rows, columns };
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
 * out += sign * a b^T. Each element is summed in the same order whatever the number of rows, so a row's result does not depend on
 * the rows it was computed with.
 *
 * @param out      [m n]
 * @param a        [m k]
 * @param b        [n k]
 * @param triangle `lower` leaves out what lies above the diagonal, up to a tile's width
 */
export function addProduct(out: Block, a: Block, b: Block, sign: 1 | -1, triangle: 'full' | 'lower' = 'full'): void {
  for (let depth = 0; depth < a.columns; depth += DEPTH) {
    const k = Math.min(DEPTH, a.columns - depth);
    for (let left = 0; left < b.rows; left += WIDTH) {
      const right = Math.min(left + WIDTH, b.rows);
      for (let top = triangle === 'lower' ? left : 0; top < a.rows; top += 4) {
        const height = Math.min(4, a.rows - top);
        for (let j = left; j < right; j += 2) {
          if (height === 4 && j + 2 <= right) addTile(out, a, b, top, j, depth, k, sign);
          else addEdge(out, a, b, top, height, j, Math.min(2, right - j), depth, k, sign);
        }
      }
    }
  }
}

/** Eight elements at a time: as many sums as fit into registers. */
function addTile(out: Block, a: Block, b: Block, i: number, j: number, depth: number, k: number, sign: number): void {
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
  z[o0] = (z[o0] as number) + sign * s00;
  z[o0 + 1] = (z[o0 + 1] as number) + sign * s01;
  z[o1] = (z[o1] as number) + sign * s10;
  z[o1 + 1] = (z[o1 + 1] as number) + sign * s11;
  z[o2] = (z[o2] as number) + sign * s20;
  z[o2 + 1] = (z[o2 + 1] as number) + sign * s21;
  z[o3] = (z[o3] as number) + sign * s30;
  z[o3 + 1] = (z[o3 + 1] as number) + sign * s31;
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
  sign: number,
): void {
  for (let i = top; i < top + height; i++) {
    for (let j = left; j < left + width; j++) {
      const at = out.start + i * out.stride + j;
      const sum = dot(a.data, a.start + i * a.stride + depth, b.data, b.start + j * b.stride + depth, k);
      out.data[at] = (out.data[at] as number) + sign * sum;
    }
  }
}

function dot(x: Float64Array, xStart: number, y: Float64Array, yStart: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (x[xStart + k] as number) * (y[yStart + k] as number);
  return sum;
}

/** Columns that Cholesky and the solves treat at once. */
const PANEL = 64;

/**
 * A pivot below this share of its diagonal element counts as zero: what is left of the column after removing the columns before it
 * is then about the rounding of float32 data (its square root is 3e-6 of the column's spread), and no inverse means anything.
 */
const RANK_TOLERANCE = 1e-11;

/**
 * Cholesky factor L of A = L L^T, in place. The lower triangle of `matrix` is read and replaced by L, the upper one by L^T, so that
 * both solves read along rows.
 *
 * @param matrix [size size] float64, symmetric
 * @returns false when the matrix is not positive definite to working precision; `matrix` is then spoilt
 */
export function cholesky(matrix: Float64Array, size: number): boolean {
  const whole = wholeBlock(matrix, size, size);
  const diagonal = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i] as number);
  for (let start = 0; start < size; start += PANEL) {
    const width = Math.min(PANEL, size - start);
    const panel = partOf(whole, start, start, size - start, width);
    const done = partOf(whole, start, 0, size - start, start);
    addProduct(panel, done, { ...done, rows: width }, -1, 'lower');
    if (!factorCorner(panel, diagonal.subarray(start))) return false;
    solveForward(partOf(panel, width, 0, size - start - width, width), panel);
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j] as number;
  }
  return true;
}

function factorCorner({ data, start, stride, columns }: Block, diagonal: Float64Array): boolean {
  for (let i = 0; i < columns; i++) {
    const row = start + i * stride;
    for (let j = 0; j < i; j++) {
      const other = start + j * stride;
      data[row + j] = ((data[row + j] as number) - dot(data, row, data, other, j)) / (data[other + j] as number);
    }
    const pivot = (data[row + i] as number) - dot(data, row, data, row, i);
    if (!(pivot > RANK_TOLERANCE * (diagonal[i] as number))) return false;
    data[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Rows x of `rows` become solutions of L x = row, L being the lower triangle of the first rows of `corner`. */
function solveForward({ data, start, stride, rows, columns }: Block, corner: Block): void {
  for (let r = 0; r < rows; r++) {
    const row = start + r * stride;
    for (let j = 0; j < columns; j++) {
      const line = corner.start + j * corner.stride;
      data[row + j] =
        ((data[row + j] as number) - dot(data, row, corner.data, line, j)) / (corner.data[line + j] as number);
    }
  }
}

/** The same with the upper triangle of `corner`. */
function solveBackward({ data, start, stride, rows, columns }: Block, corner: Block): void {
  for (let r = 0; r < rows; r++) {
    const row = start + r * stride;
    for (let j = columns - 1; j >= 0; j--) {
      const line = corner.start + j * corner.stride + j;
      const known = dot(data, row + j + 1, corner.data, line + 1, columns - j - 1);
      data[row + j] = ((data[row + j] as number) - known) / (corner.data[line] as number);
    }
  }
}

/**
 * Solves A x = b for many b at once, in place.
 *
 * @param factor         [size size] what `cholesky` made of A
 * @param rightHandSides [count size] one b a row; replaced by the x
 */
export function solveCholesky(factor: Float64Array, size: number, rightHandSides: Float64Array): void {
  const count = rightHandSides.length / size;
  const triangle = wholeBlock(factor, size, size);
  const sides = wholeBlock(rightHandSides, count, size);
  for (let start = 0; start < size; start += PANEL) {
    const width = Math.min(PANEL, size - start);
    const current = partOf(sides, 0, start, count, width);
    addProduct(current, partOf(sides, 0, 0, count, start), partOf(triangle, start, 0, width, start), -1);
    solveForward(current, partOf(triangle, start, start, width, width));
  }
  for (let start = (Math.ceil(size / PANEL) - 1) * PANEL; start >= 0; start -= PANEL) {
    const width = Math.min(PANEL, size - start);
    const after = start + width;
    const current = partOf(sides, 0, start, count, width);
    addProduct(
      current,
      partOf(sides, 0, after, count, size - after),
      partOf(triangle, start, after, width, size - after),
      -1,
    );
    solveBackward(current, partOf(triangle, start, start, width, width));
  }
}
