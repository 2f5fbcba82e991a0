import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseUnitList } from '#renderer/grid/unitList.ts';

it.each([
  ['0-3, 12', [0, 1, 2, 3, 12]],
  ['12 3;3', [3, 12]],
  ['5–6', [5, 6]],
  ['', null],
  ['3-1', null],
  ['160', null],
  ['1-160', null],
  ['all', null],
  ['-3', null],
])('%j', (text, units) => expect(parseUnitList(text, 160)).toEqual(units));

it('reads back any list written out', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(159), { minLength: 1 }), (units) => {
      expect(parseUnitList(units.join(', '), 160)).toEqual(units.toSorted((a, b) => a - b));
    }),
  );
});
