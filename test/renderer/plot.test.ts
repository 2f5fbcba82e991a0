import { expect, it } from 'vitest';
import { toTabSeparated } from '#renderer/plot/PlotTable.tsx';
import { baseLayout, DASHES, mergeLayout, plotColours } from '#renderer/plot/template.ts';

it('lays a plot’s own layout over the theme’s, member by member', () => {
  const merged = mergeLayout(baseLayout('dark'), { xaxis: { range: [0, 1] }, margin: { l: 60 } });
  expect(merged).toMatchObject({ xaxis: { range: [0, 1], showgrid: false }, margin: { l: 60, b: 36 } });
});

it('gives every series colour a dash of its own to go with', () => {
  expect(plotColours('light').series).toHaveLength(DASHES.length);
});

it('copies a table as spreadsheets read it', () => {
  expect(
    toTabSeparated({
      columns: ['unit', 'effect'],
      rows: [
        [3, 1.5],
        [4, null],
      ],
    }),
  ).toBe('unit\teffect\n3\t1.5\n4\t');
});
