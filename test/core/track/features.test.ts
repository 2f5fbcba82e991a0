import { describe, expect, it } from 'vitest';
import { denseFlow } from '#core/flow.ts';
import { median } from '#core/statistics.ts';
import { besideColours, featurePlanes, trackedTaps } from '#core/track/features.ts';
import type { Planes } from '#core/track/planes.ts';

const tap = (name: string, size: number, margin = 0) => ({ name, channels: 2, size, margin });

describe('trackedTaps', () => {
  it.each([
    ['the finest and the finest of half its size', [tap('a', 16), tap('b', 32), tap('c', 64)], ['c', 'b']],
    ['by what lies inside of the picture', [tap('a', 148, 10), tap('b', 276, 10), tap('c', 256)], ['b', 'a']],
    ['the first of some that are alike', [tap('a', 32), tap('b', 32), tap('c', 64), tap('d', 64)], ['c', 'a']],
    ['one, where none is half as fine', [tap('a', 40), tap('b', 64)], ['b']],
    ['none of none', [], []],
  ])('chooses %s', (_, taps, names) => {
    expect(trackedTaps(taps).map(({ name }) => name)).toEqual(names);
  });
});

describe('featurePlanes', () => {
  it('projects the cells that show the picture, and adds the bias', () => {
    const maps = Float32Array.from({ length: 2 * 16 }, (_, at) => at);
    const projection = { tap: tap('a', 4, 1), weights: Float32Array.of(1, 0, 2, -1), bias: Float32Array.of(0, 0.5) };
    const { widthPx, heightPx, channels } = featurePlanes(projection, maps);
    expect([widthPx, heightPx]).toEqual([2, 2]);
    // The inner cells of a map of 4 x 4 are 5, 6, 9 and 10; the second channel is 16 more.
    expect(channels.map((plane) => [...plane])).toEqual([
      [5, 6, 9, 10],
      [-10.5, -9.5, -6.5, -5.5],
    ]);
  });
});

describe('besideColours', () => {
  it('adds features to levels they are fine enough for, and trusts them less at the size of the picture', () => {
    const level = (side: number, value: number): Planes => ({
      widthPx: side,
      heightPx: side,
      channels: [new Float32Array(side * side).fill(value)],
    });
    const levels = besideColours(
      [level(8, 0), level(16, 0), level(32, 0)],
      [
        [level(8, 1), level(16, 1)],
        [level(8, 2), level(16, 2), level(32, 2)],
      ],
    );
    expect(levels.map(({ channels }) => channels.length)).toEqual([3, 3, 2]);
    const [coarse, , fine] = levels.map(({ channels }) => channels.at(-1)?.[0] as number) as [number, number, number];
    expect(coarse).toBeGreaterThan(3 * fine);
    expect(fine).toBeGreaterThan(0);
  });
});

describe('denseFlow with features', () => {
  const SIDE = 64;
  const MOTION = (x: number, y: number): [number, number] => [
    5 + 0.04 * (x - 32) - 0.03 * (y - 32),
    -3 + 0.05 * (y - 32) + 0.02 * (x - 32),
  ];
  /** Stripes that look the same every 6 px: colours alone cannot say how many of them were passed. */
  const stripes = (x: number, y: number) =>
    [1, 2, 3].map((k) => 128 + 60 * Math.sin(x * 1.05 + k) * Math.cos(y * 1.05));
  /** What a generator knows and does not show: where in the body a pixel lies. */
  const places = (x: number, y: number) => [Math.sin(x / 11), Math.cos(y / 9), Math.sin((x + y) / 14)];

  const pictureOf = (move: (x: number, y: number) => [number, number]) => {
    const pixels = new Uint8Array(SIDE * SIDE * 3);
    for (let at = 0; at < SIDE * SIDE; at++)
      pixels.set(stripes(...moved(at % SIDE, Math.floor(at / SIDE), move)), 3 * at);
    return pixels;
  };
  const planesOf = (side: number, move: (x: number, y: number) => [number, number]): Planes => {
    const channels = [0, 1, 2].map(() => new Float32Array(side * side));
    for (let at = 0; at < side * side; at++) {
      const middle = (place: number) => ((place + 0.5) * SIDE) / side - 0.5;
      const values = places(...moved(middle(at % side), middle(Math.floor(at / side)), move));
      for (const [c, plane] of channels.entries()) plane[at] = values[c] as number;
    }
    return { widthPx: side, heightPx: side, channels };
  };
  const moved = (x: number, y: number, move: (x: number, y: number) => [number, number]): [number, number] => {
    const [dx, dy] = move(x, y);
    return [x + dx, y + dy];
  };
  const still = (): [number, number] => [0, 0];
  const [first, second] = [pictureOf(MOTION), pictureOf(still)];
  const errorOf = (features?: readonly [readonly Planes[], readonly Planes[]]) => {
    const { field } = denseFlow(first, second, SIDE, SIDE, features);
    const errors: number[] = [];
    for (let y = 10; y < SIDE - 10; y++)
      for (let x = 10; x < SIDE - 10; x++) {
        const [dx, dy] = MOTION(x, y);
        const at = y * SIDE + x;
        errors.push(Math.hypot((field.x[at] as number) - dx, (field.y[at] as number) - dy));
      }
    return median(errors);
  };

  it('passes the right number of stripes, to a tenth of a pixel', () => {
    expect(errorOf()).toBeGreaterThan(1);
    expect(errorOf([[planesOf(32, MOTION)], [planesOf(32, still)]])).toBeLessThan(0.1);
  });

  it('takes features of a size that no level has', () => {
    expect(errorOf([[planesOf(36, MOTION)], [planesOf(36, still)]])).toBeLessThan(0.1);
  });

  it('is the same as without, where features are constant or too coarse to say anything', () => {
    const flat = planesOf(32, () => [0, 0]);
    const constant = { ...flat, channels: flat.channels.map((plane) => plane.map(() => 0.7)) };
    const tiny = planesOf(4, MOTION);
    const plain = denseFlow(first, second, SIDE, SIDE);
    expect(denseFlow(first, second, SIDE, SIDE, [[tiny], [tiny]])).toEqual(plain);
    expect(errorOf([[constant], [constant]])).toBeCloseTo(errorOf(), 3);
  });
});
