import { Tensor } from 'onnxruntime-node';
import type { DeviceName, MlpFit, MlpFitRequest } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { graphModel } from '#core/graph/emit.ts';
import { initialParameters, type MlpGraph, mlpGraph, mlpOf, type Standard, standardOf } from '#core/graph/mlp.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { adam, adamW } from '#core/graph/optimiser.ts';
import { type Learner, splitRows, type TrainingWatch, train } from '#core/graph/train.ts';
import { LOSS } from '#core/graph/training.ts';
import { expectShape, type FloatTensor } from '#core/tensor.ts';
import { createSession, isOutOfMemory } from './session.ts';
import { openTraining } from './trainingSession.ts';

export interface TrainingDevice {
  readonly device: DeviceName;
  readonly threads: number;
}

/** Where a device has too little memory, batches are halved down to this. */
const SMALLEST_BATCH = 16;

/**
 * Trains a multilayer perceptron from representations to latents: standardised on the training rows, mean squared error, Adam or AdamW,
 * early stopping on rows kept apart.
 *
 * @throws Failure NO_SAMPLES with fewer than 3 rows, BAD_SHAPE when N differs, BAD_INPUT when values are not finite, when training
 *   diverges at once, or when the device's memory does not hold the smallest batch
 */
export async function trainMlp(request: MlpFitRequest, on: TrainingDevice, watch: TrainingWatch = {}): Promise<MlpFit> {
  const { representations, latents, hidden, validationShare, seed } = request;
  const [rows, units] = representations.shape as [number, number];
  expectShape(latents.shape, [rows, -1], 'the latents to fit');
  if (rows < 3)
    throw new Failure('NO_SAMPLES', `A network needs at least 3 samples, but there are ${rows}.`, {
      remedy: 'Draw more samples.',
    });
  const split = splitRows(rows, validationShare, seed);
  const task: Task = {
    request,
    on,
    ...split,
    sizes: [units, ...hidden, latents.shape[1] as number],
    from: standardOf(representations, split.training, 'representations'),
    to: standardOf(latents, split.training, 'latents'),
  };
  standardOf(representations, split.validation, 'representations');
  standardOf(latents, split.validation, 'latents');

  const wanted = Math.min(request.batchSize, split.training.length);
  for (let batchSize = wanted; ; batchSize = Math.floor(batchSize / 2)) {
    try {
      const fit = await trainWith(task, batchSize, watch);
      if (batchSize === wanted) return fit;
      const smaller = `The device has too little memory for batches of ${wanted} samples; ${batchSize} were used.`;
      return { ...fit, message: [smaller, fit.message].filter(Boolean).join(' ') };
    } catch (thrown) {
      if (!isOutOfMemory(thrown)) throw thrown;
      if (batchSize / 2 < SMALLEST_BATCH)
        throw new Failure('BAD_INPUT', `The device has too little memory for a network of ${task.sizes.join(' x ')}.`, {
          remedy: 'Choose fewer or narrower hidden layers, or the processor as the device.',
          cause: thrown,
        });
    }
  }
}

interface Task {
  readonly request: MlpFitRequest;
  readonly on: TrainingDevice;
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly sizes: readonly number[];
  readonly from: Standard;
  readonly to: Standard;
}

async function trainWith(task: Task, batchSize: number, watch: TrainingWatch): Promise<MlpFit> {
  const { request, sizes, from, to } = task;
  const { learner, close } = await openLearner(task, batchSize);
  try {
    const stepsPerRun = Math.max(1, Math.round(OPERATIONS_PER_RUN / operationsOf(sizes, batchSize)));
    const trained = await train({ ...request, batchSize, stepsPerRun }, task.training, learner, watch);
    const { parameters, epochs, bestEpoch, stopped, message } = trained;
    return { mlp: mlpOf(sizes, parameters, from, to), epochs, bestEpoch, stopped, message };
  } finally {
    await close();
  }
}

/** One to two tenths of a second on two cores: how long a cancel and other calls wait. */
const OPERATIONS_PER_RUN = 1.2e10;
/** Below this a second thread costs more than it brings. */
const OPERATIONS_PER_THREAD = 1e7;

/** Of one step: three products a layer, forward, to the weights and to the inputs. */
function operationsOf(sizes: readonly number[], batchSize: number): number {
  return sizes.slice(1).reduce((sum, outputs, layer) => sum + 6 * batchSize * (sizes[layer] as number) * outputs, 0);
}

type Parameters = readonly Float32Array[];

async function openLearner(
  { request, on, sizes, from, to, validation }: Task,
  batchSize: number,
): Promise<{ readonly learner: Learner<Parameters>; close(): Promise<void> }> {
  const { representations, latents, learningRate, weightDecay, seed } = request;
  const threads = operationsOf(sizes, batchSize) < OPERATIONS_PER_THREAD ? 1 : on.threads;
  const optimiser = weightDecay === 0 ? adam({ learningRate }) : adamW({ learningRate, weightDecay });
  const { x, y, parameters, loss } = mlpGraph(sizes, batchSize, from, to);
  const start = initialParameters(sizes, seed);
  const session = await openTraining({ parameters, batch: [x, y], loss, optimiser }, start, on.device, threads);
  const judge = await openJudge(mlpGraph(sizes, validation.length, from, to), on.device, threads).catch(
    async (error: unknown) => {
      await session.close();
      throw error;
    },
  );
  const held = { x: rowsOf(representations, [validation]), y: rowsOf(latents, [validation]) };
  return {
    learner: {
      run: (batches) => session.run([rowsOf(representations, batches), rowsOf(latents, batches)], batches.length),
      parameters: () => session.parameters(),
      validate: (values) => judge.loss(values, held.x, held.y),
    },
    async close() {
      await session.close();
      await judge.close();
    },
  };
}

/** Computes the loss of given parameters on given rows. */
async function openJudge({ x, y, parameters, loss }: MlpGraph, device: DeviceName, threads: number) {
  const inputs = [...parameters, x, y];
  const session = await createSession(encodeOnnx(graphModel([[LOSS, loss]], inputs)), device, threads);
  return {
    async loss(values: Parameters, ...batch: readonly Float32Array[]): Promise<number> {
      const data = [...values, ...batch];
      const feeds = inputs.map(({ name, shape }, i) => {
        return [name, new Tensor('float32', data[i] as Float32Array, shape as readonly number[])] as const;
      });
      const { data: losses } = (await session.run(Object.fromEntries(feeds)))[LOSS] as Tensor;
      return losses[0] as number;
    },
    close: () => session.release(),
  };
}

/** [K B width] the rows of each batch, one batch after the other */
function rowsOf({ data, shape }: FloatTensor, batches: readonly Int32Array[]): Float32Array {
  const width = shape[1] as number;
  const result = new Float32Array(batches.reduce((sum, batch) => sum + batch.length, 0) * width);
  let offset = 0;
  for (const batch of batches)
    for (const row of batch) {
      result.set(data.subarray(row * width, (row + 1) * width), offset);
      offset += width;
    }
  return result;
}
