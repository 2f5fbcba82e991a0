import { describe, expect, it } from 'vitest';
import { type Range, rangeSchema, sweepParamsSchema } from '#core/params.ts';
import { isBeyondRange, rangeLabel, stepLabels, sweepLabel } from '#renderer/grid/stepLabels.ts';
import { sweepRow } from './sweepRow.ts';

const range = (change: Partial<Range>) => rangeSchema.parse(change);

describe('names of steps', () => {
  it.each([
    [range({}), [0, 0.5, 1], ['p1', '50%', 'p99']],
    [range({ low: 5, high: 95 }), [0, 1], ['p5', 'p95']],
    [range({ kind: 'minmax' }), [0, 0.25, 1], ['min', '25%', 'max']],
    // Widened, the ends are no percentiles any more.
    [range({ multiple: 3 }), [0, 1], ['0%', '100%']],
  ])('%j', (of, fractions, labels) => expect(stepLabels(of, fractions)).toEqual(labels));
});

it('says how wide a range is', () => {
  expect(rangeLabel(range({}))).toBe('p1 to p99');
  expect(rangeLabel(range({ kind: 'minmax', multiple: 3 }))).toBe('min to max, ×3');
});

it('tells sweeps apart', () => {
  expect(sweepLabel(sweepParamsSchema.parse({}))).toBe('p1 to p99, 10 starts × 5 steps');
  expect(sweepLabel(sweepParamsSchema.parse({ mode: 'residual', units: [3] }))).toBe(
    'p1 to p99, own latent, 10 starts × 5 steps, 1 unit',
  );
});

it('marks what lies beyond the samples, but not their very end', () => {
  const row = sweepRow({ seenLow: 0, seenHigh: 2.5 });
  expect([-0.01, 0, 2.5, 2.5000001, 2.51].map((value) => isBeyondRange(row, value))).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});
