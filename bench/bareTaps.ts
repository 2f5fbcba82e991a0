import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { createSession } from '#backend/engine/session.ts';

const BATCH = 16;
const BATCHES = 60;

/** Pictures a second of the demo generator with its features, and nothing else. */
export async function bareTapsRate(): Promise<number> {
  const demo = join(import.meta.dirname, '..', 'resources', 'demo');
  const bytes = readFileSync(join(demo, 'truth', 'latents.f32'));
  const w = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + BATCH * 64 * 4));
  const session = await createSession(join(demo, 'taps.onnx'), 'cpu', 2);
  const feeds = { w: new Tensor('float32', w, [BATCH, 64]) };
  await session.run(feeds);
  const start = performance.now();
  for (let batch = 0; batch < BATCHES; batch++) await session.run(feeds);
  const rate = (BATCH * BATCHES) / ((performance.now() - start) / 1000);
  await session.release();
  return rate;
}
