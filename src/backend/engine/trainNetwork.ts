import { input } from '#core/graph/ops.ts';
import { type Learner, type Trained, train } from '#core/graph/train.ts';
import { randomState } from '#core/random.ts';
import { copyView, drawView, type View, viewSize } from '#core/segment/augment.ts';
import { networkLogits, parameterInputs, pixelLoss, startParameters } from '#core/segment/network.ts';
import { optimiserOf } from '#core/segment/recipe.ts';
import type { SegmenterProgress, SegmenterRequest } from '#core/segment/request.ts';
import type { Judge, Parameters } from './judgeNetwork.ts';
import type { RunSettings } from './openPair.ts';
import type { SegmentMaterial } from './segmentFeatures.ts';
import { openTraining } from './trainingSession.ts';

/** One to two tenths of a second: how long a cancel waits. */
const STEPS_PER_RUN = 6;

export interface NetworkWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SegmenterProgress) => void;
  /** Is given the network as it starts and after every epoch, and waited for. */
  readonly onEpoch?: (parameters: Parameters) => Promise<void>;
}

/**
 * Trains one network of the ensemble, from where the segmenter to go on from left it or from random numbers of its own seed.
 *
 * @param member counts from 0
 * @param rows   masks to learn from
 * @param out    masks whose loss says when to stop
 */
export async function trainNetwork(
  request: SegmenterRequest,
  material: SegmentMaterial,
  settings: RunSettings,
  judge: Judge,
  member: number,
  rows: readonly number[],
  out: readonly number[],
  { signal, onProgress, onEpoch }: NetworkWatch,
): Promise<Trained<Parameters>> {
  const { layers, channels } = material;
  const { batchSize, maxEpochs, stepsPerEpoch, flip, crop } = request;
  const labels = request.labels.length;
  const seed = request.seed + member;
  const size = viewSize(material, crop);
  const parameters = parameterInputs(layers, channels);
  const x = input('features', [batchSize, channels, size.heightPx, size.widthPx]);
  const y = input('targets', [batchSize, labels, size.heightPx, size.widthPx]);
  const loss = pixelLoss(networkLogits(x, layers, parameters), y);
  const optimiser = optimiserOf(request, rows.length);
  const start = request.start?.members[member] ?? startParameters(layers, channels, seed);
  const session = await openTraining(
    { parameters, batch: [x, y], loss, optimiser },
    start,
    settings.device,
    settings.threads,
  );
  const random = randomState(seed);
  const learner: Learner<Parameters> = {
    run(batches) {
      const rows = batches.flatMap((batch) => [...batch]);
      const views = rows.map(() => drawView(material, size, flip, random));
      const gather = (depth: number, planesOf: (row: number) => Float32Array) => {
        const length = depth * size.heightPx * size.widthPx;
        const data = new Float32Array(rows.length * length);
        for (const [at, row] of rows.entries())
          copyView(planesOf(row), material, views[at] as View, data.subarray(at * length, (at + 1) * length));
        return data;
      };
      const whole = channels * material.heightPx * material.widthPx;
      const features = gather(channels, (row) => material.features.subarray(row * whole, (row + 1) * whole));
      return session.run([features, gather(labels, (row) => material.targets[row] as Float32Array)], batches.length);
    },
    parameters: () => session.parameters(),
    async validate(values) {
      await onEpoch?.(values);
      return judge.loss(values, out);
    },
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
