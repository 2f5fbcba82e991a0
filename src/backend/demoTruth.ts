import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import type { PairDescription } from '#core/manifest.ts';

/** What is known exactly of the demo pair's fixed latents; described in resources/demo/truth/truth.json. */
export interface DemoTruth {
  /** Names of the parts, the background first: position is the value in `masks`. */
  readonly parts: readonly string[];
  /** Fixed latents. */
  readonly count: number;
  /** [N L] float32 */
  readonly w: Float32Array;
  /** [N] class of each */
  readonly classIndex: readonly number[];
  readonly sizePx: number;
  /** [N H W] uint8, what the painter painted last at each pixel */
  readonly masks: Uint8Array;
}

const SIZE_PX = 64;
const COLUMNS = 20;

const truthSchema = z.object({
  parts: z.array(z.string()).min(1),
  latents: z.object({ class: z.array(z.int()) }),
});

/** @throws Failure BAD_INPUT for another generator than the demo's: of no other one the truth is known */
export async function truthOf(resourcesFolder: string, { generator }: PairDescription): Promise<DemoTruth> {
  const demo = readFileSync(join(resourcesFolder, 'demo', 'generator.json'), 'utf8');
  if ((JSON.parse(demo) as { synthesis: { sha256: string } }).synthesis.sha256 !== generator.synthesis.sha256) {
    throw new Failure('BAD_INPUT', 'The true parts are known of the demo pair alone, and this is another generator.');
  }
  return readDemoTruth(resourcesFolder);
}

export async function readDemoTruth(resourcesFolder: string): Promise<DemoTruth> {
  const folder = join(resourcesFolder, 'demo', 'truth');
  const { parts, latents } = truthSchema.parse(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')));
  const bytes = readFileSync(join(folder, 'latents.f32'));
  const count = latents.class.length;
  const { data, info } = await sharp(join(folder, 'masks.png')).raw().toBuffer({ resolveWithObject: true });
  const masks = new Uint8Array(count * SIZE_PX * SIZE_PX);
  for (let at = 0; at < masks.length; at++) {
    const picture = Math.floor(at / SIZE_PX ** 2);
    const x = (picture % COLUMNS) * SIZE_PX + (at % SIZE_PX);
    const y = Math.floor(picture / COLUMNS) * SIZE_PX + (Math.floor(at / SIZE_PX) % SIZE_PX);
    masks[at] = data[(y * info.width + x) * info.channels] as number;
  }
  return {
    parts,
    count,
    w: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
    classIndex: latents.class,
    sizePx: SIZE_PX,
    masks,
  };
}
