import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure } from '#core/failure.ts';
import { graphModel } from '#core/graph/emit.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { input } from '#core/graph/ops.ts';
import { adamW, type Optimiser } from '#core/graph/optimiser.ts';
import { type Learner, type Trained, train } from '#core/graph/train.ts';
import { countConfusion } from '#core/segment/confusion.ts';
import { featureModel } from '#core/segment/inferenceModel.ts';
import {
  type Layer,
  layersOf,
  networkLogits,
  parameterInputs,
  pixelLoss,
  startParameters,
} from '#core/segment/network.ts';
import { fitProjection, type Projection } from '#core/segment/projection.ts';
import {
  CONFIDENCE_BINS,
  type SegmenterFit,
  type SegmenterProgress,
  type SegmenterRequest,
} from '#core/segment/request.ts';
import { channelsOf } from '#core/segment/segmenter.ts';
import { softmax } from '#core/statistics.ts';
import { expectShape } from '#core/tensor.ts';
import type { OpenPair, RunSettings } from './openPair.ts';
import { createSession, isOutOfMemory } from './session.ts';
import { openTraining } from './trainingSession.ts';

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SegmenterProgress) => void;
}

/** Where a device has too little memory, directions are halved down to this. */
const FEWEST_DIRECTIONS = 4;

/**
 * Learns a segmenter from a few masks. Features are computed from the latents and kept for as long as this runs.
 *
 * @throws Failure BAD_INPUT where the generator shows no features, nothing is drawn, or training diverges at once
 */
export async function trainSegmenter(
  pair: OpenPair,
  request: SegmenterRequest,
  settings: RunSettings,
  watch: Watch,
): Promise<SegmenterFit> {
  checkRequest(pair, request);
  for (let directions = request.directions; ; directions = Math.floor((directions ?? 32) / 2)) {
    try {
      const fit = await trainWith(pair, { ...request, directions }, settings, watch);
      if (directions === request.directions) return fit;
      const remark = `The device has too little memory for the projection asked for; ${directions} directions a tap were kept.`;
      return { ...fit, remarks: [remark, ...fit.remarks] };
    } catch (thrown) {
      if (!isOutOfMemory(thrown) || (directions !== null && directions / 2 < FEWEST_DIRECTIONS)) throw thrown;
    }
  }
}

function checkRequest(pair: OpenPair, { w, masks, groups, labels }: SegmenterRequest): void {
  const [heightPx, widthPx] = pair.files.generator.image.size;
  const count = w.shape[0] as number;
  expectShape(w.shape, [-1, pair.latentSize], 'the latents of the masks');
  expectShape([masks.length], [count * heightPx * widthPx], 'the pixels of the masks');
  expectShape([groups.length], [count], 'the pictures of the masks');
  if (masks.some((value) => value >= labels.length)) {
    throw new Failure('BAD_INPUT', `The masks hold labels beyond the ${labels.length} that there are.`);
  }
  if (masks.every((value) => value === 0)) {
    throw new Failure('BAD_INPUT', 'The masks are empty: nothing is drawn in any of them.', {
      remedy: 'Draw at least one part in one picture.',
    });
  }
}

interface Material {
  readonly projections: readonly Projection[];
  /** [M D H W] float32 */
  readonly features: Float32Array;
  readonly channels: number;
  /** [M] of [K H W] float32, weight of each pixel at its label */
  readonly targets: readonly Float32Array[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly layers: readonly Layer[];
}

async function trainWith(
  pair: OpenPair,
  request: SegmenterRequest,
  settings: RunSettings,
  watch: Watch,
): Promise<SegmenterFit> {
  const { labels, architecture, resampling, cropsMargin } = request;
  const material = await prepare(pair, request, settings, watch.signal);
  const pictures = [...new Set(request.groups)];
  const folds = Math.min(pictures.length, request.members);
  const pixels = material.widthPx * material.heightPx;
  const count = request.groups.length;
  const confusion = new Float64Array(count * labels.length ** 2);
  const calibration = new Float64Array(3 * CONFIDENCE_BINS);
  const members: (readonly Float32Array[])[] = [];
  const epochs: { trained: number; best: number }[] = [];
  const remarks: string[] = [];
  for (let member = 0; member < request.members; member++) {
    const isOut = (row: number) =>
      folds > 1 && pictures.indexOf(request.groups[row] as number) % folds === member % folds;
    const rows = Array.from({ length: count }, (_, row) => row);
    const out = folds > 1 ? rows.filter(isOut) : rows;
    const judge = await openJudge(material, settings);
    try {
      const trained = await trainMember(
        request,
        material,
        settings,
        judge,
        member,
        rows.filter((row) => !isOut(row)),
        out,
        watch,
      );
      members.push(trained.parameters);
      epochs.push({ trained: trained.epochs.length, best: trained.bestEpoch });
      if (trained.message !== null) remarks.push(`Network ${member + 1}: ${trained.message}`);
      if (member < Math.max(1, folds)) {
        const logits = await judge.logits(trained.parameters, out);
        out.forEach((row, at) => {
          const truth = request.masks.subarray(row * pixels, (row + 1) * pixels);
          const seen = read(logits.subarray(at * labels.length * pixels), labels.length, pixels, truth, calibration);
          confusion.set(countConfusion(truth, seen, labels.length), row * labels.length ** 2);
        });
      }
    } finally {
      await judge.close();
    }
  }
  const segmenter = {
    labels,
    widthPx: material.widthPx,
    heightPx: material.heightPx,
    architecture,
    resampling,
    cropsMargin,
    projections: material.projections,
    members,
  };
  return {
    segmenter,
    confusion,
    calibration,
    isHeldOut: folds > 1,
    epochs,
    remarks: [...remarks, ...remarksOn(request)],
  };
}

/** Labels that cannot be learned, or not be judged. */
function remarksOn({ masks, labels, groups }: SegmenterRequest): string[] {
  const pixels = masks.length / groups.length;
  const picturesOf = (label: number) =>
    new Set(Array.from(groups).filter((_, row) => masks.subarray(row * pixels, (row + 1) * pixels).includes(label)))
      .size;
  const drawn = labels.map((_, position) => picturesOf(position));
  const named = (wanted: (pictures: number) => boolean) =>
    labels.filter((_, at) => at > 0 && wanted(drawn[at] as number)).map(({ name }) => name);
  const [never, once] = [named((n) => n === 0), named((n) => n === 1)];
  return [
    ...(new Set(groups).size === 1
      ? ['There is one picture only, so nothing could be left out: the numbers are of training.']
      : []),
    ...(never.length === 0 ? [] : [`Drawn nowhere, so never found: ${never.join(', ')}.`]),
    ...(once.length === 0 || new Set(groups).size === 1
      ? []
      : [`Drawn in one picture only, so not judged fairly: ${once.join(', ')}.`]),
  ];
}

async function prepare(
  pair: OpenPair,
  request: SegmenterRequest,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<Material> {
  const { generator } = pair.files;
  const [heightPx, widthPx] = generator.image.size;
  const taps = await tapMaps(pair, request.w.data, request.groups.length, signal);
  const projections =
    request.start?.projections ??
    generator.feature_taps.map((tap) => fitProjection(tap, taps[tap.name] as Float32Array, request.directions));
  for (const { tap } of projections) {
    const known = generator.feature_taps.find(({ name }) => name === tap.name);
    if (known?.channels !== tap.channels || known.size !== tap.size) {
      throw new Failure(
        'BAD_INPUT',
        `The generator's taps are not those the segmenter was trained on: ${tap.name} differs.`,
        {
          remedy: 'Train a segmenter anew.',
        },
      );
    }
  }
  const shared = { ...request, widthPx, heightPx, projections, members: [] };
  const session = await createSession(encodeOnnx(featureModel(shared)), settings.device, settings.threads);
  const channels = channelsOf(shared);
  const features = new Float32Array(request.groups.length * channels * heightPx * widthPx);
  try {
    for (let row = 0; row < request.groups.length; row++) {
      signal.throwIfAborted();
      const feeds = generator.feature_taps.map(({ name, channels: depth, size }) => {
        const length = depth * size * size;
        const data = (taps[name] as Float32Array).subarray(row * length, (row + 1) * length);
        return [name, new Tensor('float32', data, [1, depth, size, size])] as const;
      });
      const made = (await session.run(Object.fromEntries(feeds))).features as Tensor;
      features.set(made.data as Float32Array, row * channels * heightPx * widthPx);
    }
  } finally {
    await session.release();
  }
  return {
    projections,
    features,
    channels,
    targets: targetsOf(request, heightPx * widthPx),
    widthPx,
    heightPx,
    layers: layersOf(request.architecture, request.labels.length),
  };
}

/** [M C S S] of each tap, in batches as small as pictures are made in. */
async function tapMaps(
  pair: OpenPair,
  w: Float32Array,
  rows: number,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Float32Array>>> {
  const maps: Record<string, Float32Array> = {};
  for (const { name, channels, size } of pair.files.generator.feature_taps)
    maps[name] = new Float32Array(rows * channels * size * size);
  for (let first = 0; first < rows; first += pair.batch) {
    signal.throwIfAborted();
    const last = Math.min(first + pair.batch, rows);
    const found = await pair.features(last - first, w.subarray(first * pair.latentSize, last * pair.latentSize));
    for (const { name, channels, size } of pair.files.generator.feature_taps)
      maps[name]?.set(found[name] as Float32Array, first * channels * size * size);
  }
  return maps;
}

/** The weight of a label is the root of how rare it is: small parts count, and large ones still do. */
function targetsOf({ masks, labels, groups }: SegmenterRequest, pixels: number): Float32Array[] {
  const counts = new Float64Array(labels.length);
  for (const value of masks) counts[value] = (counts[value] as number) + 1;
  const weights = counts.map((count) => (count === 0 ? 0 : Math.sqrt(masks.length / count)));
  return Array.from(groups, (_, row) => {
    const target = new Float32Array(labels.length * pixels);
    for (let at = 0; at < pixels; at++) {
      const label = masks[row * pixels + at] as number;
      target[label * pixels + at] = weights[label] as number;
    }
    return target;
  });
}

type Parameters = readonly Float32Array[];

/** One to two tenths of a second: how long a cancel waits. */
const STEPS_PER_RUN = 6;

async function trainMember(
  request: SegmenterRequest,
  material: Material,
  settings: RunSettings,
  judge: Judge,
  member: number,
  rows: readonly number[],
  out: readonly number[],
  { signal, onProgress }: Watch,
): Promise<Trained<Parameters>> {
  const { layers, channels, widthPx, heightPx } = material;
  const { batchSize, maxEpochs, stepsPerEpoch, learningRate, weightDecay, flip } = request;
  const seed = request.seed + member;
  const parameters = parameterInputs(layers, channels);
  const x = input('features', [batchSize, channels, heightPx, widthPx]);
  const y = input('targets', [batchSize, request.labels.length, heightPx, widthPx]);
  const loss = pixelLoss(networkLogits(x, layers, parameters), y);
  const optimiser = fading(adamW({ learningRate, weightDecay }), maxEpochs * stepsPerEpoch);
  const start = request.start?.members[member] ?? startParameters(layers, channels, seed);
  const session = await openTraining(
    { parameters, batch: [x, y], loss, optimiser },
    start,
    settings.device,
    settings.threads,
  );
  let step = 0;
  const learner: Learner<Parameters> = {
    run(batches) {
      const isMirrored = batches.map(() => flip && step++ % 2 === 1);
      const gather = (rowOf: (row: number) => Float32Array) => {
        const size = rowOf(0).length;
        const data = new Float32Array(batches.length * batchSize * size);
        for (const [at, batch] of batches.entries()) {
          for (const [place, row] of batch.entries()) {
            const offset = (at * batchSize + place) * size;
            data.set(rowOf(row), offset);
            if (isMirrored[at]) mirror(data.subarray(offset, offset + size), widthPx);
          }
        }
        return data;
      };
      const featureSize = channels * heightPx * widthPx;
      const features = gather((row) => material.features.subarray(row * featureSize, (row + 1) * featureSize));
      return session.run([features, gather((row) => material.targets[row] as Float32Array)], batches.length);
    },
    parameters: () => session.parameters(),
    validate: (values) => judge.loss(values, out),
  };
  // An epoch goes through the few masks as often as it takes.
  const repeats = Math.ceil((batchSize * stepsPerEpoch) / rows.length);
  const order = Int32Array.from(
    { length: batchSize * stepsPerEpoch },
    (_, at) => rows[Math.floor(at / repeats) % rows.length] as number,
  );
  try {
    return await train(
      { maxEpochs, patience: request.patience, batchSize, stepsPerRun: STEPS_PER_RUN, seed },
      order,
      learner,
      {
        signal,
        onReport: ({ epoch, trainLoss, validationLoss }) => onProgress({ member, epoch, trainLoss, validationLoss }),
      },
    );
  } finally {
    await session.close();
  }
}

function mirror(planes: Float32Array, widthPx: number): void {
  for (let start = 0; start < planes.length; start += widthPx) planes.subarray(start, start + widthPx).reverse();
}

/** The learning rate falls along half a cosine to nothing (Loshchilov and Hutter 2017). */
function fading(optimiser: Optimiser, steps: number): Optimiser {
  return {
    ...optimiser,
    schedule(step) {
      const [rate, ...others] = optimiser.schedule(step);
      return [((rate as number) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2, ...others];
    },
  };
}

interface Judge {
  /** Mean over the masks of their loss. */
  loss(parameters: Parameters, rows: readonly number[]): Promise<number>;
  /** [rows K H W] float32 */
  logits(parameters: Parameters, rows: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Judges given parameters on given masks, one after the other. */
async function openJudge(material: Material, settings: RunSettings): Promise<Judge> {
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

/** [H W] the label with the largest logit; counts confidences on the way. */
function read(
  logits: Float32Array,
  labels: number,
  pixels: number,
  truth: Uint8Array,
  calibration: Float64Array,
): Uint8Array {
  const found = new Uint8Array(pixels);
  const at = new Float64Array(labels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let label = 0; label < labels; label++) at[label] = logits[label * pixels + pixel] as number;
    const probabilities = softmax(at);
    let best = 0;
    for (let label = 1; label < labels; label++)
      if ((probabilities[label] as number) > (probabilities[best] as number)) best = label;
    found[pixel] = best;
    const confidence = probabilities[best] as number;
    const bin = 3 * Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence * CONFIDENCE_BINS));
    calibration[bin] = (calibration[bin] as number) + 1;
    calibration[bin + 1] = (calibration[bin + 1] as number) + (best === truth[pixel] ? 1 : 0);
    calibration[bin + 2] = (calibration[bin + 2] as number) + confidence;
  }
  return found;
}
