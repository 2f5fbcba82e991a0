import type { Value } from '../graph/node.ts';
import { conv, detached, div, exp, input, leakyRelu, log, mul, reduceMax, reduceSum, sub } from '../graph/ops.ts';
import { randomState } from '../random.ts';

/** Fully convolutional networks from feature maps to labels, on graphs. */

/** One convolution of odd kernel size; its picture keeps its size. */
export interface Layer {
  readonly outputs: number;
  readonly kernel: 1 | 3;
  readonly dilation: number;
}

export const ARCHITECTURES = ['compact', 'S', 'M', 'L'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

const dilated = (widths: readonly number[], dilations: readonly number[]): readonly Layer[] =>
  dilations.map((dilation, at) => ({ outputs: widths[at] ?? 0, kernel: 3, dilation }));

/** S, M and L are the reference's FewShotCNN; `compact` is small enough to be trained again after every mask. */
const HIDDEN: Readonly<Record<Architecture, readonly Layer[]>> = {
  compact: dilated([32, 32], [1, 2]),
  S: dilated([128, 64, 64, 32], [1, 2, 1, 2]),
  M: dilated([128, 64, 64, 64, 64, 32], [1, 2, 4, 1, 2, 4]),
  L: dilated([128, 64, 64, 64, 64, 64, 64, 32], [1, 2, 4, 8, 1, 2, 4, 8]),
};

export function layersOf(architecture: Architecture, labels: number): readonly Layer[] {
  return [...HIDDEN[architecture], { outputs: labels, kernel: 3, dilation: 1 }];
}

/** Shapes of weights [O C k k] and bias [O] of each layer, in order. */
export function parameterShapes(layers: readonly Layer[], channels: number): readonly (readonly number[])[] {
  let inputs = channels;
  return layers.flatMap(({ outputs, kernel }) => {
    const shapes = [[outputs, inputs, kernel, kernel], [outputs]];
    inputs = outputs;
    return shapes;
  });
}

const LEAK = 0.2;

/**
 * Logits [B labels H W] of features [B C H W]: convolutions with zeros around, LeakyReLU between them, none after the last.
 *
 * @param parameters weights and bias of each layer, in order
 */
export function networkLogits(x: Value, layers: readonly Layer[], parameters: readonly Value[]): Value {
  return layers.reduce((signal, { kernel, dilation }, at) => {
    const reach = kernel === 3 ? dilation : 0;
    const sum = conv(signal, parameters[2 * at] as Value, parameters[2 * at + 1] as Value, {
      pads: [reach, reach, reach, reach],
      dilations: [dilation, dilation],
    });
    return at + 1 < layers.length ? leakyRelu(sum, LEAK) : sum;
  }, x);
}

export function parameterInputs(layers: readonly Layer[], channels: number, prefix = ''): readonly Value[] {
  return parameterShapes(layers, channels).map((shape, at) =>
    input(`${prefix}${at % 2 === 0 ? 'weights' : 'bias'}${at >> 1}`, shape),
  );
}

/** He et al. 2015 for LeakyReLU: uniform with variance 2 / (inputs (1 + leak^2)); the last layer a tenth of that; biases 0. */
export function startParameters(layers: readonly Layer[], channels: number, seed: number): Float32Array[] {
  const random = randomState(seed);
  const shapes = parameterShapes(layers, channels);
  return shapes.map((shape, at) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (at % 2 === 1) return new Float32Array(size);
    const inputs = size / (shape[0] as number);
    const bound = Math.sqrt(6 / (inputs * (1 + LEAK ** 2))) * (at + 2 < shapes.length ? 1 : 0.1);
    return Float32Array.from({ length: size }, () => bound * (2 * random.uniform() - 1));
  });
}

/**
 * Weighted cross-entropy over pixels.
 *
 * @param targets [B labels H W] the weight of a pixel at its label, 0 at the others
 */
export function pixelLoss(logits: Value, targets: Value): Value {
  const centred = sub(logits, detached(reduceMax(logits, [1], 1)));
  const surprise = sub(log(reduceSum(exp(centred), [1], 1)), centred);
  return div(reduceSum(mul(targets, surprise)), reduceSum(targets));
}
