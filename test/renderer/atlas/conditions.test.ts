import { expect, test } from 'vitest';
import { parseQuery } from '#core/atlas/query.ts';
import { rowsOf } from '#renderer/atlas/ConditionEditor.tsx';

const read = (text: string) =>
  rowsOf(parseQuery(text))?.map(({ condition, isNot }) => [isNot, condition.part, condition.metric, condition.atLeast]);

test('a list of conditions that must all hold can be edited one by one', () => {
  expect(read('ear extent > 0.3')).toEqual([[false, 'ear', 'extent', 0.3]]);
  expect(read('ear extent > 0.3 and not body area and "left leg" area still')).toEqual([
    [false, 'ear', 'extent', 0.3],
    [true, 'body', 'area', 0],
    [false, 'left leg', 'area', 0],
  ]);
});

test('a query of another shape is left to its words', () => {
  expect(read('ear extent or ear area')).toBeUndefined();
  expect(read('ear extent and (ear area or body area)')).toBeUndefined();
  expect(read('not (ear extent and ear area)')).toBeUndefined();
});
