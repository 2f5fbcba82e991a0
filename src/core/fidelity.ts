import { coefficientOfDetermination, cosineRows, mean } from './statistics.ts';
import type { Fidelity } from './summary.ts';
import type { FloatTensor } from './tensor.ts';

export type { Fidelity };

/** What was seen of each held-out picture; all arrays [N]. */
export interface FidelityRows {
  /** Mean absolute pixel difference to the original picture, grey levels. */
  readonly pixelError: Float32Array;
  /** 1 where the class of the picture is the class of the original picture. */
  readonly agrees: Uint8Array;
}

/**
 * How well predicted latents stand for true ones. Definitions in docs/glossary.md.
 *
 * @param truth     [N L] float32, held-out latents
 * @param predicted [N L] float32
 * @param centre    [L] float32, mean training latent: the origin for cosines
 */
export function measureFidelity(
  truth: FloatTensor,
  predicted: FloatTensor,
  centre: Float32Array,
  rows: FidelityRows,
): Fidelity {
  const { total, perDimension } = coefficientOfDetermination(truth, predicted);
  return {
    r2: total,
    r2PerDimension: perDimension,
    cosine: mean(cosineRows(truth, predicted, centre)),
    agreement: mean(rows.agrees),
    pixelError: mean(rows.pixelError),
  };
}

/** [L] mean over rows. */
export function meanRowOf(matrix: FloatTensor): Float32Array {
  const [rows, width] = matrix.shape as [number, number];
  const sums = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) sums[d] = (sums[d] as number) + (matrix.data[row * width + d] as number);
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, rows));
}
