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

/** Loads a model with the settings that all sessions of the product share. */
export async function createSession(
  model: string | Uint8Array,
  device: DeviceName,
  threads: number,
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [PROVIDERS[device]],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Spinning threads would take the cores that the image codec and the host's queries need.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  return typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options);
}

/** What ONNX Runtime threw, as one sentence: its errors are plain, long, and name its own source files. */
export function describeOrtError(thrown: unknown): string {
  const message = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  const line = message.replace(/^.*\bwas false\.\s*/s, '').split('\n')[0] ?? '';
  const plain = line
    .replace(/^\/\S+\s+(\[ONNXRuntimeError\] : \d+ : \w+ : )?/, '')
    .replace(/^Load model from \S+ failed:\s*/, '');
  return (plain.split(/(?<=\w)\.\s/)[0] ?? plain).replace(/\.$/, '');
}
