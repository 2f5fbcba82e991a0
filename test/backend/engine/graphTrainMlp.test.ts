import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forkEngine } from '#backend/engine/fork.ts';
import { loadPair } from '#backend/engine/models.ts';
import { createSession, isOutOfMemory } from '#backend/engine/session.ts';
import { startEngine } from '#backend/engine/supervisor.ts';
import { trainMlp } from '#backend/engine/trainMlp.ts';
import type { MlpFitRequest, PairEngine } from '#core/engine.ts';
import { graphModel } from '#core/graph/emit.ts';
import { predictMlp } from '#core/graph/mlp.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { expand, input } from '#core/graph/ops.ts';
import type { TrainingReport } from '#core/graph/train.ts';
import { latentStream } from '#core/random.ts';
import type { FloatTensor } from '#core/tensor.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo/', import.meta.url));
const CPU = { device: 'cpu', threads: 1 } as const;
const [UNITS, LATENT] = [5, 3];

/** Latents that no linear map reaches: products of units, at offsets and scales of their own. */
function crossed(rows: number): { representations: FloatTensor; latents: FloatTensor } {
  const representations = latentStream(11, UNITS).rows(0, rows);
  const at = (row: number, unit: number) => representations.data[row * UNITS + unit] as number;
  const data = Float32Array.from({ length: rows * LATENT }, (_, i) => {
    const [row, d] = [Math.floor(i / LATENT), i % LATENT];
    return 40 * d + 10 ** (d - 1) * (at(row, d) * at(row, d + 1) + 0.5 * at(row, 4));
  });
  return { representations, latents: { data, shape: [rows, LATENT] } };
}

function request(rows: number, change: Partial<MlpFitRequest> = {}): MlpFitRequest {
  return {
    ...crossed(rows),
    hidden: [32],
    learningRate: 0.01,
    weightDecay: 0,
    batchSize: 32,
    maxEpochs: 60,
    patience: 10,
    validationShare: 0.2,
    seed: 3,
    ...change,
  };
}

/** 1 - squared error / variance, over all latents, each standardised. */
function explained(actual: FloatTensor, predicted: FloatTensor): number {
  const rows = actual.shape[0] as number;
  const shares = Array.from({ length: LATENT }, (_, d) => {
    const column = (matrix: FloatTensor) =>
      Array.from({ length: rows }, (_, row) => matrix.data[row * LATENT + d] as number);
    const [a, p] = [column(actual), column(predicted)];
    const mean = a.reduce((sum, value) => sum + value, 0) / rows;
    const squared = (of: (i: number) => number) => a.reduce((sum, _, i) => sum + of(i) ** 2, 0);
    return 1 - squared((i) => (a[i] as number) - (p[i] as number)) / squared((i) => (a[i] as number) - mean);
  });
  return shares.reduce((sum, share) => sum + share, 0) / LATENT;
}

describe('trainMlp', () => {
  test('learns what a linear map cannot, and predicts rows it has not seen', async () => {
    const all = crossed(900);
    const fit = await trainMlp(request(700), CPU);
    const unseen = { data: all.representations.data.slice(700 * UNITS), shape: [200, UNITS] };
    const truth = { data: all.latents.data.slice(700 * LATENT), shape: [200, LATENT] };
    expect(explained(truth, predictMlp(fit.mlp, unseen))).toBeGreaterThan(0.9);
    expect(fit.message).toBeNull();
    const losses = fit.epochs.map(({ validationLoss }) => validationLoss);
    expect(losses[fit.bestEpoch - 1]).toBe(Math.min(...losses));

    const linear = await trainMlp(request(700, { hidden: [] }), CPU);
    expect(explained(truth, predictMlp(linear.mlp, unseen))).toBeLessThan(0.5);
  });

  test('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all(
      [3, 3, 4].map((seed) => trainMlp(request(100, { maxEpochs: 3, seed }), CPU)),
    );
    expect(again).toEqual(first);
    expect(other?.epochs).not.toEqual(first?.epochs);
  });

  test('copes with a constant unit and a constant latent', async () => {
    const { representations, latents } = crossed(100);
    const flat = (matrix: FloatTensor, width: number) => ({
      ...matrix,
      data: matrix.data.map((value, i) => (i % width === 1 ? 7 : value)),
    });
    const fit = await trainMlp(
      request(100, { representations: flat(representations, UNITS), latents: flat(latents, LATENT), maxEpochs: 2 }),
      CPU,
    );
    const predicted = predictMlp(fit.mlp, representations);
    expect(predicted.data.filter((_, i) => i % LATENT === 1).every((value) => value === 7)).toBe(true);
    expect(predicted.data.every(Number.isFinite)).toBe(true);
  });

  test.each([
    [
      'fewer than three rows',
      request(2),
      { code: 'NO_SAMPLES', message: 'A network needs at least 3 samples, but there are 2.' },
    ],
    [
      'other counts of rows',
      { ...request(10), latents: crossed(9).latents },
      { code: 'BAD_SHAPE', message: 'Expected 10 x any from the latents to fit, but got 9 x 3.' },
    ],
  ])('refuses %s', async (_, wrong, failure) => {
    await expect(trainMlp(wrong, CPU)).rejects.toMatchObject(failure);
  });

  test('refuses values that are not finite, in whichever row', async () => {
    for (let row = 0; row < 10; row++) {
      const { representations } = crossed(10);
      representations.data[row * UNITS + 3] = Number.NaN;
      await expect(trainMlp({ ...request(10), representations }, CPU)).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: 'The representations hold values that are not finite numbers, first in column 3.',
      });
    }
  });

  test('says so when it diverges', async () => {
    await expect(trainMlp(request(200, { learningRate: 1e4 }), CPU)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/^Training diverged in epoch 1: the loss /),
      remedy: 'Choose a smaller learning rate.',
    });
  });
});

describe('running out of memory', () => {
  test('is told from other errors of ONNX Runtime', async () => {
    const x = input('x', [1]);
    const session = await createSession(encodeOnnx(graphModel([['y', expand(x, [2 ** 24, 2 ** 22])]], [x])), 'cpu', 1);
    const thrown = await session.run({ x: new Tensor('float32', [1], [1]) }).catch((error: unknown) => error);
    expect(isOutOfMemory(thrown)).toBe(true);
    const other = await session.run({ z: new Tensor('float32', [1], [1]) }).catch((error: unknown) => error);
    expect(other).toBeInstanceOf(Error);
    expect(isOutOfMemory(other)).toBe(false);
  });
});

describe('in an engine process', () => {
  const host = startEngine({ spawn: forkEngine, device: 'cpu', threads: 1, batch: null, onStatus: () => {} });
  let engine: PairEngine;
  beforeAll(async () => {
    const { files } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
    engine = await host.openPair(files);
  });
  afterAll(() => host.close());

  test('fits, and reports its losses on the way', async () => {
    const reports: TrainingReport[] = [];
    const fit = await engine.fitMlp(request(150, { maxEpochs: 4 }), undefined, (report) => reports.push(report));
    expect(fit).toEqual(await trainMlp(request(150, { maxEpochs: 4 }), CPU));
    expect(reports.map(({ epoch, validationLoss }) => [epoch, validationLoss])).toEqual(
      fit.epochs.map(({ validationLoss }, i) => [i + 1, validationLoss]),
    );
  });

  test('stops when cancelled, and is free for the next call', async () => {
    const controller = new AbortController();
    const endless = request(200, { maxEpochs: 1e6, patience: 1e6 });
    const training = engine.fitMlp(endless, controller.signal, () => controller.abort());
    await expect(training).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await engine.fitMlp(request(50, { maxEpochs: 1 }))).epochs).toHaveLength(1);
  });
});
