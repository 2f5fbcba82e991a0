import { expect, it } from 'vitest';
import { thereAndBack } from '#renderer/grid/usePlay.ts';

it('runs through the steps and back without standing at the ends', () => {
  expect(Array.from({ length: 9 }, (_, tick) => thereAndBack(tick, 4))).toEqual([0, 1, 2, 3, 2, 1, 0, 1, 2]);
  expect(thereAndBack(5, 1)).toBe(0);
});
