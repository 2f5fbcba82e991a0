import type { Artifact, PictureRef } from '../artifact.ts';
import type { SamplesSummary } from '../summary.ts';

/** What the calls on samples answer: made for screens and for `--json`, never stored. */

export interface Sample {
  readonly index: number;
  readonly draw: number;
  readonly classIndex: number;
  readonly predictedIndex: number;
  /** Softmax probability of the predicted class. */
  readonly probability: number;
  readonly accepted: boolean;
  readonly heldOut: boolean;
  readonly picture: PictureRef;
}

export interface SamplesView {
  readonly artifact: Artifact;
  readonly summary: SamplesSummary;
  readonly classNames: readonly string[];
}
