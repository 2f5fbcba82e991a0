import type { MapRequest } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { expectShape, type FloatTensor } from '#core/tensor.ts';
import type { OpenPair } from './openPair.ts';

/** Latents mapped between two looks at the messages. */
const BATCH = 1024;

/** Maps standard normal latents to w, truncated towards the mean of each row's class: [B Z] -> [B L] float32. */
export async function mapLatents(pair: OpenPair, request: MapRequest, signal: AbortSignal): Promise<FloatTensor> {
  const { z_dim, c_dim } = pair.files.generator;
  const rows = checkRequest(request, z_dim, c_dim);
  const w = new Float32Array(rows * pair.latentSize);
  for (let first = 0; first < rows; first += BATCH) {
    signal.throwIfAborted();
    const last = Math.min(first + BATCH, rows);
    const z = request.z.data.subarray(first * z_dim, last * z_dim);
    const psi = new Float32Array(last - first).fill(request.psi);
    const mapped = await pair.map(last - first, z, oneHot(request.classIndex.subarray(first, last), c_dim), psi);
    w.set(mapped, first * pair.latentSize);
  }
  return { data: w, shape: [rows, pair.latentSize] };
}

function checkRequest({ z, classIndex, psi }: MapRequest, zDim: number, classes: number): number {
  expectShape(z.shape, [-1, zDim], 'the latents to map');
  const rows = z.shape[0] as number;
  expectShape([z.data.length], [rows * zDim], 'the values of the latents to map');
  expectShape([classIndex.length], [rows], 'the classes of the latents to map');
  if (classes > 0 && !classIndex.every((index) => index >= 0 && index < classes)) {
    throw new Failure('BAD_INPUT', `The classes of the latents to map must lie in 0 to ${classes - 1}.`);
  }
  if (!Number.isFinite(psi)) throw new Failure('BAD_INPUT', 'The truncation psi must be a number.');
  return rows;
}

function oneHot(classIndex: Int32Array, classes: number): Float32Array {
  const rows = new Float32Array(classIndex.length * classes);
  if (classes > 0) {
    classIndex.forEach((index, row) => {
      rows[row * classes + index] = 1;
    });
  }
  return rows;
}
