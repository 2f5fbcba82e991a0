import { describe, expect, it } from 'vitest';
import { axialMean, shorterTurn } from '#core/measure/axial.ts';
import { sweptChanges } from '#core/measure/changes.ts';
import { MEASURE_IDS, type MeasureId } from '#core/measure/measures.ts';
import type { Measures } from '#core/measure/readMeasures.ts';
import type { SweptPictures } from '#core/sweptPictures.ts';

const STEPS = 3;
const STARTS = 4;
const M = MEASURE_IDS.length;

/** Two directions, one part: the area of the first grows by 10 a step, that of the second stands still; some are missing. */
function studyOf(value: (direction: number, start: number, step: number) => number, metric: MeasureId = 'area') {
  const at = MEASURE_IDS.indexOf(metric);
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
        values[step * M + at] = value(Math.floor(ordinal / STARTS), ordinal % STARTS, step);
      return values;
    },
  };
  const swept = {
    starts: new Int32Array(STARTS),
    at: (ordinal: number) => ({
      direction: { kind: 'unit', unit: Math.floor(ordinal / STARTS) },
      directionIndex: Math.floor(ordinal / STARTS),
      values: Float64Array.of(-0.5, 0, 0.5),
    }),
  } as unknown as SweptPictures;
  return sweptChanges(measures, swept).filter((change) => change.metric === metric);
}

describe('changes over a sweep', () => {
  it('are paired over start pictures, the strongest first', () => {
    const [first, second] = studyOf((direction, start, step) => 100 + 7 * start + (direction === 1 ? 10 * step : 0));
    expect(first).toMatchObject({ directionIndex: 1, monotonicity: 1 });
    expect(first?.delta).toMatchObject({ value: 20, low: 20, high: 20, n: STARTS });
    expect(first?.slope).toMatchObject({ value: 20, low: 20, high: 20, n: STARTS });
    expect(second).toMatchObject({ directionIndex: 0, standardised: 0, monotonicity: 0 });
  });

  it('follow an axis through 180 degrees', () => {
    const turning = studyOf((direction, start, step) => (170 + start + 60 * step * direction) % 180, 'angle');
    expect(turning[0]).toMatchObject({ directionIndex: 1, monotonicity: 1 });
    expect(turning[0]?.delta.value).toBeCloseTo(120, 4);
    expect(turning[0]?.slope?.value).toBeCloseTo(120, 4);
    // Axes at 170 to 173 degrees vary little, also where they are written as -10.
    expect(turning[0]?.standardised).toBeGreaterThan(90);
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
  [40, 10, -30],
])('an axis turned from %i to %i degrees turned by %i', (from, to, turned) => {
  expect(shorterTurn(to - from)).toBe(turned);
});

it.each([
  // scipy.stats.circmean(angles, high=180)
  [[179, 1], 0],
  [[170, 5, 20], 5],
  [[80, 100, 95], 91.7347198],
])('axes %j have the mean %d', (angles, mean) => {
  expect(Math.abs(shorterTurn(axialMean(angles) - mean))).toBeLessThan(1e-3);
});
