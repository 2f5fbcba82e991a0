import { Failure } from '../failure.ts';
import type { FitTools, Split } from './problem.ts';

/** Held-out quality along a path of models, from the simplest to the most complex. */
export interface ValidatedPath {
  /** The penalties or component counts, in path order. */
  readonly values: readonly number[];
  /** Mean over folds of R2 on the held-out rows, variance weighted, and its standard error. */
  readonly meanR2: readonly number[];
  readonly standardError: readonly number[];
  /** [values][folds] */
  readonly foldR2: readonly (readonly number[])[];
  /** Index of the largest mean. */
  readonly best: number;
  /** Index of the simplest model whose mean is within one standard error of the best. */
  readonly oneStandardError: number;
}

/** Held-out squared errors of one split, one a value, in path order. */
export type PathErrors = (split: Split, tools: FitTools) => AsyncIterable<number>;

/**
 * Fits the whole path on each split and measures it on the rows held out.
 *
 * @param values from the simplest model to the most complex: penalties falling, component counts rising
 */
export async function crossValidate(
  splits: AsyncIterable<Split>,
  values: readonly number[],
  foldCount: number,
  pathErrors: PathErrors,
  tools: FitTools,
): Promise<ValidatedPath> {
  const foldR2 = values.map(() => [] as number[]);
  let done = 0;
  for await (const split of splits) {
    if (!(split.heldOutTotal > 0)) {
      throw new Failure('BAD_INPUT', 'The latents of one fold are all the same, so that its R² is not defined.', {
        remedy: 'Give more samples, ask for fewer folds, or give the penalty.',
      });
    }
    let index = 0;
    for await (const error of pathErrors(split, tools)) {
      tools.signal?.throwIfAborted();
      foldR2[index++]?.push(1 - error / split.heldOutTotal);
      done++;
      tools.onProgress?.(done, values.length * foldCount);
    }
  }
  return summarise(values, foldR2);
}

export function summarise(values: readonly number[], foldR2: readonly (readonly number[])[]): ValidatedPath {
  const meanR2 = foldR2.map(meanOf);
  const standardError = foldR2.map((folds, i) => {
    const centre = meanR2[i] as number;
    const variance = folds.reduce((sum, r2) => sum + (r2 - centre) ** 2, 0) / (folds.length - 1);
    return Math.sqrt(variance / folds.length);
  });
  const best = meanR2.indexOf(Math.max(...meanR2));
  const enough = (meanR2[best] as number) - (standardError[best] as number);
  return { values, meanR2, standardError, foldR2, best, oneStandardError: meanR2.findIndex((r2) => r2 >= enough) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
