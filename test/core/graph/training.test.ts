import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { graphModel } from '#core/graph/emit.ts';
import { gradients } from '#core/graph/gradient.ts';
import { encodeOnnx, type OnnxModel } from '#core/graph/onnx.ts';
import { adam, adamW, type Optimiser, sgd } from '#core/graph/optimiser.ts';
import { LOSS, loopGraph, nextName, scheduleRows, stateOf, stepGraph, type Training } from '#core/graph/training.ts';
import torch from '../../fixtures/graph/torch_training.json' with { type: 'json' };
import { CONV_BATCH, convNetwork, MLP_BATCH, mlpNetwork } from './networks.ts';

type Tensors = Record<string, Tensor>;
type Arrays = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>;

const STEPS = torch.mlp.x.length;
const OPTIMISERS: Readonly<Record<keyof typeof torch.mlp.after, Optimiser>> = {
  sgd: sgd(0.05),
  adam: adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 0.01 }),
  adamW: adamW({ learningRate: 0.01, weightDecay: 0.1 }),
};

const NETWORKS = {
  mlp: { network: mlpNetwork(), oracle: torch.mlp, shapes: MLP_BATCH, y: torch.mlp.y },
  conv: {
    network: convNetwork(),
    oracle: torch.conv,
    shapes: CONV_BATCH,
    y: torch.conv.y.map((labels) => labels.flatMap(oneHot)),
  },
} as const;

function oneHot(label: number): number[] {
  return [0, 1, 2, 3].map((index) => Number(index === label));
}

function tensor(values: readonly number[], shape: readonly number[]): Tensor {
  return new Tensor('float32', Float32Array.from(values), shape);
}

async function open(model: OnnxModel): Promise<InferenceSession> {
  return InferenceSession.create(encodeOnnx(model), { intraOpNumThreads: 1, logSeverityLevel: 3 });
}

function startOf(training: Training, start: Arrays): Tensors {
  const zeros = stateOf(training).map(({ name, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return [name, tensor(start[name]?.data ?? Array<number>(size).fill(0), shape)];
  });
  return Object.fromEntries(zeros);
}

function largestError(actual: Tensors, expected: Arrays, named = (name: string) => name): number {
  const errors = Object.entries(expected).flatMap(([name, { data }]) => {
    const values = actual[named(name)]?.data as Float32Array;
    expect(values.length).toBe(data.length);
    return data.map((value, i) => Math.abs(value - (values[i] as number)));
  });
  return Math.max(...errors);
}

describe.each(Object.entries(NETWORKS))('%s', (_, { network, oracle, shapes, y }) => {
  const feed = (i: number): Tensors => ({
    x: tensor(oracle.x[i] as number[], shapes.x),
    y: tensor(y[i] as number[], shapes.y),
  });

  test('gradients are those of PyTorch', async () => {
    const { parameters, batch, loss } = network;
    const slopes = gradients(loss, parameters).map((slope, i) => [`d:${parameters[i]?.name}`, slope] as const);
    const session = await open(graphModel([['loss:value', loss], ...slopes], [...parameters, ...batch]));
    const start = Object.entries(oracle.start).map(([name, { data, shape }]) => [name, tensor(data, shape)]);
    const actual = await session.run({ ...Object.fromEntries(start), ...feed(0) });
    expect(largestError(actual as Tensors, oracle.gradients, (name) => `d:${name}`)).toBeLessThan(1e-6);
  });

  test.each(Object.entries(OPTIMISERS))(
    'five steps of %s end where PyTorch ends, one a run or in one Loop',
    async (name, optimiser) => {
      const training: Training = { ...network, optimiser };
      const width = optimiser.schedule(1).length;
      const key = name as keyof typeof OPTIMISERS;

      const step = await open(stepGraph(training));
      let state = startOf(training, oracle.start);
      const losses: number[] = [];
      for (let i = 0; i < STEPS; i++) {
        const schedule = new Tensor('float32', scheduleRows(optimiser, i + 1, 1), [width]);
        const results = (await step.run({ ...state, ...feed(i), schedule })) as Tensors;
        losses.push((results[LOSS] as Tensor).data[0] as number);
        state = Object.fromEntries(
          stateOf(training).map((array) => [array.name, results[nextName(array.name)] as Tensor]),
        );
      }
      expect(largestError(state, oracle.after[key])).toBeLessThan(1e-6);
      losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(oracle.losses[key][i] as number, 5);
      });

      const loop = await open(loopGraph(training));
      const all = await loop.run({
        ...startOf(training, oracle.start),
        x: tensor(oracle.x.flat(), [STEPS, ...shapes.x]),
        y: tensor(y.flat(), [STEPS, ...shapes.y]),
        schedule: new Tensor('float32', scheduleRows(optimiser, 1, STEPS), [STEPS, width]),
      });
      expect(Array.from(all[LOSS]?.data as Float32Array)).toEqual(losses);
      for (const array of stateOf(training)) expect(all[nextName(array.name)]?.data).toEqual(state[array.name]?.data);
    },
  );
});
