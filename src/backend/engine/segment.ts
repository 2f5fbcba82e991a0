import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { segmentModel } from '#core/segment/inferenceModel.ts';
import type { SegmentRequest, SegmentResult } from '#core/segment/request.ts';
import { expectShape } from '#core/tensor.ts';
import type { OpenPair, RunSettings } from './openPair.ts';
import { expectTaps } from './segmentFeatures.ts';
import { createSession } from './session.ts';

/** Segmenters whose models are loaded; a study uses one or two at a time. */
const KEPT = 3;

/** Finds parts in pictures by their latents. */
export interface Segmenting {
  segment(pair: OpenPair, request: SegmentRequest, signal: AbortSignal): Promise<SegmentResult>;
}

export function createSegmenting(settings: RunSettings): Segmenting {
  const sessions = new Map<string, Promise<InferenceSession>>();
  const sessionOf = ({ key, segmenter }: SegmentRequest): Promise<InferenceSession> => {
    const known =
      sessions.get(key) ?? createSession(encodeOnnx(segmentModel(segmenter)), settings.device, settings.threads);
    sessions.delete(key);
    sessions.set(key, known);
    known.catch(() => sessions.delete(key));
    const [oldest] = sessions.keys();
    if (sessions.size > KEPT && oldest !== undefined) {
      const dropped = sessions.get(oldest);
      sessions.delete(oldest);
      void dropped?.then((session) => session.release());
    }
    return known;
  };
  return {
    async segment(pair, request, signal) {
      const { w, segmenter } = request;
      expectTaps(pair, segmenter, 'Train a segmenter on this generator.');
      expectShape(w.shape, [-1, pair.latentSize], 'the latents of the pictures to segment');
      const session = await sessionOf(request);
      const rows = w.shape[0] as number;
      const pixels = segmenter.widthPx * segmenter.heightPx;
      const maps = new Uint8Array(rows * pixels);
      const disagreement = request.disagreement ? new Float32Array(rows * pixels) : null;
      for (let first = 0; first < rows; first += pair.batch) {
        signal.throwIfAborted();
        const last = Math.min(first + pair.batch, rows);
        const taps = await pair.features(
          last - first,
          w.data.subarray(first * pair.latentSize, last * pair.latentSize),
        );
        const feeds = segmenter.projections.map(({ tap: { name, channels, size } }) => [
          name,
          new Tensor('float32', taps[name] as Float32Array, [last - first, channels, size, size]),
        ]);
        const found = await session.run(Object.fromEntries(feeds));
        largest(
          found.probability?.data as Float32Array,
          segmenter.labels.length,
          pixels,
          maps.subarray(first * pixels, last * pixels),
        );
        if (found.disagreement) disagreement?.set(found.disagreement.data as Float32Array, first * pixels);
      }
      return { maps, disagreement };
    },
  };
}

/** @param values [B K H W] @param maps [B H W] */
function largest(values: Float32Array, labels: number, pixels: number, maps: Uint8Array): void {
  for (let row = 0; row * pixels < maps.length; row++) {
    const start = row * labels * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) {
      let best = 0;
      let most = values[start + pixel] as number;
      for (let label = 1; label < labels; label++) {
        const value = values[start + label * pixels + pixel] as number;
        if (value > most) {
          most = value;
          best = label;
        }
      }
      maps[row * pixels + pixel] = best;
    }
  }
}
