import { expect, it } from 'vitest';
import { createFoldSums } from '#core/linear/foldSums.ts';
import { type Matrix, plainProducts as products } from '#core/linear/products.ts';

/** Rows as columns, each element the same on every row. */
function constant(values: readonly number[], rows: number): Matrix {
  const data = new Float32Array(values.length * rows);
  for (const [i, value] of values.entries()) data.fill(value, i * rows, (i + 1) * rows);
  return { data, rows: values.length, columns: rows };
}

it('sums of many rows stay exact to a few millionths', async () => {
  const sums = createFoldSums(new Float32Array(0), 2, 1);
  const third = Math.fround(1 / 3);
  // In float32 alone these 3,000 additions, each rounded the same way, end 1.4e-5 off.
  for (let i = 0; i < 3000; i++) await sums.add(constant([third, 1], 100), constant([third], 100), { products });
  const { count, gram, cross, latentSquares } = sums.moments();
  expect(count).toBe(300_000);
  const [square, mixed] = [300_000 * third ** 2, 300_000 * third];
  // The block holds its diagonal square whole.
  for (const [i, expected] of [square, mixed, mixed, 300_000].entries()) {
    expect(Math.abs((gram.blocks[0]?.data[i] as number) / expected - 1)).toBeLessThan(4e-6);
  }
  expect(Math.abs((cross[0] as number) / square - 1)).toBeLessThan(4e-6);
  expect((latentSquares[0] as number) / square).toBeCloseTo(1, 12);
});
