import { Tensor } from 'onnxruntime-node';
import type { DeviceName } from '#core/engine.ts';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from '#core/graph/onnx.ts';
import { createSession } from './session.ts';

/**
 * What a device must compute as the processor does before it is trusted: the operators of style-based generators,
 * among them the convolutions (6 to 8, 9 to 32 channels) that a device was once seen to get silently wrong.
 */

/**
 * Largest difference to the processor that is allowed; outputs lie in -1..1. Ten bits of mantissa in the products
 * (TensorFloat-32, the default of NVIDIA's convolutions) give about 1e-3; a wrong kernel is off by tenths.
 */
export const SELF_TEST_TOLERANCE = 5e-3;

/** Picture sizes tried in turn; `allowedMs` is how long a size may always take, however fast the processor is. */
export const SELF_TEST_STEPS = [
  { sizePx: 16, allowedMs: 50 },
  { sizePx: 64, allowedMs: 0 },
] as const;

const ROWS = 2;
const CHANNELS = 6;
const LATENT = 16;
const TIMED_RUNS = 2;
const OUTPUTS = ['features', 'scores'] as const;

export interface SelfTestResult {
  /** float32 in -1..1 */
  readonly outputs: readonly Float32Array[];
  /** Fastest of the timed runs; the first run, which compiles kernels, is not timed. */
  readonly elapsedMs: number;
}

export interface SelfTest {
  run(sizePx: number): Promise<SelfTestResult>;
  close(): Promise<void>;
}

export async function openSelfTest(device: DeviceName, threads: number): Promise<SelfTest> {
  const session = await createSession(selfTestModel(), device, threads);
  return {
    async run(sizePx) {
      const feeds = {
        x: new Tensor('float32', wave([ROWS, CHANNELS, sizePx, sizePx], 1), [ROWS, CHANNELS, sizePx, sizePx]),
        w: new Tensor('float32', wave([ROWS, LATENT], 1), [ROWS, LATENT]),
      };
      const results = await session.run(feeds);
      let elapsedMs = Number.POSITIVE_INFINITY;
      for (let run = 0; run < TIMED_RUNS; run++) {
        const start = performance.now();
        await session.run(feeds);
        elapsedMs = Math.min(elapsedMs, performance.now() - start);
      }
      return { outputs: OUTPUTS.map((name) => results[name]?.data as Float32Array), elapsedMs };
    },
    close: () => session.release(),
  };
}

/** Largest absolute difference; infinite when something is missing or not a number. */
export function selfTestError(expected: readonly Float32Array[], actual: readonly Float32Array[]): number {
  let largest = 0;
  expected.forEach((values, output) => {
    values.forEach((value, i) => {
      const difference = Math.abs(value - (actual[output]?.[i] ?? Number.NaN));
      largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    });
  });
  return largest;
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
    const sum = add('Conv', [input, weights(`${name}.weight`, [to, from, kernel, kernel])], `${name}.sum`, {
      pads: [pad, pad, pad, pad],
    });
    return add('LeakyRelu', [sum], name, { alpha: { float: 0.2 } });
  };
  /** Scales channels by an affine function of w, as style modulation does. */
  const modulate = (input: string, channels: number): string => {
    const style = add('Gemm', ['w', weights('style.weight', [LATENT, channels])], 'style');
    initializers.push({ name: 'style.shape', shape: [4], data: BigInt64Array.from([-1n, BigInt(channels), 1n, 1n]) });
    return add('Mul', [input, add('Reshape', [style, 'style.shape'], 'style.map')], 'modulated');
  };

  const narrow = conv(conv('x', CHANNELS, 8, 3), 8, 9, 1);
  const wide = modulate(conv(narrow, 9, 32, 3), 32);
  const features = add('Tanh', [conv(wide, 32, 33, 3)], 'features');
  const pooled = add('Flatten', [add('GlobalAveragePool', [features], 'pooled')], 'flat');
  add('Tanh', [add('Gemm', [pooled, weights('head.weight', [33, 10])], 'sums')], 'scores');
  return encodeOnnx({
    opset: 13,
    nodes,
    initializers,
    inputs: [
      { name: 'x', shape: ['rows', CHANNELS, 'height', 'width'] },
      { name: 'w', shape: ['rows', LATENT] },
    ],
    outputs: [
      { name: 'features', shape: ['rows', 33, 'height', 'width'] },
      { name: 'scores', shape: ['rows', 10] },
    ],
  });
}

/** Values without a pattern that a wrong kernel could hit by chance, the same on every machine. */
function wave(shape: readonly number[], amplitude: number): Float32Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return Float32Array.from(
    { length: size },
    (_, i) => amplitude * Math.SQRT2 * Math.sin(1 + i * 12.9898 + (i % 97) * 78.233),
  );
}
