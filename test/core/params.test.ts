import { describe, expect, it } from 'vitest';
import {
  directionSchema,
  linkerParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  sweepParamsSchema,
} from '#core/params.ts';

it('defaults are the ones documented', () => {
  expect(samplesParamsSchema.parse({})).toEqual({
    perClass: 400,
    psi: 0.7,
    seed: 0,
    heldOut: 0.2,
    maxDrawsPerSample: 20,
  });
  expect(linkerParamsSchema.parse({})).toEqual({
    method: 'ridge',
    choose: 'given',
    penalty: 1,
    l1Ratio: 0.5,
    components: 16,
    folds: 5,
    hidden: [256],
    learningRate: 1e-3,
    maxEpochs: 300,
    patience: 30,
    seed: 0,
  });
  expect(sweepParamsSchema.parse({})).toEqual({
    directions: [],
    starts: 10,
    startSeed: 136,
    steps: 5,
    range: { kind: 'percentile', low: 1, high: 99, multiple: 1 },
    mode: 'linked',
    control: true,
  });
  expect(reportParamsSchema.parse({})).toEqual({ units: 12, starts: 3 });
});

it('a range keeps the defaults of what it does not name', () => {
  expect(sweepParamsSchema.parse({ range: { kind: 'minmax' } }).range).toEqual({
    kind: 'minmax',
    low: 1,
    high: 99,
    multiple: 1,
  });
});

it.each([
  ['samples', samplesParamsSchema, { perClass: 0 }, 'perClass'],
  ['samples', samplesParamsSchema, { perClass: 1.5 }, 'perClass'],
  ['samples', samplesParamsSchema, { psi: -0.1 }, 'psi'],
  ['samples', samplesParamsSchema, { seed: 4_294_967_296 }, 'seed'],
  ['samples', samplesParamsSchema, { heldOut: 0 }, 'heldOut'],
  ['samples', samplesParamsSchema, { classes: [] }, 'classes'],
  ['linker', linkerParamsSchema, { method: 'lasso' }, 'method'],
  ['linker', linkerParamsSchema, { penalty: -1 }, 'penalty'],
  ['linker', linkerParamsSchema, { penalty: Number.NaN }, 'penalty'],
  ['sweep', sweepParamsSchema, { steps: 1 }, 'steps'],
  ['sweep', sweepParamsSchema, { units: [] }, 'units'],
  ['sweep', sweepParamsSchema, { units: [-1] }, 'units.0'],
  ['sweep', sweepParamsSchema, { range: { multiple: 0 } }, 'range.multiple'],
  ['sweep', sweepParamsSchema, { range: { low: -1 } }, 'range.low'],
  ['report', reportParamsSchema, { title: '' }, 'title'],
])('%s refuses a value outside its bounds and names the field: case %#', (_, schema, params, field) => {
  const outcome = schema.safeParse(params);
  expect(outcome.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
});

describe('directions', () => {
  it.each([
    { kind: 'unit', unit: 3 },
    { kind: 'units', name: 'ears', weights: [{ unit: 1, weight: -0.5 }] },
    { kind: 'latent', name: 'first axis', w: [0, 1] },
    { kind: 'none' },
  ])('accept $kind as it stands', (direction) => {
    expect(directionSchema.parse(direction)).toEqual(direction);
  });

  it.each([
    { kind: 'unit' },
    { kind: 'units', name: 'ears', weights: [] },
    { kind: 'latent', name: '', w: [1] },
    { kind: 'all' },
  ])('refuse %j', (direction) => {
    expect(directionSchema.safeParse(direction).success).toBe(false);
  });
});
