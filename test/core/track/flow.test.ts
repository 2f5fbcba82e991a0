import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { denseFlow } from '#core/flow.ts';
import { median } from '#core/statistics.ts';
import { motionFrom } from './moved.ts';

const { pair } = JSON.parse(readFileSync(new URL('../../fixtures/track/opencv.json', import.meta.url), 'utf8')) as {
  readonly pair: {
    readonly side: number;
    readonly first: number[];
    readonly second: number[];
    readonly flow: number[];
    readonly disError: number;
  };
};

const rgb = (grey: readonly number[]) => Uint8Array.from(grey.flatMap((level) => [level, level, level]));

const FIELDS: readonly [string, (x: number, y: number) => [number, number]][] = [
  ['a translation', () => [2.3, -1.4]],
  ['an affine map', (x, y) => [0.05 * (x - 32) + 0.03 * (y - 32), 0.04 * (y - 32) - 0.03 * (x - 32)]],
  ['a bent field', (x, y) => [2 * Math.sin(y / 14), 1.5 * Math.cos(x / 12)]],
  [
    'a thin-plate field',
    (x, y) => {
      const bump = (cx: number, cy: number) => {
        const squared = ((x - cx) / 32) ** 2 + ((y - cy) / 32) ** 2;
        return squared > 0 ? squared * Math.log(squared) : 0;
      };
      return [1 + 1.2 * (bump(20, 24) - bump(44, 40)), -0.5 + 1.2 * (bump(40, 20) - bump(24, 46))];
    },
  ],
];

describe('denseFlow', () => {
  it.each(FIELDS)('finds %s to a tenth of a pixel', (_, motion) => {
    const { first, second, inside } = motionFrom(motion);
    const { field: found, confidence } = denseFlow(first, second, 64, 64);
    const errors = inside.map((at) => {
      const [dx, dy] = motion(at % 64, Math.floor(at / 64));
      return Math.hypot((found.x[at] as number) - dx, (found.y[at] as number) - dy);
    });
    expect(median(errors)).toBeLessThan(0.1);
    expect(median(inside.map((at) => confidence[at] as number))).toBeGreaterThan(0.7);
  });

  it('is at most a tenth worse than DIS on the pair of the fixture', () => {
    const { side, flow } = pair;
    const { field } = denseFlow(rgb(pair.first), rgb(pair.second), side, side);
    const errors: number[] = [];
    for (let y = 5; y < side - 5; y++)
      for (let x = 5; x < side - 5; x++) {
        const at = y * side + x;
        const off = [field.x, field.y].map(
          (plane, axis) => (plane[at] as number) - (flow[axis * side * side + at] as number),
        );
        errors.push(Math.hypot(...off));
      }
    expect(median(errors)).toBeLessThan(1.1 * pair.disError);
  });

  it('stays still between equal pictures', () => {
    const { first } = motionFrom(() => [0, 0]);
    const { field, occluded } = denseFlow(first, first, 64, 64);
    expect(Math.max(...field.x.map(Math.abs), ...field.y.map(Math.abs))).toBe(0);
    expect(occluded.some((hidden) => hidden === 1)).toBe(false);
  });

  it('has no confidence in flat pictures, and no NaN', () => {
    const flat = new Uint8Array(32 * 24 * 3).fill(120);
    const { field, confidence } = denseFlow(flat, new Uint8Array(32 * 24 * 3).fill(180), 32, 24);
    expect([...field.x, ...field.y, ...confidence].every(Number.isFinite)).toBe(true);
    expect(Math.max(...confidence)).toBe(0);
  });

  it('says where points are covered, and which have left the picture', () => {
    const [first, second] = [square(14, 20), square(18, 20)];
    const { occluded } = denseFlow(first, second, 64, 64);
    // The square moves 4 px to the right and covers columns 34 to 37; smoothness blurs that by up to 3 px.
    const marks = (from: number, to: number) =>
      range(24, 36).map((y) => range(from, to).filter((x) => occluded[y * 64 + x] === 1).length);
    expect(marks(34, 41).filter((count) => count >= 2).length).toBeGreaterThanOrEqual(10);
    expect(mean(marks(42, 60)) / 18).toBeLessThan(0.1);
    expect(mean(marks(16, 30)) / 14).toBeLessThan(0.1);
    const { first: before, second: after } = motionFrom(() => [5, 0]);
    const right = denseFlow(before, after, 64, 64).occluded.filter((_, at) => at % 64 > 60);
    expect(mean(Array.from(right))).toBeGreaterThan(0.5);
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A bright textured square of 20 px on a textured ground. */
function square(left: number, top: number): Uint8Array {
  const pixels = new Uint8Array(64 * 64 * 3);
  for (let at = 0; at < 64 * 64; at++) {
    const [x, y] = [at % 64, Math.floor(at / 64)];
    const isInside = x >= left && x < left + 20 && y >= top && y < top + 20;
    const wave = isInside
      ? 190 + 50 * Math.sin((x - left) * 0.35) * Math.cos((y - top) * 0.3)
      : 70 + 40 * Math.sin(x * 0.6 + 1) * Math.cos(y * 0.5 + x * 0.1);
    pixels.fill(Math.round(wave), 3 * at, 3 * at + 3);
  }
  return pixels;
}
