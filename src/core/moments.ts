import { Failure } from './failure.ts';
import { addProduct, transpose, wholeBlock } from './linearAlgebra.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/** Second moments of paired rows about their means: all that a linear fit needs to know of its data. */
export interface Moments {
  readonly count: number;
  /** [U] float64 */
  readonly representationMean: Float64Array;
  /** [L] float64 */
  readonly latentMean: Float64Array;
  /** [U U] float64, centred sums of products; only the lower triangle is filled */
  readonly gram: Float64Array;
  /** [L U] float64, centred sums of latent times representation */
  readonly cross: Float64Array;
}

/** Takes rows as they come, so that a data set need never be in memory as a whole. */
export interface MomentsAccumulator {
  /**
   * @param representations [B U] float32
   * @param latents         [B L] float32
   */
  add(representations: FloatTensor, latents: FloatTensor): void;
  /** Ends the accumulation: nothing may be added afterwards. */
  finish(): Moments;
}

/** Rows taken into the sums at once; as many as the product kernel reads in one go. */
const CHUNK_ROWS = 256;

/**
 * Sums are kept in float64 about the first row and moved to the mean at the end: sum (x-m)(y-n) = sum (x-s)(y-t) - count (m-s)(n-t).
 * The first row lies within a few spreads of the mean, which costs no more than a digit of sixteen, and a unit that never changes
 * gets moments of exactly zero.
 */
export function createMoments(units: number, latentDim: number): MomentsAccumulator {
  const gram = new Float64Array(units * units);
  const cross = new Float64Array(latentDim * units);
  const representationSum = new Float64Array(units);
  const latentSum = new Float64Array(latentDim);
  let shifts: { readonly representation: Float64Array; readonly latent: Float64Array } | null = null;
  let count = 0;

  const addChunk = (representations: Float32Array, latents: Float32Array, rows: number): void => {
    shifts ??= {
      representation: Float64Array.from(representations.subarray(0, units)),
      latent: Float64Array.from(latents.subarray(0, latentDim)),
    };
    const x = wholeBlock(transpose(shifted(representations, shifts.representation), rows, units), units, rows);
    const y = wholeBlock(transpose(shifted(latents, shifts.latent), rows, latentDim), latentDim, rows);
    addRowSums(representationSum, x.data);
    addRowSums(latentSum, y.data);
    addProduct(wholeBlock(gram, units, units), x, x, 1, 'lower');
    addProduct(wholeBlock(cross, latentDim, units), y, x, 1);
    count += rows;
  };

  return {
    add(representations, latents) {
      const rows = representations.shape[0] as number;
      expectShape(representations.shape, [-1, units], 'the representations to fit');
      expectShape(latents.shape, [rows, latentDim], 'the latents to fit');
      for (let first = 0; first < rows; first += CHUNK_ROWS) {
        const last = Math.min(first + CHUNK_ROWS, rows);
        const x = representations.data.subarray(first * units, last * units);
        addChunk(x, latents.data.subarray(first * latentDim, last * latentDim), last - first);
      }
    },
    finish() {
      if (shifts === null)
        throw new Failure('NO_SAMPLES', 'There are no samples to fit.', { remedy: 'Draw samples first.' });
      const representationOffset = representationSum.map((sum) => sum / count);
      const latentOffset = latentSum.map((sum) => sum / count);
      subtractOuter(gram, representationSum, representationOffset);
      subtractOuter(cross, latentSum, representationOffset);
      const representationMean = shifts.representation.map((shift, i) => shift + (representationOffset[i] as number));
      const latentMean = shifts.latent.map((shift, i) => shift + (latentOffset[i] as number));
      return { count, representationMean, latentMean, gram, cross };
    },
  };
}

/** @returns the rows of `values` less `shift`, in float64 */
export function shifted(values: Float32Array, shift: Float64Array): Float64Array {
  const width = shift.length;
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) result[start + i] = (values[start + i] as number) - (shift[i] as number);
  }
  return result;
}

function addRowSums(sums: Float64Array, matrix: Float64Array): void {
  const columns = matrix.length / sums.length;
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) sum += matrix[at] as number;
    sums[row] = (sums[row] as number) + sum;
  }
}

/** matrix -= left right^T */
function subtractOuter(matrix: Float64Array, left: Float64Array, right: Float64Array): void {
  left.forEach((factor, row) => {
    const start = row * right.length;
    for (let i = 0; i < right.length; i++)
      matrix[start + i] = (matrix[start + i] as number) - factor * (right[i] as number);
  });
}
