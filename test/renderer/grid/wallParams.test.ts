import { expect, it } from 'vitest';
import { parseIndex, parseNumber, parseWall, rowKey, wallPart } from '#renderer/grid/wallParams.ts';
import { sweepRow } from './sweepRow.ts';

it('reads the address', () => {
  const address = {
    sort: 'realised',
    q: 'ear',
    pinned: '1',
    effect: '2.5',
    cell: '96',
    steps: 'one',
    step: '3',
    unit: '59',
  };
  expect(parseWall(address)).toEqual({
    sweep: null,
    search: 'ear',
    units: null,
    sort: 'realised',
    isPinned: true,
    tag: null,
    leastEffect: 2.5,
    isAlive: false,
    isTrusted: false,
    direction: null,
    steps: 'one',
    isDifference: false,
    hasParts: false,
    hasArrows: false,
    cellPx: 96,
    row: '59',
    start: 0,
    step: 3,
  });
});

it('takes what it cannot read for not said', () => {
  expect(parseWall({ sort: 'beauty', cell: '9000', effect: 'much', start: '-1', step: '1.5' })).toMatchObject({
    sort: 'effect',
    cellPx: 160,
    leastEffect: null,
    start: 0,
    step: null,
  });
  expect(parseNumber(' ')).toBeNull();
  expect(parseIndex('2e400')).toBeNull();
});

it('a page of a unit carries the wall along without its own part', () => {
  expect(wallPart({ sort: 'unit', cell: '96', unit: '5', sample: '41', at: '2.5', with: '14:1' })).toEqual({
    sort: 'unit',
    cell: '96',
    unit: '5',
  });
});

it('tells a unit from another direction of the same number', () => {
  expect(rowKey(sweepRow({ unit: 7 }))).toBe('7');
  expect(rowKey({ unit: null, ordinal: 7 })).toBe('d7');
});
