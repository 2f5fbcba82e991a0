import { availableParallelism } from 'node:os';
import { InferenceSession } from 'onnxruntime-node';
import type { DeviceName } from '#core/engine.ts';

/** Execution provider of each device. WebGPU's default layout computes some convolutions wrongly; NCHW is right everywhere. */
const PROVIDERS: Readonly<Record<DeviceName, InferenceSession.ExecutionProviderConfig>> = {
  cuda: 'cuda',
  webgpu: { name: 'webgpu', preferredLayout: 'NCHW' },
  cpu: 'cpu',
};

/** Threads of one run unless a host says otherwise: one a core that this process may use. */
export function defaultThreads(): number {
  return availableParallelism();
}

/**
 * Loads a model with the settings that all sessions of the product share.
 *
 * @param keptOnDevice outputs that stay in the device's memory, to be fed to a session of the same device
 */
export async function createSession(
  model: string | Uint8Array,
  device: DeviceName,
  threads: number,
  keptOnDevice: readonly string[] = [],
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [PROVIDERS[device]],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Spinning threads would take the cores that the image codec and the host's queries need; with work cut into blocks that
    // shrink, a thread that lost its core to them does not keep the others waiting.
    extra: { session: { intra_op: { allow_spinning: '0' }, dynamic_block_base: '4' } },
    ...(keptOnDevice.length > 0 && {
      preferredOutputLocation: Object.fromEntries(keptOnDevice.map((name) => [name, 'gpu-buffer'])),
    }),
  };
  return typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options);
}

/** ONNX Runtime's errors have no codes: these are the words of its allocators, and of the processor's and the devices' own. */
const OUT_OF_MEMORY =
  /failed to allocate memory|out of memory|bad_alloc|OOM\b|available memory of|buffer allocation failed/i;

export function isOutOfMemory(thrown: unknown): boolean {
  return OUT_OF_MEMORY.test(thrown instanceof Error ? thrown.message : String(thrown));
}

/** What to leave out of ONNX Runtime's errors, or to say in its place; applied in order. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^Load model from .*? failed:\s*/s, ''],
  [
    /^.*Opset (\d+) is under development.* till opset (\d+).*$/s,
    'it needs opset $1, and this ONNX Runtime knows opsets up to $2',
  ],
  [/^.*, Error (?=No Op)/s, ''],
  [/^.*Status Message: /s, ''],
  [/^.*\bwas false\.\s*/s, ''],
  [/^\/onnxruntime_src\/\S+ .*?\)\s+(?=[A-Z])/s, ''],
  [/^(This is an invalid model|Invalid model)\.\s*(Error:\s*)?/, ''],
];

/** What ONNX Runtime threw, short enough to stand in a sentence: its errors have no codes, and name its own source files. */
export function describeOrtError(thrown: unknown): string {
  const message = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  const plain = REWRITES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message);
  return (plain.split('\n')[0] ?? '').replace(/\.$/, '');
}
