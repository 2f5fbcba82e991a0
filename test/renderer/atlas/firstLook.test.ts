import { expect, test } from 'vitest';
import { limitOf } from '#renderer/atlas/firstLook.ts';
import type { ShownAtlas } from '#renderer/atlas/shownAtlas.ts';

/** Units of one concept with these effects. */
const atlasOf = (...effects: number[]) =>
  ({
    units: effects.map((_, row) => ({ row })),
    concepts: [{ part: 'ear', metric: 'area' }],
    value: Float32Array.from(effects),
  }) as unknown as ShownAtlas;

test('colours end at the effect that 98 % of the cells stay below', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => (at - 50) / 20);
  // The three largest sizes are 2.5, 2.45 and 2.45: two of a hundred cells lie beyond.
  expect(limitOf(atlasOf(...hundred), [0])).toBe(2.5);
  expect(limitOf(atlasOf(...hundred.slice(0, 99), 40), [0])).toBe(2.5);
  expect(limitOf(atlasOf(0.31, 0.31, 0.31), [0])).toBe(0.4);
});

test('they never end at nothing, and a missing effect counts as none', () => {
  expect(limitOf(atlasOf(), [0])).toBe(0.2);
  expect(limitOf(atlasOf(Number.NaN, 0, 0.01), [0])).toBe(0.2);
  expect(limitOf(atlasOf(1e9, 1e9), [0])).toBe(100);
});
