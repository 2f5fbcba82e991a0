import { expect, test } from 'vitest';
import { randomState } from '#core/random.ts';
import { copyView, drawView, viewSize } from '#core/segment/augment.ts';

/** Two planes of 4 x 3 px: 0 to 11, and 100 to 111. */
const PICTURE = { widthPx: 4, heightPx: 3 };
const planes = Float32Array.from({ length: 24 }, (_, at) => (at < 12 ? at : 88 + at));

test('a view is the same part of every plane', () => {
  const target = new Float32Array(2 * 2 * 2);
  copyView(planes, PICTURE, { widthPx: 2, heightPx: 2, top: 1, left: 2, isMirrored: false }, target);
  expect([...target]).toEqual([6, 7, 10, 11, 106, 107, 110, 111]);
});

test('a mirrored view has left and right exchanged within it', () => {
  const target = new Float32Array(2 * 2 * 3);
  copyView(planes, PICTURE, { widthPx: 3, heightPx: 2, top: 0, left: 0, isMirrored: true }, target);
  expect([...target]).toEqual([2, 1, 0, 6, 5, 4, 102, 101, 100, 106, 105, 104]);
});

test('views lie within the picture, everywhere in it, and are mirrored half of the time where that is allowed', () => {
  const size = viewSize(PICTURE, 0.5);
  expect(size).toEqual({ widthPx: 2, heightPx: 2 });
  const random = randomState(4);
  const views = Array.from({ length: 600 }, () => drawView(PICTURE, size, true, random));
  const counted = new Map<string, number>();
  for (const { top, left } of views) counted.set(`${top} ${left}`, (counted.get(`${top} ${left}`) ?? 0) + 1);
  expect([...counted.keys()].sort()).toEqual(['0 0', '0 1', '0 2', '1 0', '1 1', '1 2']);
  for (const count of counted.values()) expect(count).toBeGreaterThan(60);
  expect(views.filter(({ isMirrored }) => isMirrored).length).toBeGreaterThan(240);
  expect(views.filter(({ isMirrored }) => isMirrored).length).toBeLessThan(360);
  expect(drawView(PICTURE, viewSize(PICTURE, 1), false, random)).toEqual({
    ...PICTURE,
    top: 0,
    left: 0,
    isMirrored: false,
  });
});
