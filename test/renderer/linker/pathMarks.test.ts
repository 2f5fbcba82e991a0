import { expect, test } from 'vitest';
import { marksOf } from '#renderer/linker/pathMarks.ts';

const path = {
  values: [1, 2, 3],
  meanR2: [0.5, 0.9, 0.8],
  standardError: [0.1, 0.1, 0.1],
  best: 1,
  oneStandardError: 2,
};

test('best and one-standard-error points are named, the chosen one last', () => {
  expect(marksOf(path, 'best')).toEqual([
    { index: 2, name: 'one SE', isChosen: false },
    { index: 1, name: 'best', isChosen: true },
  ]);
  expect(marksOf(path, 'one-standard-error').at(-1)).toEqual({ index: 2, name: 'one SE', isChosen: true });
});

test('a point that is both is one mark', () => {
  expect(marksOf({ ...path, oneStandardError: 1 }, 'one-standard-error')).toEqual([
    { index: 1, name: 'best, one SE', isChosen: true },
  ]);
});
