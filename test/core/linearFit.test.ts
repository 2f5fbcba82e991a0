import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinearResult } from '#core/linear/linearData.ts';
import { fitRidge, predictLatents } from '#core/linearFit.ts';
import { latentStream } from '#core/random.ts';
import { concatRows, type FloatTensor, takeRows } from '#core/tensor.ts';
import sklearn from '../fixtures/core/linear_fit.json' with { type: 'json' };
import { relativeError } from './relativeError.ts';

interface Case {
  readonly rows: number;
  readonly units: number;
  readonly latentDim: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly fits: readonly Fit[];
}

interface Fit {
  readonly penalty: number;
  readonly weights: readonly number[];
  readonly bias: readonly number[];
  readonly prediction: readonly number[];
}

function matrix(values: readonly number[], rows: number): FloatTensor {
  return { data: Float32Array.from(values), shape: [rows, values.length / rows] };
}

function fitCase({ x, y, rows }: Case, penalty: number): Promise<LinearResult> {
  return fitRidge(matrix(x, rows), matrix(y, rows), penalty);
}

function oracle(given: Case, penalty: number): Fit {
  const fit = given.fits.find((one) => one.penalty === penalty);
  if (!fit) throw new Error(`the fixture has no penalty ${penalty}`);
  return fit;
}

/** A planted map from non-negative representations to latents, without noise. */
function planted(rows: number, units: number, latentDim: number, seed: number) {
  const normal = latentStream(seed, units).rows(0, rows);
  const representations = { data: normal.data.map((value) => Math.max(value + 1, 0)), shape: normal.shape };
  const weights = latentStream(seed + 1, latentDim).rows(0, units);
  const bias = latentStream(seed + 2, latentDim).rows(0, 1).data;
  return { representations, weights, bias, latents: predictLatents({ weights, bias }, representations) };
}

describe('fitRidge gives the coefficients of scikit-learn and NumPy', () => {
  it.each([
    ['50 x 8 -> 5, LinearRegression', sklearn.tall, 0],
    ['50 x 8 -> 5, Ridge(1)', sklearn.tall, 1],
    ['50 x 8 -> 5, Ridge(100)', sklearn.tall, 100],
    ['12 x 300 -> 3, least norm', sklearn.wide, 0],
    ['12 x 300 -> 3, Ridge(1)', sklearn.wide, 1],
    ['dependent, dead and constant units, Ridge(1)', sklearn.collinear, 1],
  ])('%s', async (_, given, penalty) => {
    const fit = await fitCase(given, penalty);
    const expected = oracle(given, penalty);
    expect(fit.addedPenalty).toBe(0);
    expect(fit.weights.shape).toEqual([given.units, given.latentDim]);
    expect(relativeError(fit.weights.data, expected.weights)).toBeLessThan(1e-6);
    expect(relativeError(fit.bias, expected.bias)).toBeLessThan(1e-6);
    const linked = predictLatents(fit, matrix(given.x, given.rows));
    expect(relativeError(linked.data, expected.prediction)).toBeLessThan(1e-5);
  });

  it('least squares of dependent units: says which ridge it added, and meets the solution of least norm', async () => {
    const { collinear } = sklearn;
    const fit = await fitCase(collinear, 0);
    const expected = oracle(collinear, 0);
    expect(fit.addedPenalty).toBeGreaterThan(0);
    expect(fit.addedPenalty).toBeLessThan(1e-6);
    for (const [index, weight] of expected.weights.entries()) expect(fit.weights.data[index]).toBeCloseTo(weight, 5);
    const linked = predictLatents(fit, matrix(collinear.x, collinear.rows));
    expect(relativeError(linked.data, expected.prediction)).toBeLessThan(1e-5);
  });
});

describe('fitRidge', () => {
  it('adds no more ridge than it needs, and shares the weight between equal units', async () => {
    const { data } = latentStream(5, 1).rows(0, 100);
    const twice = { data: Float32Array.from({ length: 200 }, (_, i) => data[i >> 1] as number), shape: [100, 2] };
    const fit = await fitRidge(twice, { data, shape: [100, 1] }, 0);
    const spread = data.reduce((sum, value) => sum + value * value, 0);
    expect(fit.addedPenalty).toBeGreaterThan(1e-12 * spread * 0.5);
    expect(fit.addedPenalty).toBeLessThan(1e-9 * spread);
    expect(relativeError(fit.weights.data, [0.5, 0.5])).toBeLessThan(1e-5);
  });

  it('recovers a planted map from tall data', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 7 }),
        async (seed, units, latentDim) => {
          const truth = planted(20 * units + 40, units, latentDim, seed);
          const fit = await fitRidge(truth.representations, truth.latents, 0);
          truth.weights.data.forEach((weight, i) => {
            expect(fit.weights.data[i]).toBeCloseTo(weight, 4);
          });
          truth.bias.forEach((value, i) => {
            expect(fit.bias[i]).toBeCloseTo(value, 4);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives the same map in dual form as in primal form', async () => {
    // 30 rows of 30 units are solved in primal form; one unit more, always dead, in dual form.
    const { representations, latents } = planted(30, 30, 4, 9);
    const padded = new Float32Array(30 * 31);
    for (let row = 0; row < 30; row++) padded.set(representations.data.subarray(row * 30, row * 30 + 30), row * 31);
    const primal = await fitRidge(representations, latents, 2);
    const dual = await fitRidge({ data: padded, shape: [30, 31] }, latents, 2);
    expect(relativeError(dual.weights.data.subarray(0, 120), primal.weights.data)).toBeLessThan(1e-5);
    expect(Array.from(dual.weights.data.subarray(120))).toEqual([0, 0, 0, 0]);
    expect(relativeError(dual.bias, primal.bias)).toBeLessThan(1e-5);
  });

  it('keeps the accuracy of data far from zero', async () => {
    const { representations, latents } = planted(200, 5, 3, 4);
    const far = {
      data: representations.data.map((value) => Math.fround(value * 1024) / 1024 + 512),
      shape: representations.shape,
    };
    const near = { data: far.data.map((value) => value - 512), shape: far.shape };
    const [fromFar, fromNear] = [await fitRidge(far, latents, 0), await fitRidge(near, latents, 0)];
    expect(relativeError(fromFar.weights.data, fromNear.weights.data)).toBeLessThan(1e-6);
  });

  it('gives weights of zero and the mean as bias when no unit ever changes', async () => {
    const constant = { data: new Float32Array(20).fill(0.1), shape: [10, 2] };
    const latents = latentStream(1, 3).rows(0, 10);
    const fit = await fitRidge(constant, latents, 0);
    expect(Array.from(fit.weights.data)).toEqual([0, 0, 0, 0, 0, 0]);
    const means = [0, 1, 2].map(
      (column) => latents.data.reduce((sum, value, at) => (at % 3 === column ? sum + value : sum), 0) / 10,
    );
    expect(relativeError(fit.bias, means)).toBeLessThan(1e-6);
  });

  const two = { data: new Float32Array(4), shape: [2, 2] };
  const three = { data: new Float32Array(6), shape: [3, 2] };
  const none = { data: new Float32Array(0), shape: [0, 2] };
  const infinite = { data: Float32Array.of(0, 1, 2, Number.POSITIVE_INFINITY), shape: [2, 2] };
  const undefinedWide = { data: Float32Array.of(0, 1, 2, 3, Number.NaN, 5), shape: [2, 3] };
  it.each([
    ['rows differ', two, three, 'BAD_SHAPE', 'Expected 2 x any from the latents to fit, but got 3 x 2.'],
    ['no rows', none, none, 'NO_SAMPLES', 'There are no samples to fit.'],
    [
      'infinite representation',
      infinite,
      two,
      'BAD_INPUT',
      'The representations hold values that are not finite numbers, first in column 1: nothing can be fitted.',
    ],
    [
      'infinite latent',
      two,
      infinite,
      'BAD_INPUT',
      'The latents hold values that are not finite numbers, first in column 1: nothing can be fitted.',
    ],
    [
      'NaN, dual form',
      undefinedWide,
      two,
      'BAD_INPUT',
      'The representations hold values that are not finite numbers, first in column 1: nothing can be fitted.',
    ],
  ])('refuses: %s', async (_, representations, latents, code, message) => {
    await expect(fitRidge(representations, latents, 1)).rejects.toThrow(expect.objectContaining({ code, message }));
  });
});

describe('predictLatents', () => {
  it('gives a row the same bits alone as among others', () => {
    const { representations, weights, bias, latents } = planted(70, 300, 5, 6);
    const alone = Array.from({ length: 70 }, (_, row) =>
      predictLatents({ weights, bias }, takeRows(representations, [row])),
    );
    expect(concatRows(alone, 5).data).toEqual(latents.data);
  });

  it('refuses representations of another width', () => {
    const { weights, bias } = planted(4, 3, 2, 0);
    expect(() => predictLatents({ weights, bias }, matrix([1, 2], 1))).toThrow(
      'Expected any x 3 from the representations to link, but got 1 x 2.',
    );
  });
});
