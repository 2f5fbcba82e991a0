import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceName } from '#core/engine.ts';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from './onnxWriter.ts';
import { createSession } from './session.ts';

/**
 * What a device must compute as the processor does before it is trusted: the operators of style-based generators,
 * among them the convolutions (6 to 8, 9 to 32 channels) that a device was once seen to get silently wrong.
 */

/**
 * Largest difference to the processor that is allowed, relative to the largest value. Ten bits of mantissa in the products
 * (TensorFloat-32, the default of NVIDIA's convolutions) give about 1e-3; a wrong kernel is off by tenths.
 */
export const SELF_TEST_TOLERANCE = 5e-3;

const SIZE_PX = 64;
const X_SHAPE = [2, 6, SIZE_PX, SIZE_PX];
const W_SHAPE = [2, 16];
const TIMED_RUNS = 2;
const OUTPUTS = ['features', 'scores'] as const;

export interface SelfTestResult {
  readonly outputs: readonly Float32Array[];
  /** Fastest of the timed runs. */
  readonly elapsedMs: number;
}

/** Runs the test graph on a device; the first run, which compiles kernels, is not timed. */
export async function runSelfTest(device: DeviceName, threads: number): Promise<SelfTestResult> {
  const session = await createSession(selfTestModel(), device, threads);
  try {
    const outputs = await runOnce(session);
    let elapsedMs = Number.POSITIVE_INFINITY;
    for (let run = 0; run < TIMED_RUNS; run++) {
      const start = performance.now();
      await runOnce(session);
      elapsedMs = Math.min(elapsedMs, performance.now() - start);
    }
    return { outputs, elapsedMs };
  } finally {
    await session.release();
  }
}

/** Largest absolute difference, relative to the largest absolute value expected; infinite when something is not a number. */
export function selfTestError(expected: readonly Float32Array[], actual: readonly Float32Array[]): number {
  const errors = expected.map((values, index) => {
    let [largest, difference] = [0, 0];
    values.forEach((value, i) => {
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - (actual[index]?.[i] ?? Number.NaN)));
    });
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference / largest;
  });
  return Math.max(...errors);
}

async function runOnce(session: InferenceSession): Promise<Float32Array[]> {
  const input = (shape: number[]): Tensor => new Tensor('float32', wave(shape, 1), shape);
  const results = await session.run({ x: input(X_SHAPE), w: input(W_SHAPE) });
  return OUTPUTS.map((name) => results[name]?.data as Float32Array);
}

function selfTestModel(): Uint8Array {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const add = (op: string, inputs: string[], output: string, attributes: OnnxNode['attributes'] = {}): string => {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };
  const weights = (name: string, shape: number[]): string => {
    const fanIn = shape.slice(1).reduce((product, extent) => product * extent, 1);
    initializers.push({ name, shape, data: wave(shape, Math.sqrt(2 / fanIn)) });
    return name;
  };
  /** Convolution, activation: `kernel` 3 keeps the size. */
  const conv = (input: string, from: number, to: number, kernel: 1 | 3): string => {
    const name = `conv${from}to${to}`;
    const pad = (kernel - 1) / 2;
    const sum = add('Conv', [input, weights(`${name}.weight`, [to, from, kernel, kernel])], `${name}.sum`, { pads: [pad, pad, pad, pad] });
    return add('LeakyRelu', [sum], name, { alpha: { float: 0.2 } });
  };
  /** Scales channels by an affine function of w, as style modulation does. */
  const modulate = (input: string, channels: number): string => {
    const style = add('Gemm', ['w', weights('style.weight', [16, channels])], 'style');
    initializers.push({ name: 'style.shape', shape: [4], data: BigInt64Array.from([-1n, BigInt(channels), 1n, 1n]) });
    return add('Mul', [input, add('Reshape', [style, 'style.shape'], 'style.map')], 'modulated');
  };

  const narrow = conv(conv('x', 6, 8, 3), 8, 9, 1);
  const wide = modulate(conv(narrow, 9, 32, 3), 32);
  const features = add('Tanh', [conv(wide, 32, 33, 3)], 'features');
  const pooled = add('Flatten', [add('GlobalAveragePool', [features], 'pooled')], 'flat');
  add('Gemm', [pooled, weights('head.weight', [33, 10])], 'scores');
  return encodeOnnx({
    opset: 13,
    nodes,
    initializers,
    inputs: [
      { name: 'x', shape: X_SHAPE },
      { name: 'w', shape: W_SHAPE },
    ],
    outputs: [
      { name: 'features', shape: [2, 33, SIZE_PX, SIZE_PX] },
      { name: 'scores', shape: [2, 10] },
    ],
  });
}

/** Values without a pattern that a wrong kernel could hit by chance, the same on every machine. */
function wave(shape: readonly number[], amplitude: number): Float32Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return Float32Array.from({ length: size }, (_, i) => amplitude * Math.SQRT2 * Math.sin(1 + i * 12.9898 + (i % 97) * 78.233));
}
