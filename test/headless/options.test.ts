import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  given,
  readDirection,
  readLimit,
  readNames,
  readNumber,
  readRange,
  readUnits,
  readWidths,
} from '#headless/options.ts';

describe('units', () => {
  test.each([
    ['0', [0]],
    ['0,2,5-9', [0, 2, 5, 6, 7, 8, 9]],
    [' 3 , 4-4', [3, 4]],
  ])('%s', (text, units) => {
    expect(readUnits(text)).toEqual(units);
  });

  test.each(['', 'a', '1-', '-1', '5-3', '1,,2', '1.5', '0-99999999'])('%j is refused', (text) => {
    expect(() => readUnits(text)).toThrow(/units/);
  });

  test('any list of units is read back from its text', () => {
    const units = fc.array(fc.nat(100_000), { minLength: 1 });
    const readsBack = fc.property(units, (list) => {
      expect(readUnits(list.join(','))).toEqual(list);
    });
    fc.assert(readsBack);
  });
});

test('widths of layers', () => {
  expect(readWidths('256, 128')).toEqual([256, 128]);
  expect(readWidths('none')).toEqual([]);
  for (const text of ['', '0', '256,', '-1', '1.5', 'wide']) expect(() => readWidths(text)).toThrow('256,128');
});

test('limits', () => {
  expect(readLimit('16')).toBe(16);
  expect(readLimit('all')).toBe('all');
  for (const text of ['', 'none', 'ALL', '1,2']) expect(() => readLimit(text)).toThrow('number');
});

test('ranges', () => {
  expect(readRange('minmax')).toEqual({ kind: 'minmax' });
  expect(readRange('p1-p99')).toEqual({ kind: 'percentile', low: 1, high: 99 });
  expect(readRange('p2.5-p97.5')).toEqual({ kind: 'percentile', low: 2.5, high: 97.5 });
  for (const text of ['1-99', 'p1', 'sigma', '']) expect(() => readRange(text)).toThrow('p1-p99');
});

test('directions are collected', () => {
  const first = readDirection('ears=12:1,40:-0.5');
  expect(first).toEqual([
    {
      kind: 'units',
      name: 'ears',
      weights: [
        { unit: 12, weight: 1 },
        { unit: 40, weight: -0.5 },
      ],
    },
  ]);
  expect(readDirection('tail=3:2', first)).toHaveLength(2);
  for (const text of ['ears', 'ears=', '=1:2', 'ears=1', 'ears=1:x']) {
    expect(() => readDirection(text)).toThrow('name=unit:weight');
  }
});

test('numbers and names', () => {
  expect(readNumber('0.5')).toBe(0.5);
  for (const text of ['', ' ', 'x', 'NaN', 'Infinity']) expect(() => readNumber(text)).toThrow('number');
  expect(readNames('fox, cat')).toEqual(['fox', 'cat']);
});

test('only what was given is passed on', () => {
  expect(given({ a: 1, b: undefined, c: null })).toEqual({ a: 1, c: null });
});
