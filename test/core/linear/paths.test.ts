import { describe, expect, it } from 'vitest';
import { createLinearData, type LinearData, type LinearSpec, type PathSpec } from '#core/linear/linearData.ts';
import { plainProducts } from '#core/linear/products.ts';
import { predictLatents } from '#core/linearFit.ts';
import type { FloatTensor } from '#core/tensor.ts';
import oracles from '../../fixtures/core/linear_paths.json' with { type: 'json' };

/** Paths of every method against scikit-learn: coefficients, predictions, and R2 of each fold. */

type Case = (typeof oracles)['tall'];
type Fit = Case['ridge'][number];

function rowsOf(values: readonly number[], rows: number): FloatTensor {
  return { data: Float32Array.from(values), shape: [rows, values.length / rows] };
}

async function openCase({ rows, units, latentDim, x, y, folds }: Case): Promise<LinearData> {
  const data = createLinearData({ rows, units, latentDim, foldCount: 4 }, plainProducts);
  // In two pieces, so that chunks are part of what is tested.
  for (const [first, last] of [
    [0, 7],
    [7, rows],
  ] as const) {
    await data.add(
      rowsOf(x.slice(first * units, last * units), last - first),
      rowsOf(y.slice(first * latentDim, last * latentDim), last - first),
      Int32Array.from(folds.slice(first, last)),
    );
  }
  return data;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const largest = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))), 0);
  expect(actual.length).toBe(expected.length);
  expect(largest).toBeLessThan(tolerance);
}

async function expectFit(given: Case, spec: LinearSpec, fit: Fit, tolerance: number): Promise<void> {
  const data = await openCase(given);
  const result = await data.fit(spec);
  expectClose(result.weights.data, fit.weights, tolerance);
  expectClose(predictLatents(result, rowsOf(given.x, given.rows)).data, fit.prediction, tolerance * 10);
  expect(result.constantUnits).toBe(1);
  expect(result.remarks).toEqual(['1 unit never changes in these samples: the weights are 0.']);
}

async function expectPath(given: Case, spec: PathSpec, fits: readonly Fit[], tolerance: number): Promise<void> {
  const data = await openCase(given);
  const steps: number[] = [];
  const path = await data.crossValidate(spec, { onProgress: (done, total) => steps.push(done / total) });
  expect(steps.at(-1)).toBe(1);
  for (const { value, foldR2 } of fits) {
    const index = path.values.findIndex((one) => Math.abs(one / value - 1) < 1e-12);
    expectClose(path.foldR2[index] ?? [], foldR2, tolerance);
    const mean = foldR2.reduce((sum, r2) => sum + r2, 0) / 4;
    expectClose([path.meanR2[index] as number], [mean], tolerance);
    const variance = foldR2.reduce((sum, r2) => sum + (r2 - mean) ** 2, 0) / 3;
    expectClose([path.standardError[index] as number], [Math.sqrt(variance / 4)], tolerance);
  }
}

describe.each(['tall', 'wide'] as const)('%s data, like scikit-learn', (name) => {
  const given: Case = oracles[name];

  it.each(given.ridge)('ridge, penalty $value', (fit) =>
    expectFit(given, { kind: 'ridge', penalty: fit.value }, fit, 1e-6),
  );

  it('ridge path', () =>
    expectPath(given, { kind: 'ridge', penalties: given.ridge.map(({ value }) => value) }, given.ridge, 1e-7));

  it.each(given.elasticNet)('elastic net, penalty $value', (fit) =>
    expectFit(given, { kind: 'elastic-net', penalty: fit.value, share: given.share }, fit, 1e-4),
  );

  it('elastic net path', () =>
    expectPath(
      given,
      { kind: 'elastic-net', share: given.share, penalties: given.elasticNet.map(({ value }) => value) },
      given.elasticNet,
      1e-4,
    ));

  it.each(given.pls)('PLS, $value components', (fit) =>
    expectFit(given, { kind: 'pls', components: fit.value }, fit, 1e-6),
  );

  it('PLS path', () => expectPath(given, { kind: 'pls', components: 8 }, given.pls, 1e-6));
});
