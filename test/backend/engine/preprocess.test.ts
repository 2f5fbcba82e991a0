import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPreprocess, planGeometry } from '#backend/engine/preprocess.ts';
import { copyTile, pixelDistance, quantise, type Tile } from '#backend/engine/quantise.ts';
import { createResize } from '#backend/engine/resize.ts';
import { type ClassifierManifest, classifierManifestSchema } from '#core/manifest.ts';

function input(size: [number, number], change: object = {}): ClassifierManifest['input'] {
  return classifierManifestSchema.shape.input.parse({
    name: 'x',
    layout: 'NCHW',
    size,
    channels: 'RGB',
    source_range: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    ...change,
  });
}

function tileOf(widthPx: number, heightPx: number): Tile {
  const pixels = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => (i * 73) % 256);
  return { pixels, offset: 0, rowStride: widthPx * 3, widthPx, heightPx };
}

const resize = (shorterSidePx: number) => ({
  resize: { shorter_side: shorterSidePx, filter: 'bilinear', antialias: true },
});

describe('planGeometry', () => {
  // Numbers of torchvision.transforms.Resize(int) and CenterCrop.
  test.each([
    ['ImageNet from a square', 256, 256, input([224, 224], { ...resize(256), crop: 'center' }), [256, 256, 16, 16]],
    [
      'ImageNet from a wide picture',
      300,
      500,
      input([224, 224], { ...resize(256), crop: 'center' }),
      [426, 256, 101, 16],
    ],
    ['a tall picture', 500, 300, input([224, 224], { ...resize(256), crop: 'center' }), [256, 426, 16, 101]],
    ['halves round to even', 7, 9, input([4, 4], { crop: 'center' }), [9, 7, 2, 2]],
    ['no steps', 8, 12, input([8, 12]), [12, 8, 0, 0]],
  ])('%s', (_, heightPx, widthPx, classifierInput, [resizedWidthPx, resizedHeightPx, cropLeftPx, cropTopPx]) => {
    expect(planGeometry(heightPx, widthPx, classifierInput)).toEqual({
      resizedWidthPx,
      resizedHeightPx,
      cropLeftPx,
      cropTopPx,
    });
  });
});

describe('createPreprocess', () => {
  test('normalises channel by channel into planes', () => {
    const tile = tileOf(5, 3);
    const preprocess = createPreprocess(3, 5, input([3, 5]));
    const into = new Float32Array(preprocess.inputSize + 7);
    preprocess.write(tile, into, 7);
    for (let channel = 0; channel < 3; channel++)
      for (let pixel = 0; pixel < 15; pixel++) {
        const level = tile.pixels[pixel * 3 + channel] as number;
        const [mean, std] = [[0.485, 0.456, 0.406][channel] as number, [0.229, 0.224, 0.225][channel] as number];
        expect(into[7 + channel * 15 + pixel]).toBeCloseTo((level / 255 - mean) / std, 5);
      }
  });

  test('resizes, then crops the middle', () => {
    const tile = tileOf(20, 16);
    const identity = { mean: [0, 0, 0], std: [1, 1, 1] };
    const preprocess = createPreprocess(16, 20, input([6, 6], { ...identity, ...resize(8), crop: 'center' }));
    const into = new Float32Array(preprocess.inputSize);
    preprocess.write(tile, into, 0);
    const { pixels } = createResize(20, 16, 10, 8, true)(tile);
    for (let y = 0; y < 6; y++)
      for (let x = 0; x < 6; x++)
        expect(into[y * 6 + x]).toBe(Math.fround((pixels[((y + 1) * 10 + x + 2) * 3] as number) / 255));
  });
});

describe('quantise', () => {
  test('truncates and clips as the manifest says, in float32', () => {
    const edge = Math.fround(-1 + 1 / 127.5);
    const values = [-1, -1.5, 1, 3, 0, 0.5, -0.999, 0.9999, edge, -0, 1e-9, 0.003];
    const planes = Float32Array.from(values);
    const pixels = new Uint8Array(12);
    quantise(planes, 0, { pixels, offset: 0, rowStride: 12, widthPx: 4, heightPx: 1 });
    const expected = values.map((value) => {
      const scaled = Math.fround(Math.fround(Math.fround(value) + 1) * 127.5);
      return Math.trunc(Math.min(255, Math.max(0, scaled)));
    });
    expect(Array.from({ length: 12 }, (_, i) => pixels[(i % 4) * 3 + Math.floor(i / 4)])).toEqual(expected);
    expect(expected.slice(0, 5)).toEqual([0, 0, 255, 255, 127]);
  });

  test('a picture in a strip is the picture alone, wherever it stands', () => {
    const sizes = fc.record({
      widthPx: fc.integer({ min: 1, max: 9 }),
      heightPx: fc.integer({ min: 1, max: 9 }),
      tiles: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(sizes, ({ widthPx, heightPx, tiles, seed }) => {
        const area = widthPx * heightPx;
        const planes = Float32Array.from({ length: 3 * area * tiles }, (_, i) => 1.2 * Math.sin(seed + 3 * i));
        const strip = new Uint8Array(3 * area * tiles);
        const rowStride = tiles * widthPx * 3;
        for (let tile = 0; tile < tiles; tile++) {
          const inStrip = { pixels: strip, offset: tile * widthPx * 3, rowStride, widthPx, heightPx };
          const alone = { pixels: new Uint8Array(3 * area), offset: 0, rowStride: widthPx * 3, widthPx, heightPx };
          quantise(planes, tile * 3 * area, inStrip);
          quantise(planes, tile * 3 * area, alone);
          const copied = new Uint8Array(3 * area);
          copyTile(inStrip, copied, 0);
          expect(copied).toEqual(alone.pixels);
          expect(pixelDistance(inStrip, alone)).toBe(0);
        }
      }),
    );
  });
});
