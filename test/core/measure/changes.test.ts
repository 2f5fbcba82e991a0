import { describe, expect, it } from 'vitest';
import { differenceOf, sweptChanges } from '#core/measure/changes.ts';
import { MEASURE_IDS } from '#core/measure/measures.ts';
import type { Measures } from '#core/measure/readMeasures.ts';
import type { SweptPictures } from '#core/sweptPictures.ts';

const STEPS = 3;
const STARTS = 4;
const M = MEASURE_IDS.length;

/** Two directions, one part: the area of the first grows by 10 a step, that of the second stands still; some are missing. */
function studyOf(area: (direction: number, start: number, step: number) => number) {
  const measures: Measures = {
    labels: [],
    quantities: ['ear'],
    metrics: MEASURE_IDS,
    sweepId: '',
    mapsId: '',
    steps: STEPS,
    count: 2 * STARTS,
    at(ordinal) {
      const values = new Float32Array(STEPS * M).fill(Number.NaN);
      for (let step = 0; step < STEPS; step++)
        values[step * M] = area(Math.floor(ordinal / STARTS), ordinal % STARTS, step);
      return values;
    },
  };
  const swept = {
    starts: new Int32Array(STARTS),
    at: (ordinal: number) => ({
      direction: { kind: 'unit', unit: Math.floor(ordinal / STARTS) },
      directionIndex: Math.floor(ordinal / STARTS),
    }),
  } as unknown as SweptPictures;
  return sweptChanges(measures, swept).filter(({ metric }) => metric === 'area');
}

describe('changes over a sweep', () => {
  it('are paired over start pictures, the strongest first', () => {
    const [first, second] = studyOf((direction, start, step) => 100 + 7 * start + (direction === 1 ? 10 * step : 0));
    expect(first).toMatchObject({ directionIndex: 1, monotonicity: 1 });
    expect(first?.delta).toMatchObject({ value: 20, low: 20, high: 20, n: STARTS });
    expect(second).toMatchObject({ directionIndex: 0, standardised: 0, monotonicity: 0 });
  });

  it('leave out start pictures in which the part is missing at an end, and are not said of a single one', () => {
    const [change] = studyOf((_, start, step) => (start === 0 && step === 2 ? Number.NaN : start * step));
    expect(change?.delta.n).toBe(STARTS - 1);
    expect(studyOf((_, start) => (start === 0 ? 1 : Number.NaN))).toEqual([]);
  });
});

it.each([
  [179, 1, 2],
  [1, 179, -2],
  [10, 40, 30],
  [0, 90, -90],
])('an axis turned from %i to %i degrees turned by %i', (from, to, turned) => {
  expect(differenceOf('angle', from, to)).toBe(turned);
  expect(differenceOf('area', from, to)).toBe(to - from);
});
