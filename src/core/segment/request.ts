import type { Label } from '../labelSet.ts';
import type { FloatTensor } from '../tensor.ts';
import type { Architecture } from './network.ts';
import type { Recipe } from './recipe.ts';
import type { Resampling, Segmenter } from './segmenter.ts';

/** What the engine is asked to learn a segmenter from. */
export interface SegmenterRequest {
  /** [M L] float32, latents of the pictures */
  readonly w: FloatTensor;
  /** [M H W] uint8, positions in `labels` */
  readonly masks: Uint8Array;
  /** [M] masks with the same number show one picture, and are held out together. */
  readonly groups: Int32Array;
  readonly labels: readonly Label[];
  readonly architecture: Architecture;
  readonly recipe: Recipe;
  readonly resampling: Resampling;
  readonly cropsMargin: boolean;
  /** Directions kept of each tap; null keeps every channel. */
  readonly directions: number | null;
  /** Networks of the ensemble, each with a seed of its own, and each with another part of the masks left out. */
  readonly members: number;
  readonly maxEpochs: number;
  /** Epochs without a better loss on the masks left out after which a network is done. */
  readonly patience: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Trains on mirrored features and masks too: where the generator draws both sides alike. */
  readonly flip: boolean;
  /** A step sees a part of each picture whose sides are this share of the picture's; 1 sees all of it. */
  readonly crop: number;
  readonly seed: number;
  /** Where to go on from: its projections are kept and its networks trained further. */
  readonly start: Segmenter | null;
}

export interface SegmenterFit {
  readonly segmenter: Segmenter;
  /** [M K K] pixels by label of the mask and label found, by a network that had not seen the picture. */
  readonly confusion: Float64Array;
  /** [10 3] pixels of held-out pictures by confidence: how many, how many right, and the sum of their confidence. */
  readonly calibration: Float64Array;
  /** False where there was a single picture, so that nothing could be left out: then the numbers are of training. */
  readonly isHeldOut: boolean;
  /** Of each network: epochs trained, and the one that was kept. */
  readonly epochs: readonly { readonly trained: number; readonly best: number }[];
  /** What a person should know, as sentences. */
  readonly remarks: readonly string[];
}

/** What training tells on the way. */
export interface SegmenterProgress {
  readonly member: number;
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number | null;
}

export interface SegmentRequest {
  /** [B L] float32, latents */
  readonly w: FloatTensor;
  readonly segmenter: Segmenter;
  /** Names the segmenter, so that its model is made once. */
  readonly key: string;
  /** Also how much the members differ at each pixel. */
  readonly disagreement: boolean;
}

export interface SegmentResult {
  /** [B H W] uint8, positions of labels */
  readonly maps: Uint8Array;
  /** [B H W] float32, nats; null unless asked for, and 0 everywhere with a single network. */
  readonly disagreement: Float32Array | null;
}

/** Bins of confidence in `SegmenterFit.calibration`. */
export const CONFIDENCE_BINS = 10;
