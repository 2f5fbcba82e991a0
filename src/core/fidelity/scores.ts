/** What the fidelity card judges a predictor by, held-out picture by held-out picture. Definitions in docs/glossary.md. */

/** Who predicts latents on held-out samples, in the order in which arrays hold them: the link, then its baselines. */
export const PREDICTORS = ['linked', 'classMean', 'shuffled', 'nearest'] as const;
export type PredictorName = (typeof PREDICTORS)[number];

/** One predictor's scores; all arrays [N]. */
export interface Scores {
  /** Summed over the dimensions of w. */
  readonly squaredError: Float64Array;
  /** Of predicted and true latent, both seen from the mean training latent. */
  readonly cosine: Float64Array;
  /** 1 where the class of the picture is the class of the original picture. */
  readonly agrees: Float64Array;
  /** KL divergence from the original's to the picture's class probabilities, nats. */
  readonly divergence: Float64Array;
  /** Squared difference of re-encoded and original representation, in variances over training samples, summed over units. */
  readonly cycleSquares: Float64Array;
  /** Mean absolute pixel difference to the original picture, grey levels. */
  readonly pixelError: Float64Array;
  /** Gradient magnitude similarity deviation from the original picture. */
  readonly structureError: Float64Array;
}

export const SCORE_NAMES = [
  'squaredError',
  'cosine',
  'agrees',
  'divergence',
  'cycleSquares',
  'pixelError',
  'structureError',
] as const satisfies readonly (keyof Scores)[];

/** What all predictors of the same rows share. */
export interface ScoredRows {
  /** [N] rows of the same number come from one z and count as one case. */
  readonly clusters: Int32Array;
  /** [N L] float64, true latents less their mean over the rows. */
  readonly deviations: Float64Array;
  /** [N] squared difference of original representation and training mean, in variances over training samples, summed over units. */
  readonly cycleSpread: Float64Array;
}

/** The given rows only, deviations from their own mean. */
export function pickScoredRows(rows: ScoredRows, picked: readonly number[]): ScoredRows {
  const width = rows.deviations.length / rows.clusters.length;
  const deviations = new Float64Array(picked.length * width);
  picked.forEach((row, at) => {
    deviations.set(rows.deviations.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    clusters: Int32Array.from(picked, (row) => rows.clusters[row] as number),
    deviations: centreColumns(deviations, picked.length, width),
    cycleSpread: Float64Array.from(picked, (row) => rows.cycleSpread[row] as number),
  };
}

export function pickScores(scores: Scores, picked: readonly number[]): Scores {
  const pick = (values: Float64Array) => Float64Array.from(picked, (row) => values[row] as number);
  return {
    squaredError: pick(scores.squaredError),
    cosine: pick(scores.cosine),
    agrees: pick(scores.agrees),
    divergence: pick(scores.divergence),
    cycleSquares: pick(scores.cycleSquares),
    pixelError: pick(scores.pixelError),
    structureError: pick(scores.structureError),
  };
}

/** Subtracts from each column of [rows columns] its mean, in place. */
export function centreColumns(values: Float64Array, rows: number, columns: number): Float64Array {
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let at = column; at < values.length; at += columns) sum += values[at] as number;
    for (let at = column; at < values.length; at += columns) values[at] = (values[at] as number) - sum / rows;
  }
  return values;
}
