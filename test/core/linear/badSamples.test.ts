import { describe, expect, it } from 'vitest';
import { createLinearData, type LinearResult, type LinearSpec, type PathSpec } from '#core/linear/linearData.ts';
import { plainProducts } from '#core/linear/products.ts';
import { predictLatents } from '#core/linearFit.ts';
import { latentStream } from '#core/random.ts';
import type { FloatTensor } from '#core/tensor.ts';

/** What is said of samples that a fit copes with but a person must know of, and of those that nothing can be made of. */

const LATENTS = 3;

interface Pairs {
  readonly x: FloatTensor;
  readonly y: FloatTensor;
}

function random(rows: number, units: number): Pairs {
  return { x: latentStream(1, units).rows(0, rows), y: latentStream(2, LATENTS).rows(0, rows) };
}

/** The same with one column set to a value, which need not be a sum of few powers of two. */
function flat({ data, shape }: FloatTensor, column: number, value: number): FloatTensor {
  const width = shape[1] as number;
  return { data: data.map((old, at) => (at % width === column ? value : old)), shape };
}

async function open({ x, y }: Pairs, foldCount = 1) {
  const [rows, units] = x.shape as [number, number];
  const data = createLinearData({ rows, units, latentDim: LATENTS, foldCount }, plainProducts);
  await data.add(x, y, foldCount === 1 ? null : Int32Array.from({ length: rows }, (_, row) => row % foldCount));
  return data;
}

async function fitPairs(pairs: Pairs, spec: LinearSpec): Promise<LinearResult> {
  return (await open(pairs)).fit(spec);
}

const SPECS: readonly LinearSpec[] = [
  { kind: 'least-squares' },
  { kind: 'ridge', penalty: 1 },
  { kind: 'elastic-net', penalty: 0.01, share: 0.5 },
  { kind: 'pls', components: 2 },
];

describe('constant columns', () => {
  const cases = SPECS.flatMap((spec) => [
    { spec, name: `${spec.kind}, more samples than units`, rows: 47, units: 6 },
    { spec, name: `${spec.kind}, more units than samples`, rows: 7, units: 20 },
  ]);

  it.each(cases)('get weights of 0 and are told: $name', async ({ spec, rows, units }) => {
    const { x, y } = random(rows, units);
    const result = await fitPairs({ x: flat(flat(x, 1, 0.1), 4, 2.7), y }, spec);
    expect(Array.from(result.weights.data.subarray(LATENTS, 2 * LATENTS))).toEqual([0, 0, 0]);
    expect(Array.from(result.weights.data.subarray(4 * LATENTS, 5 * LATENTS))).toEqual([0, 0, 0]);
    expect(result.remarks).toContain('2 units never change in these samples: the weights are 0.');
  });

  it.each(cases)('of w are linked as they are, and told: $name', async ({ spec, rows, units }) => {
    const { x, y } = random(rows, units);
    const result = await fitPairs({ x, y: flat(y, 2, 0.1) }, spec);
    const linked = predictLatents(result, x).data.filter((_, at) => at % LATENTS === 2);
    expect(Array.from(linked)).toEqual(Array.from(linked, () => expect.closeTo(0.1, 6)));
    expect(result.remarks).toContain(
      '1 dimension of w never changes in these samples: the link always gives the same value.',
    );
  });
});

describe('units that depend on each other', () => {
  const { x, y } = random(60, 5);
  // Unit 5 is the sum of units 0 and 1.
  const data = Float32Array.from({ length: 60 * 6 }, (_, at) => {
    const row = Math.floor(at / 6) * 5;
    return at % 6 < 5 ? (x.data[row + (at % 6)] as number) : (x.data[row] as number) + (x.data[row + 1] as number);
  });
  const dependent = { x: { data, shape: [60, 6] }, y };

  it('least squares adds the smallest ridge that works, names it, and that penalty then works by itself', async () => {
    const { addedPenalty, remarks, ...map } = await fitPairs(dependent, { kind: 'least-squares' });
    expect(addedPenalty).toBeGreaterThan(0);
    const named = addedPenalty.toPrecision(2);
    expect(remarks).toEqual([
      `The units are linearly dependent on these samples: a ridge penalty of ${named}, the smallest that works, was added.`,
    ]);
    const given = await fitPairs(dependent, { kind: 'ridge', penalty: 1.1 * Number(named) });
    expect(given).toMatchObject({ addedPenalty: 0, remarks: [] });
    const [ours, theirs] = [predictLatents(map, dependent.x).data, predictLatents(given, dependent.x).data];
    expect(Math.max(...ours.map((value, at) => Math.abs(value - (theirs[at] as number))))).toBeLessThan(1e-4);
  });

  it('PLS leaves out components when nothing is left to explain, and says how many it took', async () => {
    const twice = {
      x: { data: Float32Array.from(data, (_, at) => data[6 * Math.floor(at / 6)] as number), shape: [60, 6] },
      y,
    };
    const { remarks } = await fitPairs(twice, { kind: 'pls', components: 4 });
    expect(remarks).toEqual(['1 component explains all there is; the other 3 were left out.']);
  });
});

it('least squares of more units than samples says which of many answers it took', async () => {
  const pairs = random(10, 30);
  const { remarks, ...map } = await fitPairs(pairs, { kind: 'least-squares' });
  expect(remarks).toEqual([
    '30 units and 10 samples: least squares has no single answer, and the one of least norm was taken.',
  ]);
  const linked = predictLatents(map, pairs.x).data;
  expect(Math.max(...linked.map((value, at) => Math.abs(value - (pairs.y.data[at] as number))))).toBeLessThan(1e-4);
});

describe('too little to choose or fit by', () => {
  const path: PathSpec = { kind: 'ridge', penalties: null };

  it('one sample', async () => {
    await expect(fitPairs(random(1, 1), { kind: 'ridge', penalty: 1 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'One sample alone cannot be fitted: at least two are needed.',
      remedy: 'Draw more samples.',
    });
  });

  it.each([
    [9, 'Fold 5 of 5 of the cross-validation has 1 sample; it needs two.'],
    [4, 'Fold 1 of 5 of the cross-validation has 1 sample; it needs two.'],
  ])('%i samples in 5 folds', async (rows, message) => {
    const data = await open(random(rows, 2), 5);
    await expect(data.crossValidate(path)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message,
      remedy: 'Draw more samples, or ask for fewer folds.',
    });
  });

  it('more PLS components than the samples allow', async () => {
    await expect(fitPairs(random(6, 20), { kind: 'pls', components: 8 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'Partial least squares with these samples takes 1 to 5 components, but 8 were asked for.',
      remedy: 'Ask for fewer components, or draw more samples.',
    });
  });

  it.each([
    ['more samples than units', 20, 3],
    ['more units than samples', 20, 30],
  ])('a fold whose latents are all the same: %s', async (_, rows, units) => {
    const { x, y } = random(rows, units);
    // Rows of fold 1 of 4 share one latent.
    const data = y.data.map((value, at) => (Math.floor(at / LATENTS) % 4 === 1 ? 0.1 : value));
    const validated = (await open({ x, y: { data, shape: y.shape } }, 4)).crossValidate(path);
    await expect(validated).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'The latents of one fold are all the same, so that its R² is not defined.',
      remedy: 'Give more samples, ask for fewer folds, or give the penalty.',
    });
  });
});
