import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createResize } from '#backend/engine/resize.ts';

interface Oracle {
  readonly pillow: string;
  readonly cases: readonly {
    readonly before: readonly [number, number];
    readonly after: readonly [number, number];
    readonly pixels: string;
    readonly resized: string;
  }[];
}

const oracle: Oracle = JSON.parse(readFileSync(new URL('./resizeOracle.json', import.meta.url), 'utf8'));

describe('resize', () => {
  test.each(oracle.cases)('equals Pillow byte by byte, $before to $after', ({ before, after, pixels, resized }) => {
    const [widthPx, heightPx] = before;
    const resize = createResize(widthPx, heightPx, ...after, true);
    const tile = { pixels: Buffer.from(pixels, 'base64'), offset: 0, rowStride: widthPx * 3, widthPx, heightPx };
    expect(Buffer.from(resize(tile).pixels).equals(Buffer.from(resized, 'base64'))).toBe(true);
  });

  test('reads a tile where it lies in a strip', () => {
    const strip = Uint8Array.from({ length: 4 * 18 * 3 }, (_, i) => (i * 37) % 256);
    const tile = { pixels: strip, offset: 6 * 3, rowStride: 18 * 3, widthPx: 6, heightPx: 4 };
    const alone = Uint8Array.from(
      { length: 6 * 4 * 3 },
      (_, i) => strip[Math.floor(i / 18) * 54 + 18 + (i % 18)] as number,
    );
    const resize = createResize(6, 4, 5, 3, true);
    const fromStrip = resize(tile).pixels.slice();
    expect(fromStrip).toEqual(resize({ pixels: alone, offset: 0, rowStride: 18, widthPx: 6, heightPx: 4 }).pixels);
  });

  test('takes the two nearest pixels only when shrinking without antialias', () => {
    const pixels = Uint8Array.from(
      { length: 8 * 3 },
      (_, i) => [0, 0, 0, 0, 100, 200, 0, 0][Math.floor(i / 3)] as number,
    );
    const tile = { pixels, offset: 0, rowStride: 24, widthPx: 8, heightPx: 1 };
    expect(Array.from(createResize(8, 1, 2, 1, false)(tile).pixels.filter((_, i) => i % 3 === 0))).toEqual([0, 100]);
    const spread = createResize(8, 1, 2, 1, true)(tile).pixels[0] as number;
    expect(spread).toBeGreaterThan(0);
  });
});
