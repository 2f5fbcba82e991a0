import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { initialParameters, mlpModel, mlpOf, predictMlp, standardOf } from '#core/graph/mlp.ts';
import { latentStream } from '#core/random.ts';

const SIZES = [6, 9, 7, 4] as const;
const x = latentStream(1, 6).rows(0, 40);
const rows = Int32Array.from({ length: 30 }, (_, i) => i);

test('standardOf takes mean and standard deviation of the rows asked for, and 0 where a column is constant but for rounding', () => {
  // The second column's two values are neighbours in float32.
  const data = Float32Array.from([1, 1e6, 5, 3, 1e6 + 0.0625, 5, 900, 900, 900]);
  const { mean, spread } = standardOf({ data, shape: [3, 3] }, Int32Array.of(0, 1), 'latents');
  expect(Array.from(mean)).toEqual([2, Math.fround(1e6 + 0.03125), 5]);
  expect(Array.from(spread)).toEqual([1, 0, 0]);
});

test('standardOf names the first column that is not finite', () => {
  const data = Float32Array.of(1, 2, 3, Number.NaN);
  expect(() => standardOf({ data, shape: [2, 2] }, Int32Array.of(0, 1), 'latents')).toThrow(
    'The latents hold values that are not finite numbers, first in column 1.',
  );
});

test('initial weights keep activations level, and predict the mean', () => {
  const [first, bias, last] = initialParameters([400, 300, 200], 3) as [Float32Array, Float32Array, Float32Array];
  const variance = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(variance(first)).toBeCloseTo(2 / 400, 4);
  expect(last.every((value) => value === 0)).toBe(true);
  expect(bias.every((value) => value === 0)).toBe(true);
});

test('predictMlp and the exported model agree, for any number of rows', async () => {
  const to = { mean: Float32Array.of(1, -2, 30, 0), spread: Float32Array.of(0.1, 2, 0, 5) };
  const parameters = initialParameters(SIZES, 4).map((values) =>
    values.map((value, i) => value + 0.3 * Math.sin(i + 1)),
  );
  const mlp = mlpOf(SIZES, parameters, standardOf(x, rows, 'representations'), to);
  const expected = predictMlp(mlp, x);
  const session = await InferenceSession.create(mlpModel(mlp), { logSeverityLevel: 3 });
  for (const count of [1, 40]) {
    const { w } = (await session.run({ r: new Tensor('float32', x.data.slice(0, 6 * count), [count, 6]) })) as {
      w: Tensor;
    };
    expect(w.dims).toEqual([count, 4]);
    (w.data as Float32Array).forEach((value, i) => {
      expect(Math.abs(value - (expected.data[i] as number))).toBeLessThan(1e-5);
    });
  }
  expect(expected.data.filter((_, i) => i % 4 === 2).every((value) => value === 30)).toBe(true);
});

test('predictMlp refuses representations of another network', () => {
  const standard = standardOf(x, rows, 'representations');
  const mlp = mlpOf([6, 6], initialParameters([6, 6], 1), standard, standard);
  expect(() => predictMlp(mlp, { data: new Float32Array(10), shape: [2, 5] })).toThrow(
    'Expected any x 6 from the representations to link, but got 2 x 5.',
  );
});
