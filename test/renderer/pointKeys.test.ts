import { expect, test } from 'vitest';
import { toCsv } from '#renderer/plot/csv.ts';
import { nextPoint, pointsWithin } from '#renderer/plot/pointKeys.ts';

/** Four points, of which the third has no place. */
const points = { x: [2, 0, null, 1], y: [0, 3, 1, 2] };

test('arrow keys walk along either axis, past what has no place, and stop at the ends', () => {
  expect(nextPoint('ArrowRight', null, points)).toBe(1);
  expect(nextPoint('ArrowRight', 1, points)).toBe(3);
  expect(nextPoint('ArrowRight', 0, points)).toBe(0);
  expect(nextPoint('ArrowUp', 0, points)).toBe(3);
  expect(nextPoint('ArrowDown', 3, points)).toBe(0);
  expect(nextPoint('End', 1, points)).toBe(0);
  expect(nextPoint('Home', 0, points)).toBe(1);
  expect(nextPoint('x', 0, points)).toBeNull();
  expect(nextPoint('ArrowRight', null, { x: [], y: [] })).toBeNull();
});

test('two points span a rectangle with all that lies in it', () => {
  expect(pointsWithin(1, 0, points)).toEqual([0, 1, 3]);
  expect(pointsWithin(1, 3, points)).toEqual([1, 3]);
  expect(pointsWithin(0, 0, points)).toEqual([0]);
});

test('a table is written as CSV, names with commas quoted and nothing rounded', () => {
  const table = { columns: ['unit', 'effect, sd'], rows: [[3, 1 / 3] as const, ['a "b"', null] as const] };
  expect(toCsv(table)).toBe('unit,"effect, sd"\r\n3,0.3333333333333333\r\n"a ""b""",\r\n');
});
