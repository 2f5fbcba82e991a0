import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridStep } from '#renderer/components/gridStep.ts';

const size = { count: 23, columns: 10, pageRows: 1 };

describe('gridStep', () => {
  test.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 1, 0],
    ['ArrowDown', 3, 13],
    ['ArrowUp', 13, 3],
    ['PageDown', 3, 13],
    ['Home', 13, 0],
    ['End', 13, 22],
  ])('%s from %i leads to %i', (key, from, to) => {
    expect(gridStep(key, from, size)).toBe(to);
  });

  test('down from above a short last row leads to the last cell', () => {
    expect(gridStep('ArrowDown', 18, size)).toBe(22);
  });

  test.each([
    ['ArrowUp', 4],
    ['ArrowLeft', 0],
    ['ArrowRight', 22],
    ['x', 5],
  ])('%s from %i leads nowhere', (key, from) => {
    expect(gridStep(key, from, size)).toBeNull();
  });

  test('every step stays inside and moves', () => {
    const key = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End');
    const grid = fc.record({ count: fc.nat(500), columns: fc.integer({ min: 1, max: 30 }), pageRows: fc.nat(9) });
    fc.assert(
      fc.property(key, grid, fc.nat(), (pressed, { count, columns, pageRows }, seed) => {
        const at = count === 0 ? 0 : seed % count;
        const to = gridStep(pressed, at, { count, columns, pageRows });
        if (to === null) return;
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(count);
        expect(to).not.toBe(at);
      }),
    );
  });
});
