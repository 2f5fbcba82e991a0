import { expect, test } from 'vitest';
import { formatCount, formatFixed, formatInterval, formatPercent, formatTable } from '#headless/format.ts';

test('numbers are ASCII alone', () => {
  expect([formatCount(12_345.6), formatFixed(-0.25, 3), formatPercent(0.9984)]).toEqual(['12,346', '-0.250', '99.8 %']);
  expect([formatInterval([-0.25, 0.5]), formatInterval(null), formatPercent(null)]).toEqual([
    '-0.250 to 0.500',
    '',
    'n/a',
  ]);
});

test('tables', () => {
  expect(
    formatTable([
      ['a', 'bbb', ''],
      ['cc', 'd'],
    ]),
  ).toEqual(['a   bbb', 'cc  d']);
  expect(formatTable([])).toEqual([]);
});
