import { Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createSession } from '#backend/engine/session.ts';
import { openTraining } from '#backend/engine/trainingSession.ts';
import { graphModel } from '#core/graph/emit.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { input } from '#core/graph/ops.ts';
import { adam } from '#core/graph/optimiser.ts';
import { layersOf, networkLogits, parameterInputs, parameterShapes, pixelLoss } from '#core/segment/network.ts';
import { sizeOfShape } from '#core/tensor.ts';
import torch from '../../fixtures/segment/few_shot_cnn.json' with { type: 'json' };

/** The reference's networks against PyTorch: its logits, and one step of Adam as it takes it. */

const { channels, labels, heightPx, widthPx, cases } = torch;
const PIXELS = heightPx * widthPx;

/** Numbers in -1..1 from their places, as few_shot_cnn.py makes them. */
function unit(count: number, salt: number): Float64Array {
  return Float64Array.from({ length: count }, (_, place) => {
    let h = (place + salt * 1_000_000) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

const features = Float32Array.from(unit(channels * PIXELS, 100));
const targets = new Float32Array(labels * PIXELS);
unit(PIXELS, 101).forEach((value, pixel) => {
  targets[Math.floor(((value + 1) * labels) / 2) * PIXELS + pixel] = 1;
});

function setUp(architecture: 'S' | 'M' | 'L') {
  const layers = layersOf(architecture, labels);
  const parameters = parameterInputs(layers, channels);
  const x = input('features', [1, channels, heightPx, widthPx]);
  const y = input('targets', [1, labels, heightPx, widthPx]);
  const logits = networkLogits(x, layers, parameters);
  const start = parameterShapes(layers, channels).map((shape, at) => {
    const inputs = shape.length === 4 ? sizeOfShape(shape.slice(1)) : 100;
    return Float32Array.from(unit(sizeOfShape(shape), at + 1), (value) => value * Math.sqrt(6 / inputs));
  });
  return { parameters, x, y, logits, start, loss: pixelLoss(logits, y) };
}

describe.each(['S', 'M', 'L'] as const)('FewShotCNN-%s', (architecture) => {
  const { parameters, x, y, logits, start, loss } = setUp(architecture);
  const known = cases[architecture];

  test('gives the logits of PyTorch', async () => {
    const session = await createSession(encodeOnnx(graphModel([['logits', logits]], [...parameters, x])), 'cpu', 1);
    const feeds = [...parameters, x].map(({ name, shape }, at) => [
      name,
      new Tensor('float32', start[at] ?? features, shape as readonly number[]),
    ]);
    const found = (await session.run(Object.fromEntries(feeds))).logits?.data as Float32Array;
    await session.release();
    expect(found.length).toBe(known.logits.length);
    expect(furthest(found, known.logits)).toBeLessThan(1e-4);
  });

  test('takes the step of Adam that PyTorch takes', async () => {
    const training = { parameters, batch: [x, y], loss, optimiser: adam({ learningRate: 1e-3, penalty: 1e-3 }) };
    const session = await openTraining(training, start, 'cpu', 1);
    const [before] = await session.run([features, targets], 1);
    const after = await session.parameters();
    await session.close();
    expect(before).toBeCloseTo(known.loss, 4);
    for (const [at, values] of known.after.entries()) {
      const places = known.places[at] as number[];
      const found = places.map((place) => after[at]?.[place] as number);
      expect(furthest(found, values), `tensor ${at}`).toBeLessThan(1e-5);
      // The step itself is a thousandth: standing still would not pass.
      expect(
        furthest(
          places.map((place) => start[at]?.[place] as number),
          values,
        ),
      ).toBeGreaterThan(9e-4);
    }
  });
});

function furthest(found: ArrayLike<number>, wanted: readonly number[]): number {
  return Math.max(...wanted.map((value, at) => Math.abs(value - (found[at] as number))));
}
