import { describe, expect, it } from 'vitest';
import { principalAxes } from '#core/atlas/nullDirections.ts';
import { fitResponse, frameOf, randomFrame, respond, responseOf, varyingAxes, whiten } from '#core/atlas/rotations.ts';
import { conceptEnergies, energiesOf, scoreConcepts, scoreUnits, weightedMean } from '#core/atlas/scores.ts';
import { randomState } from '#core/random.ts';

const exact = (value: readonly number[], parts: number, metrics: number) =>
  energiesOf(
    Float32Array.from(value),
    new Float32Array(value.length),
    new Int32Array(value.length).fill(5),
    parts,
    metrics,
  );

describe('scores of units', () => {
  it('tell one concept from all concepts alike', () => {
    const scores = scoreUnits(exact([2, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0], 2, 2));
    expect([...scores.overParts]).toEqual([1, 0, 0]);
    expect(scores.overMetrics[0]).toBe(1);
    expect(scores.overMetrics[1]).toBeCloseTo(0, 12);
    expect(scores.overMetrics[2]).toBe(1);
    expect(scores.disentanglement[0]).toBe(1);
    expect(scores.participation[0]).toBe(1);
    expect(scores.participation[1]).toBe(4);
    expect(scores.participation[2]).toBe(2);
  });

  it('have nothing to say of a unit that changes nothing', () => {
    const scores = scoreUnits(exact([0, 0, 0, 0], 2, 2));
    expect(scores.overParts[0]).toBeNaN();
    expect(scores.participation[0]).toBeNaN();
  });

  it('take off what noise adds to a squared mean', () => {
    const random = randomState(5);
    let sum = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const drawn = Array.from({ length: 5 }, () => 1 + random.randn());
      const mean = drawn.reduce((total, value) => total + value, 0) / 5;
      const sd = Math.sqrt(drawn.reduce((total, value) => total + (value - mean) ** 2, 0) / 4);
      sum += energiesOf(Float32Array.of(mean), Float32Array.of(sd), Int32Array.of(5), 1, 1).data[0] as number;
    }
    expect(sum / 4000).toBeGreaterThan(0.97);
    expect(sum / 4000).toBeLessThan(1.09);
  });
});

describe('scores of concepts', () => {
  it('count the fewest units that hold four fifths', () => {
    const energies = exact([3, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1, 2);
    const { unitsFor80, completeness } = scoreConcepts(energies);
    expect([...unitsFor80]).toEqual([3, 4]);
    expect(completeness[1]).toBeCloseTo(0, 12);
    expect(weightedMean(completeness, conceptEnergies(energies))).toBeCloseTo(
      ((completeness[0] as number) * 13) / 18,
      12,
    );
  });
});

describe('rotations', () => {
  const random = randomState(9);
  const w = {
    data: Float32Array.from({ length: 300 * 4 }, (_, at) => random.randn() * [3, 1, 0.5, 0][at % 4]!),
    shape: [300, 4],
  };
  const axes = principalAxes(w);

  it('leave out axes along which w does not vary', () => {
    expect(varyingAxes(axes)).toBe(3);
    expect(axes.deviations[0]).toBeGreaterThan(2.5);
  });

  it('are orthogonal', () => {
    const n = 12;
    const rotation = randomFrame(n, n, 1);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let product = 0;
        for (let k = 0; k < n; k++) product += (rotation[i * n + k] as number) * (rotation[j * n + k] as number);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
  });

  it('turn all units together: the response to turned steps is the turned response', () => {
    const steps = Float32Array.from({ length: 10 * 4 }, () => random.randn());
    const whitened = whiten(steps, axes);
    const truth = Float64Array.from({ length: 3 * 2 }, () => random.randn());
    const effects = Float32Array.from(respond({ axes: 3, concepts: 2, weights: truth }, whitened));
    const response = fitResponse(whitened, effects, 3);
    response.weights.forEach((weight, at) => {
      expect(weight).toBeCloseTo(truth[at] as number, 4);
    });
    const rotation = randomFrame(3, 3, 2);
    const rotatedSteps = new Float64Array(30);
    for (let row = 0; row < 10; row++)
      for (let j = 0; j < 3; j++)
        for (let i = 0; i < 3; i++)
          rotatedSteps[row * 3 + j] =
            (rotatedSteps[row * 3 + j] as number) + (whitened[row * 3 + i] as number) * (rotation[i * 3 + j] as number);
    const expected = respond(response, rotatedSteps);
    const parts = frameOf(response);
    expect(parts.count).toBe(2);
    responseOf(parts, parts.frame).weights.forEach((weight, at) => {
      expect(weight).toBeCloseTo(response.weights[at] as number, 12);
    });
    // Steps are turned by the rotation, so the response's directions are turned back.
    const frame = new Float64Array(2 * 3);
    for (let row = 0; row < 2; row++)
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++)
          frame[row * 3 + i] =
            (frame[row * 3 + i] as number) + (rotation[i * 3 + j] as number) * (parts.frame[row * 3 + j] as number);
    respond(responseOf(parts, frame), whitened).forEach((effect, at) => {
      expect(effect).toBeCloseTo(expected[at] as number, 10);
    });
  });

  it('fit a response on the rows that show a concept', () => {
    const whitened = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
    const response = fitResponse(whitened, Float32Array.of(1, 2, Number.NaN, 3), 3);
    expect(Math.abs((response.weights[0] as number) - 1)).toBeLessThan(1e-6);
    expect(response.weights[2]).toBeCloseTo(0, 6);
  });
});
