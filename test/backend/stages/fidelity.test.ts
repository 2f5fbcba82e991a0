import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { readSamples } from '#core/sampleSet.ts';
import { columnDeviations } from '#core/statistics.ts';
import type { LinkerSummary, SweepSummary } from '#core/summary.ts';
import type { LinkerCard } from '#core/views/linker.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

/** Fidelity card, comparison, identifiability and causal cycle, on a small study of the demo pair with both its classifiers. */

const PER_CLASS = 60;

let bench: Workbench;
let project: string;
let samplesId: string;
let ridge: string;
let loose: string;
let classOnly: string;
let card: LinkerCard;

const draw = (pair: string | undefined, seed = 0) =>
  bench.finish(bench.client.samples.draw({ project, ...(pair && { pair }), params: { perClass: PER_CLASS, seed } }));
const train = (samples: string, penalty: number) =>
  bench.finish(bench.client.linker.train({ project, samples, params: { penalty } }));

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'fidelity.unitloom') }));
  samplesId = await draw(undefined);
  ridge = await train(samplesId, 1);
  loose = await train(samplesId, 1e6);
  const other = await bench.client.pair.add({ project, demoClassifier: 'class-only' });
  classOnly = await train(await draw(other.artifactId), 1);
  card = await bench.client.linker.card({ project, linker: ridge });
}, 180_000);

afterAll(() => bench.close());

function reading<T>(read: (artifacts: ReturnType<typeof openProject>['artifacts']) => T): T {
  const opened = openProject(join(bench.folder, 'fidelity.unitloom'), { readOnly: true });
  try {
    return read(opened.artifacts);
  } finally {
    opened.close();
  }
}

describe('the card', () => {
  test('every number of every predictor lies in an interval of some width', () => {
    expect(card.predictors.map(({ name }) => name)).toEqual(['linked', 'classMean', 'shuffled', 'nearest']);
    for (const { numbers, intervals } of [
      ...card.predictors,
      ...card.perClass.map((row) => ({ numbers: row, intervals: row.intervals })),
    ]) {
      for (const [name, interval] of Object.entries(intervals)) {
        const value = numbers[name as keyof typeof intervals];
        const [low, high] = interval ?? [Number.NaN, Number.NaN];
        expect(low, name).toBeLessThan(high);
        expect(value, name).toBeGreaterThanOrEqual(low);
        expect(value, name).toBeLessThanOrEqual(high);
      }
    }
  });

  test('the link beats its baselines in every respect, beyond the intervals', () => {
    const [linked, ...baselines] = card.predictors;
    for (const { intervals } of baselines) {
      expect(linked?.intervals.r2?.[0]).toBeGreaterThan(intervals.r2?.[1] as number);
      expect(linked?.intervals.cosine?.[0]).toBeGreaterThan(intervals.cosine?.[1] as number);
      for (const name of ['cycleError', 'pixelError', 'structureError'] as const) {
        expect(linked?.intervals[name]?.[1], name).toBeLessThan(intervals[name]?.[0] as number);
      }
    }
  });

  test('R2 is the mean of that along the components, weighted by how the held-out latents spread', () => {
    const [linked] = card.predictors;
    const heldOut = reading((artifacts) => readSamples(artifacts, samplesId).accepted().heldOut(true));
    const spread = columnDeviations(heldOut.w).map((sd) => sd * sd);
    const weighted = (linked?.dimensions ?? []).reduce((sum, { r2 }, d) => sum + r2 * (spread[d] as number), 0);
    expect(weighted / spread.reduce((sum, value) => sum + value, 0)).toBeCloseTo(linked?.numbers.r2 as number, 6);
    expect(card.componentShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    // What moves w most is linked best.
    expect(linked?.components[0]?.r2).toBeGreaterThan(0.9);
    expect(linked?.components[0]?.interval?.[0]).toBeGreaterThan(0.8);
  });

  test('residuals along a component give its R2 back', async () => {
    for (const [component, { r2 }] of (card.predictors[0]?.components ?? []).slice(0, 3).entries()) {
      const found = await bench.client.linker.residuals({ project, linker: ridge, component });
      expect(found.residuals).toHaveLength(card.heldOutCount);
      expect(found.share).toBeCloseTo(card.componentShares[component] as number, 9);
      const truth = found.residuals.map((residual, row) => residual + (found.linked[row] as number));
      const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
      const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
      expect(1 - squares(found.residuals) / squares(truth.map((value) => value - mean))).toBeCloseTo(r2, 5);
    }
    expect(await failureOf(bench.client.linker.residuals({ project, linker: ridge, component: 64 }))).toEqual({
      code: 'BAD_INPUT',
      message: 'w has 64 components, counted from 0, but 64 was asked for.',
    });
  });

  test('scores of rows are kept, and the nearest neighbour is a training sample of its own picture', () => {
    const summary = reading((artifacts) => artifacts.artifact(ridge).summary as unknown as LinkerSummary);
    expect(card.heldOutDraws).toBeLessThan(card.heldOutCount);
    reading((artifacts) => {
      const errors = artifacts.array(ridge, 'pixelError');
      expect(errors.shape).toEqual([4, card.heldOutCount]);
      const own = Array.from(errors.data.subarray(0, card.heldOutCount));
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(summary.pixelError as number, 9);
    });
  });

  test('identifiability: no more directions than w has, units that point somewhere are stable', () => {
    const { identifiability, units } = card;
    expect(identifiability?.linkedRank).toBeGreaterThan(5);
    expect(identifiability?.linkedRank).toBeLessThan(64);
    expect(identifiability?.groups).toBeLessThanOrEqual(160);
    expect(identifiability?.medianStability).toBeGreaterThan(0.5);
    expect(units?.stability).toHaveLength(160);
    expect(Math.max(...(units?.stability ?? []))).toBeLessThanOrEqual(1 + 1e-6);
    expect(units?.group.every((group, unit) => group <= unit)).toBe(true);
  });

  test('a stiffer link is a worse one, and refits to it agree more', async () => {
    const other = await bench.client.linker.card({ project, linker: loose });
    expect(other.predictors[0]?.numbers.r2).toBeLessThan(card.predictors[0]?.numbers.r2 as number);
    expect(other.identifiability?.medianStability).toBeGreaterThan(card.identifiability?.medianStability as number);
  });
});

describe('two linkers', () => {
  test('of one sample set: the difference is that of the summaries, and its interval excludes 0', async () => {
    const difference = await bench.client.linker.compare({ project, a: loose, b: ridge });
    const r2Of = (id: string) =>
      reading((artifacts) => (artifacts.artifact(id).summary as unknown as LinkerSummary).r2);
    expect(difference.n).toBe(card.heldOutCount);
    expect(difference.r2).toBeCloseTo(r2Of(ridge) - r2Of(loose), 9);
    expect(difference.intervals.r2?.[0]).toBeGreaterThan(0);
  });

  test('of two classifiers: the one taught only classes links worse, on the latents both were judged on', async () => {
    const difference = await bench.client.linker.compare({ project, a: ridge, b: classOnly });
    expect(difference.n).toBeGreaterThan(0.8 * card.heldOutCount);
    expect(difference.intervals.r2?.[1]).toBeLessThan(0);
    expect(difference.intervals.pixelError?.[0]).toBeGreaterThan(0);
  });

  test('of other latents cannot be compared', async () => {
    const elsewhere = await train(await draw(undefined, 9), 1);
    expect(await failureOf(bench.client.linker.compare({ project, a: ridge, b: elsewhere }))).toEqual({
      code: 'BAD_INPUT',
      message: 'These two linkers were not judged on the same latents.',
    });
    expect((await failureOf(bench.client.linker.compare({ project, a: ridge, b: samplesId }))).code).toBe('NOT_FOUND');
  });
});

test('causal cycle: each unit has its own change, and is judged by it', async () => {
  const sweep = await bench.finish(
    bench.client.sweep.run({ project, linker: ridge, params: { units: [0, 59, 86, 159], starts: 5, steps: 2 } }),
  );
  const { rows } = await bench.client.sweep.rows({ project, sweep, sort: 'unit' });
  const units = rows.filter(({ kind }) => kind === 'unit');
  for (const { unit, low, high, activationSd, realised, specificity, flagged, stability, group } of units) {
    const requested = (high - low) / activationSd;
    expect(specificity?.ownChange.value).toBeCloseTo((realised?.value as number) * requested, 5);
    expect(flagged).toBe((realised?.low as number) <= 0 || (specificity?.rankShare as number) > 0.1);
    expect(stability).toBe(card.units?.stability[unit as number]);
    expect(group).toBe(card.units?.group[unit as number]);
  }
  expect(units).toHaveLength(4);
  expect(rows.find(({ kind }) => kind === 'none')).toMatchObject({ specificity: null, flagged: null, stability: null });
  const summary = reading((artifacts) => artifacts.artifact(sweep).summary as unknown as SweepSummary);
  expect(summary.judged).toBe(4);
  expect(summary.flagged).toBe(units.filter(({ flagged }) => flagged).length);
});
