import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDemoTruth } from '#backend/demoTruth.ts';
import { loadPair } from '#backend/engine/models.ts';
import { type OpenPair, openPair } from '#backend/engine/openPair.ts';
import { createSegmenting } from '#backend/engine/segment.ts';
import { trainSegmenter } from '#backend/engine/trainSegmenter.ts';
import type { PairFiles } from '#core/engine.ts';
import { LABEL_TEMPLATES, labelSetOf } from '#core/labelSet.ts';
import { segmentParamsSchema } from '#core/params.ts';
import type { SegmenterFit, SegmenterRequest } from '#core/segment/request.ts';
import type { Segmenter } from '#core/segment/segmenter.ts';
import { takeRows } from '#core/tensor.ts';
import { RESOURCES } from '../workbench.ts';

/** Training on what it should refuse, or cope with and tell, on the demo pair. */

const ON = { device: 'cpu', threads: 1, batch: null } as const;
const { signal } = new AbortController();
const PIXELS = 64 * 64;
const { labels } = labelSetOf(LABEL_TEMPLATES.critters);

let files: PairFiles;
let pair: OpenPair;
let masks: Uint8Array;
let w: Float32Array;
const opened: OpenPair[] = [];

beforeAll(async () => {
  const demo = join(RESOURCES, 'demo');
  ({ files } = await loadPair(join(demo, 'generator.json'), join(demo, 'classifier-aux.json')));
  pair = await open(files);
  ({ masks, w } = await readDemoTruth(RESOURCES));
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

async function open(changed: PairFiles): Promise<OpenPair> {
  const made = await openPair(changed, ON);
  opened.push(made);
  return made;
}

/** The same generator, of which the manifest names other taps. */
function withTaps(choose: (taps: PairFiles['generator']['feature_taps']) => PairFiles['generator']['feature_taps']) {
  return open({ ...files, generator: { ...files.generator, feature_taps: choose(files.generator.feature_taps) } });
}

function request(pictures: readonly number[], change: Partial<SegmenterRequest> = {}): SegmenterRequest {
  const { retrainEpochs, ...params } = segmentParamsSchema.parse({});
  const shown = new Uint8Array(pictures.length * PIXELS);
  for (const [at, picture] of pictures.entries())
    shown.set(masks.subarray(picture * PIXELS, (picture + 1) * PIXELS), at * PIXELS);
  const quick = { members: 1, maxEpochs: 1, stepsPerEpoch: 6, directions: 8, start: null };
  const latents = takeRows({ data: w, shape: [w.length / 64, 64] }, pictures);
  return { ...params, ...quick, w: latents, masks: shown, groups: Int32Array.from(pictures.keys()), labels, ...change };
}

const train = (asked: SegmenterRequest, on = pair): Promise<SegmenterFit> =>
  trainSegmenter(on, asked, ON, { signal, onProgress: () => undefined });

test('masks without a part are refused', async () => {
  const empty = request([0, 1], { masks: new Uint8Array(2 * PIXELS) });
  await expect(train(empty)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'The masks are empty: nothing is drawn in any of them.',
  });
});

test('an empty picture beside a drawn one is learned as background, and told', async () => {
  const shown = request([0, 1]);
  shown.masks.fill(0, PIXELS);
  const { remarks } = await train(shown);
  expect(remarks).toContain('Nothing is drawn in 1 of 2 pictures: there every pixel was learned as background.');
});

test('a generator without taps is refused', async () => {
  const bare = await open({ ...files, tapsPath: null, generator: { ...files.generator, feature_taps: [] } });
  await expect(train(request([0, 1]), bare)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: `The generator ${files.generator.name} shows no features: its manifest names no taps.`,
  });
});

test('a tap that is gone or changed is named, in training and in finding parts', async () => {
  const { segmenter } = await train(request([0, 1]));
  const fewer = await withTaps((taps) => taps.filter(({ name }) => name !== 'feat8' && name !== 'feat64'));
  const failure = {
    code: 'BAD_INPUT',
    message: `The segmenter was trained on other features than ${files.generator.name} shows: feat8, feat64 differ.`,
  };
  await expect(train(request([0, 1], { start: segmenter }), fewer)).rejects.toMatchObject(failure);
  await expect(segment(segmenter, fewer)).rejects.toMatchObject(failure);
});

test('a tap that has come since is left alone by what goes on from before', async () => {
  const before = await withTaps((taps) => taps.slice(0, -1));
  const { segmenter } = await train(request([0, 1]), before);
  const further = await train(request([0, 1, 2], { start: segmenter }));
  expect(further.segmenter.projections).toEqual(segmenter.projections);
  expect((await segment(further.segmenter, pair)).maps).toHaveLength(PIXELS);
});

test('what goes on keeps its network, whatever else is asked for', async () => {
  const { segmenter } = await train(request([0, 1], { resampling: 'nearest' }));
  const further = await train(request([0, 1], { start: segmenter, architecture: 'L', directions: 2 }));
  expect(further.segmenter).toMatchObject({ architecture: 'compact', resampling: 'nearest' });
  expect(further.segmenter.projections).toBe(segmenter.projections);
});

test('trained as the reference does, it takes every channel as it is', async () => {
  const asked = request([0, 1], { recipe: 'reference', directions: null, learningRate: 1e-3, batchSize: 1, crop: 1 });
  const { segmenter, epochs } = await train(asked);
  expect(epochs).toEqual([{ trained: 1, best: 1 }]);
  for (const { tap, weights, bias } of segmenter.projections) {
    expect(bias).toEqual(new Float32Array(tap.channels));
    const diagonal = weights.filter((_, at) => at % (tap.channels + 1) === 0);
    expect(diagonal).toEqual(new Float32Array(tap.channels).fill(1));
    expect(weights.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(tap.channels);
  }
});

test('a loss that is no number ends training with a sentence', async () => {
  const { segmenter } = await train(request([0, 1]));
  const broken = { ...segmenter, members: [segmenter.members[0]?.map((values) => values.map(() => Number.NaN)) ?? []] };
  await expect(train(request([0, 1], { start: broken }))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message:
      'Training diverged in epoch 1: the loss is no longer a number. No epoch made the network better than it was at the start.',
  });
});

test('a learning rate that is too large ends training with a sentence', async () => {
  await expect(train(request([0, 1], { learningRate: 0.3 }))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(/^Training diverged in epoch 1: the loss grew to /),
    remedy: 'Choose a smaller learning rate.',
  });
});

describe('on a device with too little memory', () => {
  /** The demo pair on a device that fails, as ONNX Runtime words it, until so many attempts were made. */
  const cramped = (failures: number): OpenPair => {
    let left = failures;
    return {
      ...pair,
      async features(rows, latents) {
        if (left-- > 0) throw new Error('Failed to allocate memory for requested buffer of size 1073741824');
        return pair.features(rows, latents);
      },
    };
  };

  test('too little memory: directions are halved, and it is said', async () => {
    const { segmenter, remarks } = await train(request([0, 1], { directions: 16 }), cramped(2));
    expect(segmenter.projections.map(({ bias }) => bias.length)).toEqual([4, 4, 4, 4, 4]);
    expect(remarks[0]).toBe(
      'The device has too little memory for the projection asked for; 4 directions a tap were kept.',
    );
  });

  test('all channels asked for: half of the widest tap is tried first', async () => {
    const { segmenter } = await train(request([0, 1], { directions: null }), cramped(1));
    expect(segmenter.projections.map(({ bias }) => bias.length)).toEqual([48, 48, 48, 48, 24]);
  });

  test('no projection is small enough: training ends with a sentence', async () => {
    await expect(train(request([0, 1]), cramped(100))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'The device has too little memory with the smallest projection on 2 masks of 4096 px.',
    });
  });

  test('going on cannot use a smaller projection: training ends at once', async () => {
    const { segmenter } = await train(request([0, 1]));
    await expect(train(request([0, 1], { start: segmenter }), cramped(1))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'The device has too little memory to train this segmenter further on 2 masks of 4096 px.',
    });
  });
});

function segment(segmenter: Segmenter, on: OpenPair) {
  const latents = { data: w.slice(0, 64), shape: [1, 64] };
  return createSegmenting(ON).segment(on, { w: latents, segmenter, key: 'test', disagreement: false }, signal);
}
