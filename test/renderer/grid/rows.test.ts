import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseRows,
  isBarelyRealised,
  keepOrder,
  medianEffect,
  sameDirection,
  strictestFilter,
  tagsOf,
} from '#renderer/grid/rows.ts';
import { parseRowChoice } from '#renderer/grid/wallParams.ts';
import { estimateOf, sweepRow } from './sweepRow.ts';

const rows = [
  sweepRow({ unit: 5, effect: estimateOf(2), realised: estimateOf(0.1), tags: ['ear', 'hue'] }),
  sweepRow({ unit: 14, effect: estimateOf(7), realised: estimateOf(0.3), note: 'Hue of the coat', pinned: true }),
  sweepRow({ unit: 59, effect: null, realised: null, dead: true, latentLength: 0 }),
  sweepRow({ unit: 145, effect: estimateOf(4), realised: estimateOf(-0.2), tags: ['ear'], flagged: true, group: 5 }),
];
const chosen = (params: Record<string, string>) => chooseRows(rows, parseRowChoice(params)).map(({ unit }) => unit);

describe('which rows are shown', () => {
  it.each([
    ['strongest first, unknown last', {}, [14, 145, 5, 59]],
    ['most realised first', { sort: 'realised' }, [14, 5, 145, 59]],
    ['by number', { sort: 'unit' }, [5, 14, 59, 145]],
    ['longest first', { sort: 'latentLength' }, [5, 14, 145, 59]],
    ['pinned', { pinned: '1' }, [14]],
    ['a tag', { tag: 'ear' }, [145, 5]],
    ['a least effect leaves out unknown ones', { effect: '4' }, [14, 145]],
    ['those that change', { alive: '1' }, [14, 145, 5]],
    ['those whose pictures are of them', { trusted: '1' }, [14, 5, 59]],
    ['those of one direction', { direction: '5' }, [145, 5]],
    ['a number finds units that begin with it', { q: '14' }, [14, 145]],
    ['words are looked for in tags and notes', { q: 'hue' }, [14, 5]],
    ['filters add up', { q: 'hue', pinned: '1' }, [14]],
  ])('%s', (_, params, units) => expect(chosen(params)).toEqual(units));

  it('names the filter without which most rows come back', () => {
    expect(strictestFilter(rows, parseRowChoice({ q: 'nothing of the kind', effect: '4' }))).toBe('search');
    expect(strictestFilter(rows, parseRowChoice({ pinned: '1', tag: 'ear' }))).toBe('pinned');
    expect(strictestFilter(rows, parseRowChoice({}))).toBeNull();
  });
});

describe('rows that come in while a sweep runs', () => {
  it('follow at the end, and nothing that is shown moves', () => {
    const units = fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(units, fc.nat(40), (all, shownCount) => {
        const shown = all.slice(0, shownCount);
        const sorted = all.toSorted((a, b) => a - b).map((unit) => sweepRow({ unit }));
        const kept = keepOrder(sorted, shown).map(({ ordinal }) => ordinal);
        expect(kept.slice(0, shown.length)).toEqual(shown);
        expect(kept.toSorted((a, b) => a - b)).toEqual(sorted.map(({ ordinal }) => ordinal));
      }),
    );
  });

  it('drops what is no longer chosen', () => {
    expect(keepOrder([sweepRow({ unit: 3 })], [7, 3]).map(({ unit }) => unit)).toEqual([3]);
  });
});

it('takes a share below a fifth for barely realised, and an unknown one for nothing', () => {
  expect(rows.map(isBarelyRealised)).toEqual([true, false, false, true]);
});

it('finds the other units of a direction', () => {
  const [first] = rows;
  expect(first && sameDirection(rows, first).map(({ unit }) => unit)).toEqual([145]);
  expect(sameDirection(rows, sweepRow({ unit: 14, group: 14 }))).toEqual([]);
  expect(sameDirection(rows, sweepRow({ unit: 7, group: null }))).toEqual([]);
});

it('lists tags, most used first', () => expect(tagsOf(rows)).toEqual(['ear', 'hue']));

it('offers the middle effect to filter by', () => {
  expect(medianEffect(rows)).toBe(4);
  expect(medianEffect([sweepRow({ effect: estimateOf(1.3) })])).toBe(1.5);
  expect(medianEffect([])).toBe(0);
});
