import type { PairEngine } from '#core/engine.ts';
import type { SegmentParams } from '#core/params.ts';
import { layersOf, parameterShapes } from '#core/segment/network.ts';
import { keptDirections } from '#core/segment/projection.ts';
import type { MaskSummary } from '#core/summary.ts';

/** Of a convolution, forward and backward, on two cores; more on other devices, where a training is over sooner than is said. */
const MULTIPLY_ADDS_PER_SECOND = 2e10;
/** A step takes the loss's gradient by the input and by the weights of each layer, beside the layer itself. */
const PASSES_PER_STEP = 3;
const BYTES_PER_NUMBER = 4;

export interface TrainingCost {
  readonly durationMs: number;
  readonly diskBytes: number;
  /** Features and targets of all masks, which are kept while it trains. */
  readonly memoryBytes: number;
}

/** What training a segmenter costs when no network stops early. */
export function trainingCost(
  params: SegmentParams,
  epochs: number,
  { masks, drawn }: MaskSummary,
  { files: { generator } }: PairEngine,
): TrainingCost {
  const { members, directions, stepsPerEpoch, batchSize, crop } = params;
  const pixels = generator.image.size[0] * generator.image.size[1];
  const taps = generator.feature_taps;
  const kept = taps.map(({ channels }) => keptDirections(channels, directions));
  const channels = kept.reduce((sum, count) => sum + count, 0);
  const shapes = parameterShapes(layersOf(params.architecture, drawn.length), channels);
  const numbers = shapes.reduce((sum, shape) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
  // Every weight of a convolution is used once a pixel.
  const seen = pixels * (stepsPerEpoch * batchSize * crop ** 2 * PASSES_PER_STEP + masks / Math.min(members, masks));
  const projected = taps.reduce((sum, tap, at) => sum + (tap.channels + 1) * (kept[at] as number), 0);
  return {
    durationMs: (1000 * members * epochs * seen * numbers) / MULTIPLY_ADDS_PER_SECOND,
    diskBytes: BYTES_PER_NUMBER * (members * numbers + projected),
    memoryBytes: BYTES_PER_NUMBER * masks * pixels * (channels + drawn.length),
  };
}
