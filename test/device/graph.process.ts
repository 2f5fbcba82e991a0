import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createSession } from '#backend/engine/session.ts';
import { trainMlp } from '#backend/engine/trainMlp.ts';
import type { DeviceName, MlpFitRequest } from '#core/engine.ts';
import { graphModel } from '#core/graph/emit.ts';
import { predictMlp } from '#core/graph/mlp.ts';
import { encodeOnnx, type OnnxModel } from '#core/graph/onnx.ts';
import { adam } from '#core/graph/optimiser.ts';
import { stepGraph } from '#core/graph/training.ts';
import { latentStream } from '#core/random.ts';
import { CASES, differentiate } from '../core/graph/cases.ts';
import type { Dense } from '../core/graph/evaluate.ts';
import { convNetwork, mlpNetwork } from '../core/graph/networks.ts';

/** Compares graphs on WebGPU with the processor, in a process whose environment names a Vulkan driver; writes what it found as JSON. */

const errors: Record<string, number> = {};
for (const given of CASES) {
  const { inputs, feeds, result, slopes } = differentiate(given);
  const model = graphModel(
    [result, ...slopes].map((value, i) => [`y${i}`, value] as const),
    inputs,
  );
  const tensors = inputs.map((input) => {
    const { shape, data } = feeds.get(input) as Dense;
    return [input.name, new Tensor('float32', Float32Array.from(data), shape)] as const;
  });
  const run = async (device: DeviceName) => {
    const session = await createSession(encodeOnnx(model), device, 1);
    const results = await session.run(Object.fromEntries(tensors));
    await session.release();
    return model.outputs.flatMap(({ name }) => Array.from(results[name]?.data as Float32Array));
  };
  errors[given.name] = largestError(await run('webgpu'), await run('cpu'));
}

const representations = latentStream(1, 6).rows(0, 90);
const request: MlpFitRequest = {
  representations,
  latents: { data: representations.data.map((value) => value * value), shape: [90, 6] },
  hidden: [12],
  learningRate: 0.01,
  weightDecay: 0.01,
  batchSize: 16,
  maxEpochs: 3,
  patience: 3,
  validationShare: 0.2,
  seed: 2,
};
const [onGpu, onCpu] = await Promise.all(
  (['webgpu', 'cpu'] as const).map(async (device) =>
    predictMlp((await trainMlp(request, { device, threads: 1 })).mlp, representations),
  ),
);
errors['an MLP trained for three epochs'] = largestError(onGpu?.data ?? [], onCpu?.data ?? []);

// Where nodes were placed is only told in the log, which ONNX Runtime writes to stderr.
for (const network of [mlpNetwork(), convNetwork()])
  await placementLogged(stepGraph({ ...network, optimiser: adam({ learningRate: 0.01 }) }));

process.stdout.write(JSON.stringify(errors));
process.exit(0);

function placementLogged(model: OnnxModel): Promise<InferenceSession> {
  const provider = { name: 'webgpu', preferredLayout: 'NCHW' } as const;
  return InferenceSession.create(encodeOnnx(model), { executionProviders: [provider], logSeverityLevel: 0 });
}

function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.MAX_VALUE;
  return Array.from(expected).reduce((largest, wanted, i) => {
    const error = Math.abs((actual[i] as number) - wanted) / Math.max(1, Math.abs(wanted));
    return Math.max(largest, Number.isNaN(error) ? Number.MAX_VALUE : error);
  }, 0);
}
