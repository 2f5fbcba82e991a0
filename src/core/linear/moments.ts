import type { CancelSignal } from '../cancel.ts';
import { Failure } from '../failure.ts';
import type { FloatTensor } from '../tensor.ts';
import { createFoldSums, type FoldSums, type Moments } from './foldSums.ts';
import type { Floats, Products } from './products.ts';
import { createRowBuffer, type RowBuffer, type Shifts } from './rowBuffer.ts';
import {
  addOuter,
  addTo,
  addTriangle,
  diagonalOf,
  difference,
  differenceOfTriangles,
  type Triangle,
} from './triangle.ts';

/** Moments about their own means, which `representation` and `latent` then are. */
export interface CentredMoments extends Moments {
  /** Size of rounding in the sums of products, as a share of the diagonal: what is below it means nothing. */
  readonly rounding: number;
}

/** Moments about one point that is near the mean, fold by fold. */
export interface MomentSums {
  /** [U] and [L] float32 values as float64: the point */
  readonly representationShift: Float64Array;
  readonly latentShift: Float64Array;
  readonly folds: readonly FoldSums[];
  readonly rounding: number;
}

/** Takes rows as they come, so that a data set need never be in memory as a whole. */
export interface MomentsAccumulator {
  /**
   * @param representations [B U] float32
   * @param latents         [B L] float32
   * @param folds           [B] fold of each row; null puts all rows into fold 0
   */
  add(
    representations: FloatTensor,
    latents: FloatTensor,
    folds: Int32Array | null,
    signal?: CancelSignal,
  ): Promise<void>;
  finish(): Promise<MomentSums>;
}

/** Up to so many units sums are float64 throughout. Beyond, products are float32, which are twice as fast, and their sums float64. */
const FLOAT64_UNITS = 512;

/** What is left of a column after removing the others is rounding below these shares: of float32 data, and of float32 products. */
const ROUNDING = { float64: 1e-11, float32: 1e-6 } as const;

/**
 * Rows multiplied at once, over all folds, and of each fold at least. Not a power of two: the columns of their transpose would then share
 * cache sets.
 */
const BUFFERED_ROWS = 1000;
const FEWEST_ROWS = 500;

/**
 * Rows are taken about the mean of the first ones: within a small part of their spread, so that float32 loses nothing, and moved to
 * the true mean at the end. A unit that never changes gets moments of exactly zero.
 */
export function createMoments(
  units: number,
  latentDim: number,
  foldCount: number,
  products: Products,
): MomentsAccumulator {
  const elements: Floats = units > FLOAT64_UNITS ? new Float32Array(0) : new Float64Array(0);
  const bufferRows = Math.max(FEWEST_ROWS, Math.ceil(BUFFERED_ROWS / foldCount));
  const folds = Array.from({ length: foldCount }, () => createFoldSums(elements, units, latentDim));
  const buffers = folds.map(() => createRowBuffer(elements, units, latentDim, bufferRows));
  let shifts: Shifts | null = null;

  const flush = async (fold: number, signal: CancelSignal | undefined): Promise<void> => {
    const { x, y } = (buffers[fold] as RowBuffer).take();
    if (x.columns > 0) await (folds[fold] as FoldSums).add(x, y, { products, signal });
  };

  return {
    async add(representations, latents, foldOfRow, signal) {
      shifts ??= { representation: roundedMeans(representations), latent: roundedMeans(latents) };
      for (const [fold, rows] of groupRows(representations.shape[0] as number, foldOfRow, foldCount).entries()) {
        const buffer = buffers[fold] as RowBuffer;
        for (let first = 0; first < rows.length; ) {
          const taken = rows.subarray(first, first + buffer.free());
          buffer.put(representations.data, latents.data, taken, shifts, folds[fold] as FoldSums);
          first += taken.length;
          if (buffer.free() === 0) await flush(fold, signal);
        }
      }
    },
    async finish() {
      if (shifts === null)
        throw new Failure('NO_SAMPLES', 'There are no samples to fit.', { remedy: 'Draw samples first.' });
      for (const [fold, buffer] of buffers.entries()) {
        await flush(fold, undefined);
        buffer.release();
      }
      return {
        representationShift: shifts.representation,
        latentShift: shifts.latent,
        folds,
        rounding: elements instanceof Float32Array ? ROUNDING.float32 : ROUNDING.float64,
      };
    },
  };
}
/** Rows of each fold, in their order. */
function groupRows(rows: number, foldOfRow: Int32Array | null, foldCount: number): readonly Int32Array[] {
  const groups = Array.from({ length: foldCount }, () => [] as number[]);
  for (let row = 0; row < rows; row++) groups[foldOfRow?.[row] ?? 0]?.push(row);
  return groups.map((group) => Int32Array.from(group));
}

/** Column means as float32 values: the mean of equal values is then that value, and taking it off leaves zero. */
function roundedMeans({ data, shape }: FloatTensor): Float64Array {
  const [rows, columns] = shape as [number, number];
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) sums[i] = (sums[i] as number) + (data[row * columns + i] as number);
  }
  return sums.map((sum) => Math.fround(sum / rows));
}

/** The moments of all folds together, about the common point. */
export function totalOf({ folds }: MomentSums): Moments {
  const [first, ...others] = folds as readonly [FoldSums, ...FoldSums[]];
  return others.reduce((sum, fold) => withAdded(sum, fold.moments()), first.moments());
}

/** The moments of the rows of both, in the arrays of `sum`. */
function withAdded(sum: Moments, more: Moments): Moments {
  addTo(sum.representation, more.representation);
  addTo(sum.latent, more.latent);
  addTriangle(sum.gram, more.gram);
  addTo(sum.cross, more.cross);
  addTo(sum.latentSquares, more.latentSquares);
  return { ...sum, count: sum.count + more.count };
}

/** The moments of the rows of `all` that are not among `some`, in arrays of their own. */
export function without(all: Moments, some: Moments): Moments {
  return {
    count: all.count - some.count,
    representation: difference(all.representation, some.representation),
    latent: difference(all.latent, some.latent),
    gram: differenceOfTriangles(all.gram, some.gram),
    cross: difference(all.cross, some.cross),
    latentSquares: difference(all.latentSquares, some.latentSquares),
  };
}

/**
 * Moves moments from the point of `sums` to their own means, in place: sum (x-m)(y-n) = sum (x-s)(y-t) - count (m-s)(n-t).
 * `moments` may not be used afterwards.
 */
export function centre(moments: Moments, sums: MomentSums): CentredMoments {
  const { count, gram, cross, latentSquares } = moments;
  const representationOffset = moments.representation.map((sum) => sum / count);
  const latentOffset = moments.latent.map((sum) => sum / count);
  addOuter(gram, representationOffset, -count);
  addCrossOuter(cross, representationOffset, latentOffset, -count);
  expectNotTooLarge(gram);
  return {
    count,
    gram,
    cross,
    latentSquares: latentSquares.map((sum, i) => Math.max(0, sum - count * (latentOffset[i] as number) ** 2)),
    representation: representationOffset.map((offset, i) => offset + (sums.representationShift[i] as number)),
    latent: latentOffset.map((offset, i) => offset + (sums.latentShift[i] as number)),
    rounding: sums.rounding,
  };
}

/** cross += factor * left right^T */
function addCrossOuter(cross: Float64Array, left: Float64Array, right: Float64Array, factor: number): void {
  const width = right.length;
  for (const [row, value] of left.entries()) {
    const scaled = factor * value;
    if (scaled === 0) continue;
    for (let i = 0, at = row * width; i < width; i++, at++) {
      cross[at] = (cross[at] as number) + scaled * (right[i] as number);
    }
  }
}

/** The same moments about the means of other rows, in place: the sum of squared errors of a map fitted there needs no more. */
export function moveTo(moments: CentredMoments, { representation, latent }: CentredMoments): Moments {
  const { count } = moments;
  const representationStep = moments.representation.map((mean, i) => mean - (representation[i] as number));
  const latentStep = moments.latent.map((mean, i) => mean - (latent[i] as number));
  addOuter(moments.gram, representationStep, count);
  addCrossOuter(moments.cross, representationStep, latentStep, count);
  const latentSquares = moments.latentSquares.map((sum, i) => sum + count * (latentStep[i] as number) ** 2);
  return { ...moments, representation, latent, latentSquares };
}

function expectNotTooLarge(gram: Triangle): void {
  const at = diagonalOf(gram).findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new Failure('BAD_INPUT', `Unit ${at} has values so large that their squares overflow: nothing can be fitted.`, {
    remedy: 'Scale the representations down.',
  });
}
