import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Tensor } from 'onnxruntime-node';
import { createSession, defaultThreads } from '#backend/engine/session.ts';

/** The batch that the engine uses on CPU. */
const BATCH = 16;
const DURATION_MS = 3000;

/** Pictures per second of nothing but `session.run` of the demo pair's synthesis, in a process of its own as the engine has one. */
export async function bareSynthesisRate(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, 'measure']);
  return Number(stdout);
}

async function measure(): Promise<number> {
  const demo = join(import.meta.dirname, '..', 'resources', 'demo');
  const session = await createSession(join(demo, 'synthesis.onnx'), 'cpu', defaultThreads());
  const latents = readFileSync(join(demo, 'truth', 'latents.f32'));
  const width = 64;
  const data = new Float32Array(latents.buffer.slice(latents.byteOffset, latents.byteOffset + BATCH * width * 4));
  const feeds = { w: new Tensor('float32', data, [BATCH, width]) };
  for (let run = 0; run < 4; run++) await session.run(feeds);
  let pictures = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < DURATION_MS) {
    await session.run(feeds);
    pictures += BATCH;
  }
  return (pictures * 1000) / (performance.now() - startedAt);
}

if (process.argv[2] === 'measure') process.stdout.write(String(await measure()));
