import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceName } from '#core/engine.ts';
import { graphModel } from '#core/graph/emit.ts';
import { fixedShape } from '#core/graph/node.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import {
  LOSS,
  loopGraph,
  nextName,
  SCHEDULE,
  scheduleRows,
  stateOf,
  stepGraph,
  type Training,
} from '#core/graph/training.ts';
import { sizeOfShape } from '#core/tensor.ts';
import { createSession } from './session.ts';

/** Parameters being trained on a device, with the optimiser's arrays. */
export interface TrainingSession {
  /**
   * Takes some optimiser steps.
   *
   * @param batches [count ...] float32, a minibatch a step for each batch input, in the order of `Training.batch`
   * @returns [count] the loss of each minibatch before its step
   */
  run(batches: readonly Float32Array[], count: number): Promise<Float32Array>;
  /** In the order of `Training.parameters`. */
  parameters(): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

type State = Readonly<Record<string, Tensor>>;

/**
 * Everywhere but on WebGPU a run is one ONNX Loop over its steps, because what goes in and out passes through the processor's memory.
 * WebGPU keeps it on the device between runs, where single steps cost nothing more.
 *
 * @param start in the order of `Training.parameters`
 */
export async function openTraining(
  training: Training,
  start: readonly Float32Array[],
  device: DeviceName,
  threads: number,
): Promise<TrainingSession> {
  const arrays = stateOf(training);
  const staysOnDevice = device === 'webgpu';
  const kept = staysOnDevice ? arrays.map(({ name }) => nextName(name)) : [];
  const model = encodeOnnx(staysOnDevice ? stepGraph(training) : loopGraph(training));
  const session = await createSession(model, device, threads, kept);
  const reader = staysOnDevice ? await openReader(training, device, threads) : null;
  let step = 0;
  let state: State = Object.fromEntries(
    arrays.map(({ name, shape }, i) => [
      name,
      new Tensor('float32', start[i] ?? new Float32Array(sizeOfShape(shape)), shape),
    ]),
  );

  const advance = async (batches: readonly Float32Array[], lead: readonly number[]): Promise<Float32Array> => {
    const count = lead[0] ?? 1;
    const schedule = scheduleRows(training.optimiser, step + 1, count);
    const feeds = training.batch.map((value, i) => {
      return [value.name, new Tensor('float32', batches[i] as Float32Array, [...lead, ...fixedShape(value)])] as const;
    });
    const results = await session.run({
      ...state,
      ...Object.fromEntries(feeds),
      [SCHEDULE]: new Tensor('float32', schedule, [...lead, schedule.length / count]),
    });
    release(state);
    state = Object.fromEntries(arrays.map(({ name }) => [name, results[nextName(name)] as Tensor]));
    step += count;
    return results[LOSS]?.data as Float32Array;
  };

  return {
    async run(batches, count) {
      if (!staysOnDevice) return advance(batches, [count]);
      const losses = new Float32Array(count);
      for (let i = 0; i < count; i++)
        losses.set(
          await advance(
            batches.map((batch) => rowOf(batch, i, count)),
            [],
          ),
          i,
        );
      return losses;
    },
    async parameters() {
      const names = training.parameters.map(({ name }) => name);
      if (reader === null) return names.map((name) => state[name]?.data as Float32Array);
      const read = await reader.run(Object.fromEntries(names.map((name) => [name, state[name] as Tensor])));
      return names.map((name) => read[readName(name)]?.data as Float32Array);
    },
    async close() {
      release(state);
      await session.release();
      await reader?.release();
    },
  };
}

function release(state: State): void {
  for (const tensor of Object.values(state)) if (tensor.location === 'gpu-buffer') tensor.dispose();
}

function rowOf(batch: Float32Array, row: number, rows: number): Float32Array {
  const width = batch.length / rows;
  return batch.subarray(row * width, (row + 1) * width);
}

/** A session that does nothing but bring parameters back: asking a tensor on the device for its data ends the process. */
function openReader({ parameters }: Training, device: DeviceName, threads: number): Promise<InferenceSession> {
  const outputs = parameters.map((value) => [readName(value.name), value] as const);
  return createSession(encodeOnnx(graphModel(outputs, parameters)), device, threads);
}

function readName(name: string): string {
  return `${name}.read`;
}
