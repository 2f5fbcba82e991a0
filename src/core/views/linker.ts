import type { Artifact, PictureRef } from '../artifact.ts';
import type { PredictorName } from '../fidelity/scores.ts';
import type {
  ClassFidelity,
  FidelityIntervals,
  FidelityNumbers,
  IdentifiabilitySummary,
  LinkerSummary,
} from '../summary.ts';
import type { Sample } from './samples.ts';

/** What the calls on linkers answer: made for screens and for `--json`, never stored. */

export interface LinkerRow {
  readonly artifact: Artifact;
  readonly summary: LinkerSummary;
  readonly isDefault: boolean;
  /** Null for a linker of plain arrays. */
  readonly classifierName: string | null;
}

/** R2 along one axis of w with its 95 % interval; null where one draw is all there is. */
export interface AxisFidelity {
  readonly r2: number;
  readonly interval: readonly [number, number] | null;
}

/** One predictor of a fidelity card: the link or a baseline. */
export interface PredictorCard {
  readonly name: PredictorName;
  readonly numbers: FidelityNumbers;
  readonly intervals: FidelityIntervals;
  readonly dimensions: readonly AxisFidelity[];
  /** Along the principal components of the training latents, largest variance first. */
  readonly components: readonly AxisFidelity[];
}

/** Everything that was measured of a linker. */
export interface LinkerCard {
  readonly artifactId: string;
  readonly heldOutCount: number;
  readonly heldOutDraws: number;
  /** The link first. */
  readonly predictors: readonly PredictorCard[];
  readonly perClass: readonly ClassFidelity[];
  /** Share of the variance of training latents along each principal component. */
  readonly componentShares: readonly number[];
  readonly identifiability: IdentifiabilitySummary | null;
  /** Per unit: mean cosine to its direction in refits, and the smallest unit whose direction it shares. Null for a network. */
  readonly units: { readonly stability: readonly number[]; readonly group: readonly number[] } | null;
}

/** Numbers of the second linker less those of the first. */
export interface LinkerDifference extends FidelityNumbers {
  readonly intervals: FidelityIntervals;
  /** R2 class by class, of classes with at least two samples in common; empty where classes have no names. */
  readonly perClass: readonly ClassDifference[];
  /** Held-out samples that both were judged on. */
  readonly n: number;
  /** Latents behind them, the cases that intervals count: one latent gives a sample in every class. */
  readonly draws: number;
}

/** What a linker leaves unexplained along one principal component of the training latents, of every held-out sample. */
export interface LinkerResiduals {
  /** Counts from 0, the largest variance first. */
  readonly component: number;
  /** Of the variance of training latents. */
  readonly share: number;
  /** [N] and so are the others: a class and a draw name a latent. */
  readonly draws: readonly number[];
  readonly classIndices: readonly number[];
  /** Linked value along the component, in units of w. */
  readonly linked: readonly number[];
  /** True less linked value. */
  readonly residuals: readonly number[];
}

export interface ClassDifference {
  readonly name: string;
  readonly r2: number;
  readonly interval: readonly [number, number] | null;
  readonly n: number;
}

/** A held-out sample beside the picture of its linked latent. */
export interface LinkedPair {
  readonly sample: Sample;
  readonly original: PictureRef;
  readonly linked: PictureRef;
  readonly pixelError: number;
  readonly agrees: boolean;
}
