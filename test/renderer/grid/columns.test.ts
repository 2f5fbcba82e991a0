import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ColumnPlan,
  columnAt,
  columnWidth,
  countColumns,
  fitsOneStart,
  groupLeft,
  groupWidth,
  indexOf,
} from '#renderer/grid/columns.ts';

const plans = fc
  .record({ starts: fc.integer({ min: 1, max: 12 }), steps: fc.integer({ min: 2, max: 9 }), single: fc.boolean() })
  .map(({ starts, steps, single }): ColumnPlan => ({ starts, steps, onlyStep: single ? steps - 1 : null }));
const cells = fc.integer({ min: 40, max: 160 });

it('a column is one start and one step, and is found again', () => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, seed) => {
      const index = seed % countColumns(plan);
      const column = columnAt(plan, index);
      expect(indexOf(plan, column)).toBe(index);
      expect(column.start).toBeLessThan(plan.starts);
      expect(column.step).toBeLessThan(plan.steps);
    }),
  );
});

it('the left edge of a start is where its first column is', () => {
  fc.assert(
    fc.property(plans, cells, fc.nat(), (plan, cellPx, seed) => {
      const start = seed % plan.starts;
      const first = indexOf(plan, { start, step: plan.onlyStep ?? 0 });
      let leftPx = 0;
      for (let index = 0; index < first; index++) leftPx += columnWidth(plan, index, cellPx);
      expect(groupLeft(plan, start, cellPx)).toBe(leftPx);
    }),
  );
});

it('knows whether all steps of a start fit', () => {
  const plan = { starts: 10, steps: 5 };
  expect(groupWidth({ ...plan, onlyStep: null }, 72)).toBe(368);
  expect(fitsOneStart(plan, 72, 368)).toBe(true);
  expect(fitsOneStart(plan, 72, 367)).toBe(false);
});
