import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapLatents } from '#backend/engine/mapLatents.ts';
import { loadPair } from '#backend/engine/models.ts';
import { type OpenPair, openPair } from '#backend/engine/openPair.ts';
import { render } from '#backend/engine/render.ts';
import type { RenderRequest } from '#core/engine.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo/', import.meta.url));
const SIDE_PX = 64;
const PICTURE = 3 * SIDE_PX * SIDE_PX;
const never = new AbortController().signal;

let pair: OpenPair;
let w: FloatTensor;
beforeAll(async () => {
  const { files } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
  pair = await openPair(files, { device: 'cpu', threads: 2, batch: 4 });
  w = await drawLatents(10);
});
afterAll(() => pair.close());

function drawLatents(rows: number): Promise<FloatTensor> {
  const z = {
    data: Float32Array.from({ length: rows * 32 }, (_, i) => 1.4 * Math.sin(1 + 12.9898 * i)),
    shape: [rows, 32],
  };
  return mapLatents(pair, { z, classIndex: Int32Array.from({ length: rows }, (_, i) => i % 5), psi: 0.7 }, never);
}

const everything: Omit<RenderRequest, 'w'> = { encode: true, tilesPerStrip: null, compare: null, pixels: true };

/** The same by the shortest way: a picture at a time, plain loops, nothing shared with the engine. */
async function renderPlainly(
  latents: FloatTensor,
): Promise<{ pixels: number[][]; r: Float32Array[]; logits: Float32Array[] }> {
  const synthesis = await InferenceSession.create(pair.files.synthesisPath);
  const classifier = await InferenceSession.create(pair.files.classifierPath);
  const [pixels, r, logits]: [number[][], Float32Array[], Float32Array[]] = [[], [], []];
  for (let row = 0; row < (latents.shape[0] as number); row++) {
    const { img } = await synthesis.run({ w: new Tensor('float32', rowOf(latents, row).slice(), [1, 64]) });
    const planes = img?.data as Float32Array;
    const picture: number[] = [];
    const x = new Float32Array(PICTURE);
    for (let y = 0; y < SIDE_PX; y++)
      for (let column = 0; column < SIDE_PX; column++)
        for (let channel = 0; channel < 3; channel++) {
          const at = channel * SIDE_PX * SIDE_PX + y * SIDE_PX + column;
          const clipped = Math.min(1, Math.max(-1, planes[at] as number));
          const level = Math.trunc(Math.fround(Math.fround(clipped + 1) * 127.5));
          picture.push(level);
          x[at] = (level / 255 - 0.5) / 0.25;
        }
    const outputs = await classifier.run({ x: new Tensor('float32', x, [1, 3, SIDE_PX, SIDE_PX]) });
    pixels.push(picture);
    r.push(outputs.r?.data as Float32Array);
    logits.push(outputs.logits?.data as Float32Array);
  }
  return { pixels, r, logits };
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Array.from(expected).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (actual[i] as number))),
    0,
  );
}

describe('render', () => {
  test('equals the plain way: pixels bit by bit, r and logits to rounding', async () => {
    const plain = await renderPlainly(w);
    const result = await render(pair, { w, ...everything }, never);
    expect(result.pixels).toEqual(Uint8Array.from(plain.pixels.flat()));
    expect(result.r?.shape).toEqual([10, 160]);
    expect(result.logits?.shape).toEqual([10, 5]);
    expect(
      largestDifference(
        result.r?.data ?? [],
        plain.r.flatMap((row) => [...row]),
      ),
    ).toBeLessThan(1e-5);
    expect(
      largestDifference(
        result.logits?.data ?? [],
        plain.logits.flatMap((row) => [...row]),
      ),
    ).toBeLessThan(1e-4);
    expect(new Set(plain.pixels.map(String)).size).toBe(10);
  });

  test('reproduces the golden values that were written when the models were exported', async () => {
    const golden = JSON.parse(readFileSync(join(DEMO, 'golden.json'), 'utf8'));
    const { z, class: classes, w: expected } = golden.generator;
    const latents = await Promise.all(
      golden.generator.psi.map((psi: number, row: number) =>
        mapLatents(
          pair,
          { z: { data: Float32Array.from(z[row]), shape: [1, 32] }, classIndex: Int32Array.of(classes[row]), psi },
          never,
        ),
      ),
    );
    latents.forEach((latent: FloatTensor, row: number) => {
      expect(largestDifference(latent.data, expected[row])).toBeLessThan(1e-4);
    });
    const { pixels, r } = await render(pair, { w: latents[0], ...everything }, never);
    const picture = await sharp(join(DEMO, golden.image)).removeAlpha().raw().toBuffer();
    expect(largestDifference(pixels ?? [], picture)).toBeLessThanOrEqual(1);
    expect(largestDifference(r?.data ?? [], golden['classifier-aux'].r)).toBeLessThan(0.02);
  });

  test('the same request gives the same bits, and a row does not depend on its neighbours', async () => {
    const request = { w, ...everything, tilesPerStrip: 5 };
    const first = await render(pair, request, never);
    expect(await render(pair, request, never)).toEqual(first);
    const alone = await render(pair, { w: { data: rowOf(w, 7), shape: [1, 64] }, ...everything }, never);
    expect(alone.pixels).toEqual(first.pixels?.slice(7 * PICTURE, 8 * PICTURE));
  });

  test('strips show the pictures side by side', async () => {
    const { strips, pixels } = await render(pair, { w, ...everything, tilesPerStrip: 5 }, never);
    expect(strips?.length).toBe(2);
    for (const [index, strip] of (strips ?? []).entries()) {
      expect(strip).toMatchObject({ mediaType: 'image/webp', tiles: 5, widthPx: SIDE_PX, heightPx: SIDE_PX });
      const { data, info } = await sharp(strip.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ format: 'raw', width: 5 * SIDE_PX, height: SIDE_PX, channels: 3 });
      let difference = 0;
      for (let tile = 0; tile < 5; tile++)
        for (let y = 0; y < SIDE_PX; y++)
          for (let byte = 0; byte < 3 * SIDE_PX; byte++) {
            const shown = data[(y * 5 + tile) * 3 * SIDE_PX + byte] as number;
            difference += Math.abs(shown - (pixels?.[(index * 5 + tile) * PICTURE + y * 3 * SIDE_PX + byte] as number));
          }
      expect(difference / (5 * PICTURE)).toBeLessThan(4);
    }
  });

  test('pixels and distances are the same with strips and without', async () => {
    const compare = { from: Int32Array.of(0, 3, 9), to: Int32Array.of(4, 3, 1) };
    const plain = await render(pair, { w, ...everything, compare }, never);
    const inStrips = await render(pair, { w, ...everything, compare, tilesPerStrip: 5 }, never);
    expect(inStrips.pixels).toEqual(plain.pixels);
    const pixels = plain.pixels as Uint8Array;
    const expected = [
      [0, 4],
      [3, 3],
      [9, 1],
    ].map(([a, b]) => {
      let sum = 0;
      for (let i = 0; i < PICTURE; i++)
        sum += Math.abs(
          (pixels[(a as number) * PICTURE + i] as number) - (pixels[(b as number) * PICTURE + i] as number),
        );
      return sum / PICTURE;
    });
    expect(plain.distances).toEqual(Float32Array.from(expected));
    expect(inStrips.distances).toEqual(plain.distances);
    expect(expected[0]).toBeGreaterThan(1);
    expect(expected[1]).toBe(0);
  });

  test('compares structure when asked: equal pictures have none between them', async () => {
    const compare = { from: Int32Array.of(0, 3), to: Int32Array.of(4, 3), structure: true };
    const { structure } = await render(pair, { w, ...everything, compare, tilesPerStrip: 5 }, never);
    expect(structure?.[0]).toBeGreaterThan(0.01);
    expect(structure?.[1]).toBe(0);
  });

  test('leaves out what was not asked for', async () => {
    const result = await render(pair, { w, encode: false, tilesPerStrip: null, compare: null, pixels: false }, never);
    expect(result).toEqual({ r: null, logits: null, strips: null, distances: null, structure: null, pixels: null });
  });

  test('stops within a batch of being cancelled', async () => {
    const controller = new AbortController();
    const many = await drawLatents(400);
    let batches = 0;
    const counting: OpenPair = {
      ...pair,
      synthesise: (rows, latents) => {
        if (++batches === 2) controller.abort();
        return pair.synthesise(rows, latents);
      },
    };
    await expect(
      render(counting, { w: many, ...everything, tilesPerStrip: 4 }, controller.signal),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(batches).toBe(2);
  });

  test.each([
    [
      'latents of another width',
      { w: { data: new Float32Array(20), shape: [2, 10] } },
      'BAD_SHAPE',
      'Expected any x 64 from the latents to render, but got 2 x 10.',
    ],
    [
      'values missing',
      { w: { data: new Float32Array(64), shape: [2, 64] } },
      'BAD_SHAPE',
      'Expected 128 from the values of the latents to render, but got 64.',
    ],
    ['no latents', { w: { data: new Float32Array(), shape: [0, 64] } }, 'BAD_INPUT', 'There are no latents to render.'],
    ['half a strip', { tilesPerStrip: 4 }, 'BAD_INPUT', '10 pictures do not make whole strips of 4.'],
    [
      'row that is none',
      { compare: { from: Int32Array.of(0), to: Int32Array.of(10) } },
      'BAD_INPUT',
      'Pictures to compare must be given in pairs of rows 0 to 9.',
    ],
    [
      'one without the other',
      { compare: { from: Int32Array.of(0, 1), to: Int32Array.of(1) } },
      'BAD_INPUT',
      'Pictures to compare must be given in pairs of rows 0 to 9.',
    ],
    [
      'strip wider than WebP',
      { w: { data: new Float32Array(300 * 64), shape: [300, 64] }, tilesPerStrip: 300 },
      'BAD_INPUT',
      '300 pictures of 64 px make a strip wider than WebP allows; 255 fit.',
    ],
  ])('refuses %s', async (_, change, code, message) => {
    await expect(render(pair, { w, ...everything, ...change }, never)).rejects.toMatchObject({
      name: 'Failure',
      code,
      message,
    });
  });
});

describe('mapLatents', () => {
  test('truncates towards the mean of the class', async () => {
    const map = (psi: number, seed: number, classIndex: number) =>
      mapLatents(
        pair,
        {
          z: { data: Float32Array.from({ length: 32 }, (_, i) => Math.sin(seed + i)), shape: [1, 32] },
          classIndex: Int32Array.of(classIndex),
          psi,
        },
        never,
      );
    const [mean, other] = [await map(0, 1, 2), await map(0, 5, 2)];
    expect(largestDifference(mean.data, other.data)).toBeLessThan(1e-6);
    expect(largestDifference(mean.data, (await map(0, 1, 3)).data)).toBeGreaterThan(0.1);
    const [half, full] = [await map(0.5, 1, 2), await map(1, 1, 2)];
    const middle = full.data.map((value, i) => (value + (mean.data[i] as number)) / 2);
    expect(largestDifference(half.data, middle)).toBeLessThan(1e-5);
  });

  test.each([
    [
      'class that is none',
      { classIndex: Int32Array.of(5) },
      'BAD_INPUT',
      'The classes of the latents to map must lie in 0 to 4.',
    ],
    [
      'classes missing',
      { classIndex: new Int32Array() },
      'BAD_SHAPE',
      'Expected 1 from the classes of the latents to map, but got 0.',
    ],
    ['psi that is no number', { psi: Number.NaN }, 'BAD_INPUT', 'The truncation psi must be a number.'],
    [
      'z of another width',
      { z: { data: new Float32Array(31), shape: [1, 31] } },
      'BAD_SHAPE',
      'Expected any x 32 from the latents to map, but got 1 x 31.',
    ],
  ])('refuses a %s', async (_, change, code, message) => {
    const request = {
      z: { data: new Float32Array(32), shape: [1, 32] },
      classIndex: Int32Array.of(0),
      psi: 1,
      ...change,
    };
    await expect(mapLatents(pair, request, never)).rejects.toMatchObject({ code, message });
  });
});
