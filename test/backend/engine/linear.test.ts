import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createLinearFits } from '#backend/engine/linearFits.ts';
import { createLinearProducts } from '#backend/engine/linearProducts.ts';
import { createLinearData, type LinearSpec, type PathSpec } from '#core/linear/linearData.ts';
import { encodeLinker } from '#core/linear/linkerModel.ts';
import { type Floats, type Matrix, type ProductForm, plainProducts } from '#core/linear/products.ts';
import { predictLatents } from '#core/linearFit.ts';
import { randomState } from '#core/random.ts';
import { type FloatTensor, takeRows } from '#core/tensor.ts';

const products = createLinearProducts(2);

function normal(seed: number, length: number): Float64Array {
  const { randn } = randomState(seed);
  return Float64Array.from({ length }, () => randn());
}

/** Like a representation: not below 0, correlated; latents are a noisy linear map of it. */
function linkedRows(rows: number, units: number, latentDim: number) {
  const x = Float32Array.from(normal(1, rows * units), (value) => Math.max(0, value + 0.8));
  const weights = { data: Float32Array.from(normal(2, units * latentDim)), shape: [units, latentDim] };
  const representations: FloatTensor = { data: x, shape: [rows, units] };
  const { data } = predictLatents({ weights, bias: new Float32Array(latentDim).fill(2) }, representations);
  const noise = normal(3, data.length);
  const latents: FloatTensor = {
    data: data.map((value, i) => value + 10 * (noise[i] as number)),
    shape: [rows, latentDim],
  };
  return { representations, latents, folds: Int32Array.from({ length: rows }, (_, row) => (row * 7) % 3) };
}

/** Largest difference as a share of the standard deviation of what is expected. */
function shareOfSpread(actual: Floats, expected: Floats): number {
  let [largest, squares] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs((actual[i] as number) - (expected[i] as number)));
    squares += (expected[i] as number) ** 2;
  }
  return largest / Math.sqrt(squares / expected.length);
}

describe('products by ONNX Runtime', () => {
  const forms: readonly ProductForm[] = ['ab', 'aTb', 'abT'];
  it.each(forms.flatMap((form) => [Float32Array, Float64Array].map((Elements) => [form, Elements] as const)))(
    '%s of %o are those in TypeScript, also of views',
    async (form, Elements) => {
      const whole = new Elements(normal(4, 200));
      const a: Matrix = {
        data: whole.subarray(7, 7 + 60),
        ...(form === 'aTb' ? { rows: 12, columns: 5 } : { rows: 5, columns: 12 }),
      };
      const b: Matrix = {
        data: whole.subarray(80, 80 + 36),
        ...(form === 'abT' ? { rows: 3, columns: 12 } : { rows: 12, columns: 3 }),
      };
      const expected = await plainProducts.multiply(form, a, b);
      const actual = await products.multiply(form, a, b);
      const tolerance = Elements === Float32Array ? 1e-6 : 1e-14;
      expect(actual).toBeInstanceOf(Elements);
      expect(shareOfSpread(actual, expected)).toBeLessThan(tolerance);
      for (const factor of [1, -1] as const) {
        const [sums, expectedSums] = [whole.slice(120, 135), whole.slice(120, 135)];
        await products.accumulate(form, a, b, sums, factor);
        await plainProducts.accumulate(form, a, b, expectedSums, factor);
        expect(shareOfSpread(sums, expectedSums)).toBeLessThan(tolerance);
      }
    },
  );
});

describe('more units than float64 is kept for', () => {
  // 600 units: products in float32, four blocks, of which the last is cut.
  const given = linkedRows(1500, 600, 5);
  const { representations, latents, folds } = given;
  const shape = { rows: 1500, units: 600, latentDim: 5, foldCount: 3 };
  const exact = createLinearData({ ...shape, units: 600 }, plainProducts);

  const fits: readonly LinearSpec[] = [
    { kind: 'least-squares' },
    { kind: 'ridge', penalty: 50 },
    { kind: 'elastic-net', penalty: 0.5, share: 0.5 },
    { kind: 'pls', components: 3 },
  ];
  it('fits in chunks as plain TypeScript does at once', { timeout: 60_000 }, async () => {
    const engine = createLinearFits(2);
    const id = engine.open(shape);
    for (let first = 0; first < 1500; first += 400) {
      const rows = Array.from({ length: Math.min(400, 1500 - first) }, (_, i) => first + i);
      await engine.add(
        id,
        {
          representations: takeRows(representations, rows),
          latents: takeRows(latents, rows),
          folds: folds.slice(first, first + rows.length),
        },
        undefined,
      );
    }
    await exact.add(representations, latents, folds);
    for (const spec of fits) {
      const expected = predictLatents(await exact.fit(spec), representations).data;
      const fit = await engine.fit(id, spec, {});
      expect(shareOfSpread(predictLatents(fit, representations).data, expected)).toBeLessThan(1e-4);
    }
    const paths: readonly PathSpec[] = [
      { kind: 'ridge', penalties: [1e5, 1e4, 1e3, 1e2, 10] },
      { kind: 'elastic-net', penalties: [5, 1], share: 0.5 },
      { kind: 'pls', components: 3 },
    ];
    for (const spec of paths) {
      const expected = await exact.crossValidate(spec);
      const path = await engine.crossValidate(id, spec, {});
      expect(shareOfSpread(Float64Array.from(path.meanR2), Float64Array.from(expected.meanR2))).toBeLessThan(1e-5);
      expect([path.best, path.oneStandardError]).toEqual([expected.best, expected.oneStandardError]);
    }
    engine.close(id);
    await expect(engine.fit(id, { kind: 'least-squares' }, {})).rejects.toThrow('The engine was restarted');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const engine = createLinearFits(2);
    const id = engine.open(shape);
    await engine.add(id, given, undefined);
    const path = engine.crossValidate(
      id,
      { kind: 'ridge', penalties: null },
      { signal: controller.signal, onProgress: (done) => done === 3 && controller.abort() },
    );
    await expect(path).rejects.toThrow('aborted');
  });
});

it('a linker as an ONNX model gives the same latents', async () => {
  const weights = { data: Float32Array.from(normal(5, 12)), shape: [4, 3] };
  const linker = { weights, bias: Float32Array.of(1, -2, 3) };
  const session = await InferenceSession.create(encodeLinker(linker));
  const r: FloatTensor = { data: Float32Array.from(normal(6, 8)), shape: [2, 4] };
  const { w } = await session.run({ r: new Tensor('float32', r.data, r.shape) });
  expect(w?.dims).toEqual([2, 3]);
  expect(shareOfSpread(w?.data as Float32Array, predictLatents(linker, r).data)).toBeLessThan(1e-6);
});
