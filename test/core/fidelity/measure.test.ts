import { describe, expect, test } from 'vitest';
import { compareScores, measureAxes, measureScores } from '#core/fidelity/measure.ts';
import { centreColumns, type ScoredRows, type Scores } from '#core/fidelity/scores.ts';
import { randomState } from '#core/random.ts';
import scipy from '../../fixtures/core/statistics_numbers.json' with { type: 'json' };
import { relativeError } from '../relativeError.ts';

const WIDTH = 3;

interface Case {
  readonly rows: ScoredRows;
  readonly truth: Float64Array;
}

function rowsOf(truth: ArrayLike<number>, width: number, clusters: readonly number[]): Case {
  const data = Float64Array.from(truth);
  return {
    truth: data,
    rows: {
      clusters: Int32Array.from(clusters),
      deviations: centreColumns(data.slice(), clusters.length, width),
      cycleSpread: new Float64Array(clusters.length).fill(2),
    },
  };
}

function scoresOf({ truth, rows }: Case, predicted: ArrayLike<number>, change: Partial<Scores> = {}): Scores {
  const count = rows.clusters.length;
  const width = truth.length / count;
  const squaredError = new Float64Array(count);
  truth.forEach((value, at) => {
    const row = Math.floor(at / width);
    squaredError[row] = (squaredError[row] as number) + (value - (predicted[at] as number)) ** 2;
  });
  const fill = (value: number) => new Float64Array(count).fill(value);
  return {
    squaredError,
    cosine: fill(0.5),
    agrees: fill(1),
    divergence: fill(0.25),
    cycleSquares: fill(1),
    pixelError: fill(4),
    structureError: fill(0.125),
    ...change,
  };
}

/** Twelve draws in two classes. */
function simulated(seed: number): Case & { readonly predict: (noise: number) => Float64Array } {
  const { randn } = randomState(seed);
  const truth = Float64Array.from({ length: 24 * WIDTH }, () => randn());
  const clusters = Array.from({ length: 24 }, (_, row) => row % 12);
  return { ...rowsOf(truth, WIDTH, clusters), predict: (noise) => truth.map((value) => value + noise * randn()) };
}

describe('R2', () => {
  const { rows, columns, truth, prediction, total, perDimension } = scipy.determination;
  const given = rowsOf(
    truth,
    columns,
    Array.from({ length: rows }, (_, row) => row),
  );

  test("is scikit-learn's, weighted by variance", () => {
    const { numbers } = measureScores(given.rows, scoresOf(given, prediction), 0);
    expect(relativeError([numbers.r2], [total])).toBeLessThan(1e-12);
  });

  test("is scikit-learn's along each dimension", () => {
    const errors = Float64Array.from(prediction, (value, at) => value - (truth[at] as number));
    const { values } = measureAxes(given.rows.deviations, errors, given.rows.clusters, 0);
    expect(relativeError(values, perDimension)).toBeLessThan(1e-10);
  });

  test('of a dimension that does not vary is 1 when met and 0 when not', () => {
    const { rows: flat } = rowsOf([2, 5, 2, 5, 2, 5], 2, [0, 1, 2]);
    const { values, intervals } = measureAxes(flat.deviations, Float64Array.of(0, 1, 0, 1, 0, 1), flat.clusters, 0);
    expect(Array.from(values)).toEqual([1, 0]);
    expect(intervals).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

test('the other numbers are means, the cycle error a ratio; each lies in its interval', () => {
  const given = simulated(1);
  const { uniform } = randomState(2);
  const noisy = Float64Array.from({ length: 24 }, () => uniform());
  const { numbers, intervals } = measureScores(
    given.rows,
    scoresOf(given, given.predict(0.3), { cycleSquares: noisy, pixelError: noisy }),
    0,
  );
  const meanNoise = noisy.reduce((sum, value) => sum + value, 0) / 24;
  expect(numbers).toMatchObject({ cosine: 0.5, agreement: 1, divergence: 0.25, structureError: 0.125 });
  expect(numbers.pixelError).toBeCloseTo(meanNoise, 12);
  expect(numbers.cycleError).toBeCloseTo(meanNoise / 2, 12);
  for (const name of ['r2', 'cycleError', 'pixelError'] as const) {
    expect(intervals[name]?.[0]).toBeLessThan(numbers[name] as number);
    expect(intervals[name]?.[1]).toBeGreaterThan(numbers[name] as number);
  }
});

test.each([1, 2, 4])('agreement of all rows keeps a width, Wilson’s of the draws: twelve, %i rows each', (perDraw) => {
  const count = 12 * perDraw;
  const truth = Float64Array.from({ length: count * WIDTH }, (_, at) => Math.sin(at));
  const given = rowsOf(
    truth,
    WIDTH,
    Array.from({ length: count }, (_, row) => row % 12),
  );
  const ends = (agrees: number) =>
    measureScores(given.rows, scoresOf(given, truth, { agrees: new Float64Array(count).fill(agrees) }), 0).intervals
      .agreement;
  expect(ends(1)).toEqual([expect.closeTo(0.7575, 4), 1]);
  expect(ends(0)).toEqual([0, expect.closeTo(0.2425, 4)]);
});

describe('a difference', () => {
  const given = simulated(5);
  const side = (predicted: Float64Array, change: Partial<Scores> = {}) => ({
    rows: given.rows,
    scores: scoresOf(given, predicted, change),
  });

  test('is that of the numbers, the second less the first', () => {
    const [worse, better] = [side(given.predict(0.8)), side(given.predict(0.2))];
    const { numbers, intervals } = compareScores(worse, better, 0);
    const r2 = ({ rows, scores }: typeof worse) => measureScores(rows, scores, 0).numbers.r2;
    expect(numbers.r2).toBeCloseTo(r2(better) - r2(worse), 12);
    expect(intervals.r2?.[0]).toBeGreaterThan(0);
  });

  test('of a linker to itself is 0, with what its n leaves open for the agreement', () => {
    const same = side(given.predict(0.5));
    const { numbers, intervals } = compareScores(same, same, 0);
    expect(numbers.r2).toBe(0);
    expect(intervals.r2).toEqual([0, 0]);
    expect(intervals.agreement?.[1]).toBeCloseTo(0.2425, 4);
  });

  test('is known better than the two numbers when the same latents are hard for both', () => {
    const base = given.predict(0.8);
    const [a, b] = [side(base), side(base.map((value, at) => value + 0.01 * Math.sin(at)))];
    const width = (interval: readonly [number, number] | null) => (interval ? interval[1] - interval[0] : Number.NaN);
    expect(width(compareScores(a, b, 0).intervals.r2)).toBeLessThan(
      0.2 * width(measureScores(a.rows, a.scores, 0).intervals.r2),
    );
  });
});

test('400 rows in 64 dimensions take well under a second', () => {
  const { randn } = randomState(9);
  const truth = Float64Array.from({ length: 400 * 64 }, () => randn());
  const given = rowsOf(
    truth,
    64,
    Array.from({ length: 400 }, (_, row) => row),
  );
  const errors = truth.map(() => 0.3 * randn());
  const startedAt = performance.now();
  measureScores(
    given.rows,
    scoresOf(
      given,
      truth.map((value, at) => value + (errors[at] as number)),
    ),
    0,
  );
  measureAxes(given.rows.deviations, errors, given.rows.clusters, 0);
  expect(performance.now() - startedAt).toBeLessThan(3000);
});
