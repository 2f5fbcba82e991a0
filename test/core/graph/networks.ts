import type { Value } from '#core/graph/node.ts';
import {
  add,
  conv,
  crossEntropy,
  gemm,
  input,
  leakyRelu,
  meanSquaredError,
  reduceMean,
  relu,
  sigmoid,
  tanh,
} from '#core/graph/ops.ts';
import type { Training } from '#core/graph/training.ts';

/** The two networks of torch_training.py. */
export type Network = Omit<Training, 'optimiser'>;

export const MLP_BATCH = { x: [8, 5], y: [8, 3] } as const;
export const CONV_BATCH = { x: [2, 2, 6, 7], y: [2, 4] } as const;

export function mlpNetwork(): Network {
  const x = input('x', MLP_BATCH.x);
  const y = input('y', MLP_BATCH.y);
  const layers = [5, 7, 6].map((inputs, i) => ({
    weights: input(`weights${i}`, [inputs, [7, 6, 3][i] as number]),
    bias: input(`bias${i}`, [[7, 6, 3][i] as number]),
  })) as [Layer, Layer, Layer];
  const [first, second, third] = layers;
  const hidden = relu(gemm(x, first.weights, first.bias));
  const deeper = tanh(gemm(hidden, second.weights, second.bias));
  const loss = meanSquaredError(gemm(deeper, third.weights, third.bias), y);
  return { parameters: layers.flatMap(({ weights, bias }) => [weights, bias]), batch: [x, y], loss };
}

interface Layer {
  readonly weights: Value;
  readonly bias: Value;
}

export function convNetwork(): Network {
  const x = input('x', CONV_BATCH.x);
  const y = input('y', CONV_BATCH.y);
  const [kernel0, bias0] = [input('kernel0', [4, 2, 3, 3]), input('bias0', [4])];
  const [kernel1, bias1] = [input('kernel1', [3, 4, 3, 3]), input('bias1', [3])];
  const [weights, bias] = [input('weights', [3, 4]), input('bias', [4])];
  const first = leakyRelu(conv(x, kernel0, bias0, { pads: [1, 1, 1, 1] }), 0.2);
  const second = sigmoid(conv(first, kernel1, bias1, { pads: [2, 2, 2, 2], dilations: [2, 2] }));
  const loss = crossEntropy(add(gemm(reduceMean(second, [2, 3]), weights), bias), y);
  return { parameters: [kernel0, bias0, kernel1, bias1, weights, bias], batch: [x, y], loss };
}
