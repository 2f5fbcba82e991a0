import { expect, it } from 'vitest';
import { isApart, orderChanges } from '#core/measure/orderChanges.ts';
import type { Change } from '#core/summary.ts';

const changeOf = (unit: number | null, value: number, slope: number | null): Change => {
  const around = (middle: number) => ({ value: middle, low: middle - 1, high: middle + 1, n: 3 });
  return {
    direction: unit === null ? { kind: 'none' } : { kind: 'unit', unit },
    directionIndex: unit ?? 99,
    quantity: unit === 1 ? 'tail' : 'ear',
    metric: 'area',
    delta: around(value),
    slope: slope === null ? null : around(slope),
    standardised: value,
    monotonicity: 0,
  };
};
const changes = [changeOf(1, -3, 2), changeOf(null, 0, null), changeOf(2, 0.5, -4), changeOf(3, 2, 0)];
const unitsBy = (...args: [Parameters<typeof orderChanges>[1], boolean]) =>
  orderChanges(changes, ...args).map(({ direction }) => (direction.kind === 'unit' ? direction.unit : null));

it('changes are put in order by size, by value and by name; what has no value comes last', () => {
  expect(unitsBy('strength', false)).toEqual([1, 3, 2, null]);
  expect(unitsBy('delta', true)).toEqual([1, null, 2, 3]);
  expect(unitsBy('slope', true)).toEqual([2, 3, 1, null]);
  expect(unitsBy('slope', false)).toEqual([1, 3, 2, null]);
  expect(unitsBy('unit', true)).toEqual([1, 2, 3, null]);
  expect(unitsBy('part', true)).toEqual([null, 2, 3, 1]);
  // Among equals the order stays.
  expect(unitsBy('n', false)).toEqual([1, null, 2, 3]);
});

it('a change is apart where its interval leaves 0 out', () => {
  expect(changes.map(isApart)).toEqual([true, false, false, true]);
});
