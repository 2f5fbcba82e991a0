import type { DenseTrack, TrackRequest, TrackResult } from '#core/engine.ts';
import { denseFlow } from '#core/flow.ts';
import { pause } from '#core/pause.ts';
import { expectShape } from '#core/tensor.ts';
import { arrowsOf, packArrows } from '#core/track/arrows.ts';
import { fitGlobalMotion, residualOf } from '#core/track/globalMotion.ts';
import { MOTION_IDS, partMotion, trustedPixels } from '#core/track/partMotion.ts';
import type { FlowModels } from './flowModels.ts';
import type { OpenPair } from './openPair.ts';
import { render } from './render.ts';
import { trackFeatures } from './trackFeatures.ts';

const AFFINE_NUMBERS = 7;

/** Draws pictures and finds how each first one of a pair moves into its second; other calls have their turn between pairs. */
export async function trackPictures(
  pair: OpenPair,
  request: TrackRequest,
  flowModels: FlowModels,
  signal: AbortSignal,
): Promise<TrackResult> {
  const { w, from, to, labels, labelCount, flowModel } = request;
  const [heightPx, widthPx] = pair.files.generator.image.size;
  const size = heightPx * widthPx;
  const count = w.shape[0] as number;
  if (labels !== null) expectShape([labels.length], [count * size], 'the labels of the pictures to be tracked');
  const rendered = await render(pair, { w, encode: false, tilesPerStrip: null, compare: null, pixels: true }, signal);
  const pixels = rendered.pixels as Uint8Array;
  const features = request.features ? await trackFeatures(pair, w.data, signal) : null;
  const pictureAt = (row: number) => pixels.subarray(row * size * 3, (row + 1) * size * 3);
  const rows = labels === null ? 1 : labelCount + 1;
  const motion = new Float32Array(from.length * rows * MOTION_IDS.length);
  const global = new Float32Array(from.length * AFFINE_NUMBERS).fill(Number.NaN);
  const arrows: Float32Array[] = [];
  const fields: DenseTrack[] = [];
  for (let at = 0; at < from.length; at++) {
    const [first, second] = [from[at] as number, to[at] as number];
    const [one, two] = [pictureAt(first), pictureAt(second)];
    const flow =
      flowModel === null
        ? denseFlow(one, two, widthPx, heightPx, [features?.[first] ?? [], features?.[second] ?? []])
        : await flowModels.find(flowModel, one, two, widthPx, heightPx);
    const affine = fitGlobalMotion(flow.field, flow.confidence);
    if (affine !== null) global.set([...affine.coefficients, affine.inliers], at * AFFINE_NUMBERS);
    const shown = labels === null ? null : labels.subarray(first * size, (first + 1) * size);
    const residual = residualOf(flow.field, affine);
    motion.set(partMotion(flow, residual, shown, labelCount), at * rows * MOTION_IDS.length);
    arrows.push(packArrows(arrowsOf(residual, trustedPixels(flow))));
    if (request.dense) {
      const field = new Float32Array(2 * size);
      field.set(flow.field.x);
      field.set(flow.field.y, size);
      fields.push({ flow: field, confidence: flow.confidence, occluded: flow.occluded });
    }
    await pause();
    signal.throwIfAborted();
  }
  return { motion, global, arrows, fields: request.dense ? fields : null };
}
