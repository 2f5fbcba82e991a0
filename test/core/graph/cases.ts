import { gradients } from '#core/graph/gradient.ts';
import type { Value } from '#core/graph/node.ts';
import * as g from '#core/graph/ops.ts';
import { randomState } from '#core/random.ts';
import { type Dense, dense } from './evaluate.ts';

/** A row: what is differentiated, and the shapes of the inputs it is differentiated by. */
export interface Case {
  readonly name: string;
  readonly of: (...inputs: Value[]) => Value;
  readonly shapes: readonly (readonly number[])[];
  /** Keeps the inputs above 0, for log, sqrt and powers. */
  readonly positive?: boolean;
}

const M = [3, 4] as const;
const PICTURE = [2, 3, 5, 6] as const;

export const CASES: readonly Case[] = [
  { name: 'Neg', of: (x) => g.neg(x as Value), shapes: [M] },
  { name: 'Exp', of: (x) => g.exp(x as Value), shapes: [M] },
  { name: 'Log', of: (x) => g.log(x as Value), shapes: [M], positive: true },
  { name: 'Sqrt', of: (x) => g.sqrt(x as Value), shapes: [M], positive: true },
  { name: 'Sigmoid', of: (x) => g.sigmoid(x as Value), shapes: [M] },
  { name: 'Tanh', of: (x) => g.tanh(x as Value), shapes: [M] },
  { name: 'Relu', of: (x) => g.relu(x as Value), shapes: [M] },
  { name: 'LeakyRelu', of: (x) => g.leakyRelu(x as Value, 0.2), shapes: [M] },
  { name: 'Softmax, last axis', of: (x) => g.softmax(x as Value, 1), shapes: [M] },
  { name: 'Softmax, first axis', of: (x) => g.softmax(x as Value, 0), shapes: [M] },
  { name: 'Pow', of: (x) => g.pow(x as Value, 2.5), shapes: [M], positive: true },
  { name: 'square', of: (x) => g.square(x as Value), shapes: [M] },
  {
    name: 'Where',
    of: (a, b) => g.where(g.greater(a as Value, b as Value), g.mul(a as Value, 3), b as Value),
    shapes: [M, [4]],
  },
  {
    name: 'MatMul',
    of: (a, b) => g.matMul(a as Value, b as Value),
    shapes: [
      [3, 4],
      [4, 2],
    ],
  },
  {
    name: 'MatMul, stacked and broadcast',
    of: (a, b) => g.matMul(a as Value, b as Value),
    shapes: [
      [2, 3, 4],
      [4, 2],
    ],
  },
  { name: 'Reshape', of: (x) => g.reshape(x as Value, [2, 6]), shapes: [M] },
  { name: 'Transpose', of: (x) => g.transpose(x as Value, [2, 0, 1]), shapes: [[2, 3, 4]] },
  { name: 'Expand', of: (x) => g.expand(x as Value, [2, 3, 4]), shapes: [[3, 1]] },
  { name: 'ReduceSum', of: (x) => g.reduceSum(x as Value, [0, 2]), shapes: [[2, 3, 4]] },
  { name: 'ReduceSum, axes kept', of: (x) => g.reduceSum(x as Value, [1], 1), shapes: [[2, 3, 4]] },
  { name: 'mean', of: (x) => g.reduceMean(x as Value, [1]), shapes: [M] },
  { name: 'Slice', of: (x) => g.slice(x as Value, [2, 0], [1, 0], [3, 1]), shapes: [[2, 3, 4]] },
  { name: 'Pad', of: (x) => g.pad(x as Value, [0, 1], [2, 0]), shapes: [M] },
  {
    name: 'Concat',
    of: (a, b, c) => g.concat([a, b, c] as Value[], 1),
    shapes: [
      [2, 3],
      [2, 1],
      [2, 4],
    ],
  },
  {
    name: 'Gather, repeated entries, inner axis',
    of: (x) => g.gather(x as Value, 1, [2, 0, 2, 1, 2]),
    shapes: [[2, 3, 4]],
  },
  { name: 'Gather, last axis', of: (x) => g.gather(x as Value, 1, [3, 3, 0]), shapes: [M] },
  { name: 'cross-entropy', of: (x, t) => g.crossEntropy(x as Value, g.softmax(t as Value, 1)), shapes: [M, M] },
  { name: 'mean squared error', of: (x, t) => g.meanSquaredError(x as Value, t as Value), shapes: [M, M] },
  {
    name: 'a value used twice',
    of: (x) => g.mul(g.exp(x as Value), g.add(x as Value, g.tanh(x as Value))),
    shapes: [M],
  },
  ...(
    [
      ['Add', g.add],
      ['Sub', g.sub],
      ['Mul', g.mul],
      ['Div', g.div],
    ] as const
  ).flatMap(([name, of]): Case[] => [
    { name, of: (a, b) => of(a as Value, b as Value), shapes: [M, M], positive: true },
    {
      name: `${name}, a row and a column`,
      of: (a, b) => of(a as Value, b as Value),
      shapes: [[4], [3, 1]],
      positive: true,
    },
    { name: `${name}, with a number`, of: (a) => of(2, a as Value), shapes: [M], positive: true },
  ]),
  ...([0, 1] as const).flatMap((transA) =>
    ([0, 1] as const).map(
      (transB): Case => ({
        name: `Gemm, transposed ${transA} ${transB}`,
        of: (a, b, bias) => g.gemm(a as Value, b as Value, bias, transA, transB),
        shapes: [transA ? [4, 3] : [3, 4], transB ? [2, 4] : [4, 2], [2]],
      }),
    ),
  ),
  ...[
    { name: '3 x 3', outputs: 2, kernel: [3, 3] as const, of: { pads: [1, 1, 1, 1] } },
    { name: '3 x 3, more outputs than channels', outputs: 5, kernel: [3, 3] as const, of: { pads: [1, 1, 1, 1] } },
    { name: '1 x 1', outputs: 4, kernel: [1, 1] as const, of: {} },
    { name: '3 x 2, no padding', outputs: 4, kernel: [3, 2] as const, of: {} },
    { name: '3 x 2, uneven padding', outputs: 2, kernel: [3, 2] as const, of: { pads: [2, 1, 0, 0] } },
    { name: '3 x 3, dilated', outputs: 2, kernel: [3, 3] as const, of: { pads: [2, 1, 2, 3], dilations: [2, 2] } },
    {
      name: '2 x 3, dilated, more outputs',
      outputs: 4,
      kernel: [2, 3] as const,
      of: { pads: [1, 0, 2, 1], dilations: [3, 2] },
    },
  ].map(
    ({ name, outputs, kernel, of }): Case => ({
      name: `Conv ${name}`,
      of: (x, weights, bias) => g.conv(x as Value, weights as Value, bias, of),
      shapes: [PICTURE, [outputs, 3, ...kernel], [outputs]],
    }),
  ),
];

export interface Differentiated {
  readonly inputs: readonly Value[];
  readonly feeds: ReadonlyMap<Value, Dense>;
  readonly result: Value;
  /** The numbers of the result, each with a weight of its own, summed. */
  readonly loss: Value;
  /** Of the loss, by each input. */
  readonly slopes: readonly Value[];
}

export function differentiate({ of, shapes, positive }: Case): Differentiated {
  const inputs = shapes.map((shape, i) => g.input(`x${i}`, shape));
  const random = randomState(7);
  const draw = () => (positive ? 0.5 + random.uniform() : random.randn());
  const feeds = new Map(inputs.map((input, i) => [input, dense(shapes[i] as readonly number[], draw)]));
  const result = of(...inputs);
  const shape = result.shape as readonly number[];
  const size = shape.reduce((product, extent) => product * extent, 1);
  const weights = Float32Array.from({ length: size }, () => random.randn());
  const loss = g.reduceSum(g.mul(result, g.constant(weights, shape)));
  return { inputs, feeds, result, loss, slopes: gradients(loss, inputs) };
}
