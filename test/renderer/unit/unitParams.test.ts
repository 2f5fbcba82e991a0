import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatOthers, MOST_UNITS, parseUnitParams } from '#renderer/unit/unitParams.ts';

it('reads the address of a unit page', () => {
  expect(parseUnitParams({ unit: '59', sample: '412', at: '2.45', with: '14:1.2,23:' })).toEqual({
    unit: 59,
    sample: 412,
    at: 2.45,
    others: [
      { unit: 14, value: 1.2 },
      { unit: 23, value: null },
    ],
  });
});

it('takes no unit twice, and no more than can be moved at once', () => {
  expect(parseUnitParams({ unit: '5', with: '5:1,6:2,6:3,x:1' }).others).toEqual([{ unit: 6, value: 3 }]);
  const many = Array.from({ length: 20 }, (_, unit) => `${unit + 10}:`).join(',');
  expect(parseUnitParams({ unit: '5', with: many }).others).toHaveLength(MOST_UNITS - 1);
});

it('reads back what it wrote', () => {
  const value = fc.option(fc.integer({ min: -40_000, max: 40_000 }).map((n) => n / 10_000));
  const others = fc.uniqueArray(fc.record({ unit: fc.nat(3000), value }), {
    selector: ({ unit }) => unit,
    maxLength: MOST_UNITS - 1,
  });
  fc.assert(
    fc.property(others, (units) => {
      const text = formatOthers(units);
      expect(parseUnitParams(text === null ? {} : { with: text }).others).toEqual(units);
    }),
  );
});
