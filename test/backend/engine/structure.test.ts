import { expect, test } from 'vitest';
import type { Tile } from '#backend/engine/quantise.ts';
import { structureDistance } from '#backend/engine/structure.ts';
import numpy from '../../fixtures/core/fidelity_numbers.json' with { type: 'json' };

const { pictures, size, distance } = numpy.structure;
const [heightPx, widthPx] = size as [number, number];
const pictureBytes = 3 * heightPx * widthPx;

/** A picture as a tile of a strip that is wider than it. */
function tileOf(bytes: readonly number[]): Tile {
  const rowStride = 3 * widthPx + 30;
  const pixels = new Uint8Array(rowStride * heightPx).fill(200);
  for (let y = 0; y < heightPx; y++)
    pixels.set(bytes.slice(3 * widthPx * y, 3 * widthPx * (y + 1)), y * rowStride + 15);
  return { pixels, offset: 15, rowStride, widthPx, heightPx };
}

const [first, second] = [tileOf(pictures.slice(0, pictureBytes)), tileOf(pictures.slice(pictureBytes))];

test("is NumPy's, either way round", () => {
  expect(structureDistance(first, second)).toBeCloseTo(distance, 10);
  expect(structureDistance(second, first)).toBeCloseTo(distance, 10);
});

test('equal pictures are at 0, and so is one made evenly brighter', () => {
  const brighter = tileOf(pictures.slice(0, pictureBytes).map((value) => value / 2 + 90));
  const dark = tileOf(pictures.slice(0, pictureBytes).map((value) => value / 2));
  expect(structureDistance(first, first)).toBe(0);
  expect(structureDistance(dark, brighter)).toBeCloseTo(0, 3);
});

test('pictures too small for a neighbourhood have no structure to differ in', () => {
  const pixel: Tile = { pixels: Uint8Array.of(1, 2, 3), offset: 0, rowStride: 3, widthPx: 1, heightPx: 1 };
  expect(structureDistance(pixel, pixel)).toBe(0);
});
