import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestRows } from '#core/fidelity/baselines.ts';
import { rowOf } from '#core/tensor.ts';

const matrix = (width: number, rows: number) =>
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width * rows, maxLength: width * rows }).map((values) => ({
    data: Float32Array.from(values),
    shape: [rows, width],
  }));

test('nearest rows: no row is nearer, and no equally near one comes before', () => {
  fc.assert(
    fc.property(matrix(130, 3), matrix(130, 7), (wanted, training) => {
      const distance = (a: number, b: number) =>
        rowOf(wanted, a).reduce((sum, value, at) => sum + (value - (rowOf(training, b)[at] as number)) ** 2, 0);
      for (const [row, found] of nearestRows(wanted, training).entries()) {
        for (let other = 0; other < 7; other++) {
          if (other < found) expect(distance(row, other)).toBeGreaterThan(distance(row, found));
          else expect(distance(row, other)).toBeGreaterThanOrEqual(distance(row, found));
        }
      }
    }),
  );
});
