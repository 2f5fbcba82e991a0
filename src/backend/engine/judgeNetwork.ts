import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { graphModel } from '#core/graph/emit.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { input } from '#core/graph/ops.ts';
import { networkLogits, parameterInputs, pixelLoss } from '#core/segment/network.ts';
import type { RunSettings } from './openPair.ts';
import type { SegmentMaterial } from './segmentFeatures.ts';
import { createSession } from './session.ts';

/** Numbers of one network, layer by layer. */
export type Parameters = readonly Float32Array[];

export interface Judge {
  /** Mean over the masks of their loss. */
  loss(parameters: Parameters, rows: readonly number[]): Promise<number>;
  /** [rows K H W] float32 */
  logits(parameters: Parameters, rows: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Judges given parameters on given masks, one after the other. */
export async function openJudge(material: SegmentMaterial, settings: RunSettings): Promise<Judge> {
  const { layers, channels, widthPx, heightPx, features, targets } = material;
  const labels = layers.at(-1)?.outputs as number;
  const parameters = parameterInputs(layers, channels);
  const x = input('features', [1, channels, heightPx, widthPx]);
  const y = input('targets', [1, labels, heightPx, widthPx]);
  const logits = networkLogits(x, layers, parameters);
  const model = graphModel(
    [
      ['logits', logits],
      ['loss', pixelLoss(logits, y)],
    ],
    [...parameters, x, y],
  );
  const session: InferenceSession = await createSession(encodeOnnx(model), settings.device, settings.threads);
  const featureSize = channels * heightPx * widthPx;
  const run = async (values: Parameters, row: number) => {
    const data = [
      ...values,
      features.subarray(row * featureSize, (row + 1) * featureSize),
      targets[row] as Float32Array,
    ];
    const feeds = [...parameters, x, y].map(({ name, shape }, at) => [
      name,
      new Tensor('float32', data[at] as Float32Array, shape as readonly number[]),
    ]);
    return session.run(Object.fromEntries(feeds));
  };
  return {
    async loss(values, rows) {
      let sum = 0;
      for (const row of rows) sum += (await run(values, row)).loss?.data[0] as number;
      return sum / rows.length;
    },
    async logits(values, rows) {
      const size = labels * heightPx * widthPx;
      const all = new Float32Array(rows.length * size);
      for (const [at, row] of rows.entries()) all.set((await run(values, row)).logits?.data as Float32Array, at * size);
      return all;
    },
    close: () => session.release(),
  };
}
