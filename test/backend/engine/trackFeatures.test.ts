import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadPair } from '#backend/engine/models.ts';
import { type OpenPair, openPair } from '#backend/engine/openPair.ts';
import { render } from '#backend/engine/render.ts';
import { trackFeatures } from '#backend/engine/trackFeatures.ts';
import type { PairFiles } from '#core/engine.ts';
import { denseFlow } from '#core/flow.ts';
import { mean } from '#core/statistics.ts';
import type { Planes } from '#core/track/planes.ts';
import { RESOURCES } from '../workbench.ts';

const DEMO = join(RESOURCES, 'demo');
const SIDE = 64;
const PIXELS = SIDE * SIDE;
const LATENT = 64;
const { signal } = new AbortController();

let files: PairFiles;
let pair: OpenPair;
const opened: OpenPair[] = [];
async function open(changed: PairFiles): Promise<OpenPair> {
  const made = await openPair(changed, { device: 'cpu', threads: 1, batch: null });
  opened.push(made);
  return made;
}

beforeAll(async () => {
  ({ files } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json')));
  pair = await open(files);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

const bytesOf = (name: string) => {
  const bytes = readFileSync(join(DEMO, 'truth', name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};
const floatsOf = (name: string) => {
  const bytes = bytesOf(name);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

it('brings motion nearer to what the painter knows', async () => {
  const count = 16;
  const first = 30; // from here on the pairs are sweeps of units
  const w = floatsOf('flow-latents.f32').slice(2 * first * LATENT, 2 * (first + count) * LATENT);
  const truth = floatsOf('flow.f32.gz').subarray(2 * first * PIXELS);
  const visible = bytesOf('flow-visible.u8.gz').subarray(first * PIXELS);
  const request = { w: { data: w, shape: [2 * count, LATENT] }, encode: false, tilesPerStrip: null, compare: null };
  const { pixels } = await render(pair, { ...request, pixels: true }, signal);
  const features = await trackFeatures(pair, w, signal);
  const pictureAt = (row: number) => (pixels as Uint8Array).subarray(row * PIXELS * 3, (row + 1) * PIXELS * 3);
  const errorWith = (of: readonly (readonly Planes[])[]) => {
    const errors: number[] = [];
    for (let p = 0; p < count; p++) {
      const planes = [of[2 * p] ?? [], of[2 * p + 1] ?? []] as const;
      const { field } = denseFlow(pictureAt(2 * p), pictureAt(2 * p + 1), SIDE, SIDE, planes);
      for (let at = 0; at < PIXELS; at++) {
        if (visible[p * PIXELS + at] !== 3) continue;
        const [dx, dy] = [truth[2 * p * PIXELS + at] as number, truth[(2 * p + 1) * PIXELS + at] as number];
        errors.push(Math.hypot((field.x[at] as number) - dx, (field.y[at] as number) - dy));
      }
    }
    return mean(errors);
  };
  expect(errorWith(features)).toBeLessThan(0.97 * errorWith([]));
});

it('is the same for a picture whatever it is asked with', async () => {
  const w = floatsOf('latents.f32').slice(0, 20 * LATENT);
  const together = await trackFeatures(pair, w, signal);
  const alone = await trackFeatures(await open(files), w.slice(17 * LATENT, 18 * LATENT), signal);
  expect(together).toHaveLength(20);
  expect(alone[0]?.map(({ widthPx, channels }) => [widthPx, channels.length])).toEqual([
    [64, 4],
    [32, 4],
  ]);
  alone[0]?.forEach(({ channels }, tap) => {
    channels.forEach((plane, channel) => {
      const other = together[17]?.[tap]?.channels[channel] as Float32Array;
      expect(Math.max(...plane.map((value, at) => Math.abs(value - (other[at] as number))))).toBeLessThan(1e-3);
    });
  });
  // Standard deviations of all of the generator's pictures are 1.
  const spread = mean(together.flatMap((planes) => Array.from(planes[0]?.channels[0] ?? [], (value) => value ** 2)));
  expect(spread).toBeGreaterThan(0.5);
  expect(spread).toBeLessThan(2);
});

it('is refused where the generator shows none', async () => {
  const bare = await open({ ...files, tapsPath: null, generator: { ...files.generator, feature_taps: [] } });
  await expect(trackFeatures(bare, new Float32Array(LATENT), signal)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: `The generator ${files.generator.name} shows no features: its manifest names no taps.`,
  });
});
