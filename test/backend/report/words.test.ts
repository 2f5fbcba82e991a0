import { expect, test } from 'vitest';
import { chooseLinked } from '#backend/report/chooseLinked.ts';
import { decimalsFor, enumerate, formatFixed, formatSetting, formatShare } from '#backend/report/numbers.ts';
import { methodName, rangeName, stepLabels, unitList } from '#backend/report/words.ts';
import { linkerParamsSchema } from '#core/params.ts';

test.each<[string, string, string]>([
  ['real minus', formatFixed(-0.076, 3), '−0.076'],
  ['no minus before 0', formatFixed(-0.0001, 2), '0.00'],
  ['thousands are close below 10 000', formatFixed(8050, 0), '8050'],
  ['and set apart from there', formatFixed(1234567.5, 1), '1\u202f234\u202f567.5'],
  ['unknown', formatFixed(Number.NaN, 2), 'n/a'],
  ['per cent', formatShare(0.998), '99.8\u202f%'],
  ['settings keep their digits', formatSetting(0.125), '0.125'],
  ['large settings are grouped', formatSetting(12_345), '12\u202f345'],
  ['tiny ones in powers', formatSetting(1e-7), '1e−7'],
  ['huge ones too', formatSetting(1e12), '1e12'],
  ['a list', enumerate(['a', 'b', 'c']), 'a, b and c'],
  ['units as runs', unitList([5, 0, 2, 1, 9, 5]), '0 to 2, 5 and 9'],
  ['steps two digits apart', stepLabels([0, 0.6, 1.2]).join(' '), '0.00 0.60 1.20'],
  ['steps far apart', stepLabels([-50, 0, 50]).join(' '), '−50 0 50'],
  ['no step at all', stepLabels([0, 0]).join(' '), '0.00 0.00'],
  ['a penalty', methodName(linkerParamsSchema.parse({})), 'ridge regression, penalty 1'],
  [
    'a chosen one',
    methodName(linkerParamsSchema.parse({ method: 'elastic-net', choose: 'best' })),
    'elastic net, penalty the best in cross-validation, L1 share 0.5',
  ],
  [
    'components',
    methodName(linkerParamsSchema.parse({ method: 'pls', choose: 'one-standard-error' })),
    'partial least squares, components chosen in cross-validation by one standard error, at most 16',
  ],
  [
    'hidden layers',
    methodName(linkerParamsSchema.parse({ method: 'mlp', hidden: [64, 32] })),
    'a network with hidden layers of 64 and 32',
  ],
  [
    'a widened range',
    rangeName({ kind: 'percentile', low: 1, high: 99, multiple: 1.5 }),
    'percentile 1 to 99 of all accepted samples, × 1.5',
  ],
  [
    'the range of the reference',
    rangeName({ kind: 'minmax', low: 1, high: 99, multiple: 1 }),
    'smallest to largest value of all accepted samples',
  ],
])('%s', (_, text, expected) => {
  expect(text).toBe(expected);
});

test('three significant digits', () => {
  expect([123, 12.3, 1.23, 0.123, 0].map(decimalsFor)).toEqual([0, 1, 2, 3, 2]);
});

test('worst, median and best share no sample, and ties keep their order', () => {
  expect(chooseLinked([5, 1, 9, 9, 2, 7, 3], 2)).toEqual([
    { name: 'Worst 2', rows: [2, 3] },
    { name: 'Median 2', rows: [5, 0] },
    { name: 'Best 2', rows: [4, 1] },
  ]);
});

test('with too few samples all are shown once', () => {
  expect(chooseLinked([1, 3, 2], 3)).toEqual([{ name: 'All 3, worst first', rows: [1, 2, 0] }]);
});
