import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisAround, positionOn, tickDecimals } from '#renderer/linker/axis.ts';

describe('axisAround', () => {
  test('cuts to the range in question, with round ticks', () => {
    expect(axisAround([0.906, 0.912, 0.898, 0.921]).ticks).toEqual([0.88, 0.9, 0.92, 0.94]);
  });

  test('a single value gets room on both sides', () => {
    const { low, high } = axisAround([0.93]);
    expect(low).toBeLessThan(0.92);
    expect(high).toBeGreaterThan(0.94);
  });

  test('holds every value it was made for, and is not much wider', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
        const axis = axisAround(values);
        for (const value of values) {
          expect(positionOn(axis, value)).toBeGreaterThanOrEqual(-1e-5);
          expect(positionOn(axis, value)).toBeLessThanOrEqual(1 + 1e-5);
        }
        const span = Math.max(0.04, Math.max(...values) - Math.min(...values));
        expect(axis.high - axis.low).toBeLessThanOrEqual(4 * span + 1e-6);
        expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
        expect(axis.ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });

  test('labels carry as many decimals as tell the ticks apart', () => {
    expect(tickDecimals(axisAround([0.912]))).toBe(2);
    expect(tickDecimals(axisAround([0.2, 0.9]))).toBe(1);
  });
});
