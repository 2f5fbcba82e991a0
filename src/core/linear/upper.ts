import type { Matrix } from './products.ts';

/** Upper triangles too small for products: computed in float64, whatever type they are kept in. */

/**
 * A symmetric square becomes the inverse of its upper Cholesky factor, zeros below.
 *
 * @param diagonal of the matrix that the square is what is left of
 * @param rounding a pivot below this share of its diagonal element counts as zero
 * @returns false when a pivot is rounding; the square is then as it was
 */
export function invertFactorPlainly(square: Matrix, diagonal: Float64Array, rounding: number): boolean {
  const values = { ...square, data: Float64Array.from(square.data) };
  if (!choleskyUpper(values, diagonal, rounding)) return false;
  invertUpper(values);
  square.data.set(values.data);
  return true;
}

/** The square becomes its upper Cholesky factor, zeros below. */
function choleskyUpper({ data, columns: size }: Matrix, diagonal: Float64Array, rounding: number): boolean {
  for (let k = 0; k < size; k++) {
    const pivotRow = k * size;
    const pivot = data[pivotRow + k] as number;
    if (!(pivot > rounding * (diagonal[k] as number))) return false;
    const scale = 1 / Math.sqrt(pivot);
    for (let j = k; j < size; j++) data[pivotRow + j] = (data[pivotRow + j] as number) * scale;
    for (let i = k + 1; i < size; i++) {
      const factor = data[pivotRow + i] as number;
      const row = i * size;
      data[row + k] = 0;
      for (let j = i; j < size; j++)
        data[row + j] = (data[row + j] as number) - factor * (data[pivotRow + j] as number);
    }
  }
  return true;
}

/** An upper triangle becomes its inverse: row i of R is (e_i - sum over k > i of U_ik R_k) / U_ii, from the last row up. */
export function invertUpper({ data, columns: size }: Matrix): void {
  const line = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    const scale = 1 / (data[row + i] as number);
    line.fill(0);
    line[i] = scale;
    for (let k = i + 1; k < size; k++) {
      const factor = (data[row + k] as number) * scale;
      const other = k * size;
      for (let j = k; j < size; j++) line[j] = (line[j] as number) - factor * (data[other + j] as number);
    }
    data.set(line, row);
  }
}
