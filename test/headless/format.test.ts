import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatTable } from '#headless/format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [19_685_376, '19.7 MB'],
  [5e15, '5000.0 TB'],
])('%d bytes', (sizeBytes, text) => {
  expect(formatBytes(sizeBytes)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [9_900, '9.9 s'],
  [59_400, '59 s'],
  [61_000, '1 min 01 s'],
  [3_600_000, '1 h 00 min'],
])('%d ms', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test('counts and tables', () => {
  expect(formatCount(12_345.6)).toBe('12,346');
  expect(
    formatTable([
      ['a', 'bbb', ''],
      ['cc', 'd'],
    ]),
  ).toEqual(['a   bbb', 'cc  d']);
  expect(formatTable([])).toEqual([]);
});
