import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { valueAt } from '#core/counterfactual/partChanges.ts';
import { PATH_MEASURES } from '#core/counterfactual/pathMeasures.ts';
import { type CaseRow, readCases } from '#core/counterfactual/table.ts';
import type { CounterfactualParams } from '#core/params.ts';
import { readSamples } from '#core/sampleSet.ts';
import { softmax } from '#core/statistics.ts';
import type { CounterfactualSummary } from '#core/summary.ts';
import { rowOf } from '#core/tensor.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';
import { writeConstantClassifier } from './constantClassifier.ts';

/** Counterfactuals of the demo pair, and of its class-only classifier where the link carries little. */

let bench: Workbench;
let project: string;
let linkerId: string;
let samplesId: string;
let runId: string;
const FOX_TO_CAT = [{ from: 'fox', to: 'cat' }];
const SMALL: Partial<CounterfactualParams> = { pairs: FOX_TO_CAT, perPair: 3, steps: 10 };

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'turn.unitloom') }));
  samplesId = await bench.finish(bench.client.samples.draw({ project, params: { perClass: 60 } }));
  linkerId = await bench.finish(bench.client.linker.train({ project, params: {} }));
  runId = await run(SMALL);
}, 120_000);

afterAll(() => bench.close());

const run = (params: Partial<CounterfactualParams>, inputs: { linker?: string; samples?: string } = {}) =>
  bench.finish(bench.client.counterfactual.run({ project, ...inputs, params }));

function reading<T>(read: (artifacts: ReturnType<typeof openProject>['artifacts']) => T): T {
  const opened = openProject(join(bench.folder, 'turn.unitloom'), { readOnly: true });
  try {
    return read(opened.artifacts);
  } finally {
    opened.close();
  }
}

const casesOf = (id: string): CaseRow[] => reading((artifacts) => readCases(artifacts, id));
const summaryOf = (id: string) =>
  reading((artifacts) => artifacts.artifact(id).summary as unknown as CounterfactualSummary);
const targetOdds = ({ logits, target }: CaseRow, step: number) => softmax(rowOf(logits, step))[target] as number;

describe('a counterfactual', () => {
  test('is the target in its picture, at the confidence asked for and hardly above', () => {
    for (const row of casesOf(runId)) {
      expect(row.outcome).toBe('reached');
      const reached = targetOdds(row, 10);
      expect(reached).toBeGreaterThanOrEqual(0.9);
      expect(reached).toBeLessThan(0.99);
    }
  });

  test('keeps r inside what was observed, never below 0', () => {
    const samples = reading((artifacts) => readSamples(artifacts, samplesId)).accepted();
    const units = samples.r.shape[1] as number;
    const most = Array.from({ length: units }, (_, u) =>
      Array.from({ length: samples.count }, (_, row) => samples.r.data[row * units + u] as number).reduce((a, b) =>
        Math.max(a, b),
      ),
    );
    for (const { sample, shift } of casesOf(runId)) {
      const start = rowOf(samples.r, samples.index.indexOf(sample));
      shift.forEach((change, u) => {
        const value = (start[u] as number) + change;
        expect(value).toBeGreaterThan(-1e-5);
        expect(value).toBeLessThan((most[u] as number) + 1e-5);
      });
    }
  });

  test('turns where its path says: start class before the crossing, target after it', () => {
    for (const row of casesOf(runId)) {
      expect(row.crossing).toBeGreaterThan(0);
      expect(row.crossing).toBeLessThan(1);
      row.places.forEach((place, step) => {
        const probabilities = softmax(rowOf(row.logits, step));
        const isTarget = probabilities.every((p) => p <= (probabilities[row.target] as number));
        if (Math.abs(place - row.crossing) > 1e-9) expect(isTarget).toBe(place > row.crossing);
      });
    }
  });

  test('its smallest set is part of what was moved, and alone is the target too', async () => {
    const [row] = casesOf(runId) as [CaseRow];
    expect(row.minimal.length).toBeGreaterThan(0);
    expect(row.minimal.length).toBeLessThan(row.ranking.length);
    expect([...row.minimal].every((unit) => row.ranking.includes(unit))).toBe(true);
    const samples = reading((artifacts) => readSamples(artifacts, samplesId));
    const start = rowOf(samples.r, row.sample);
    // The live call draws the sample with some units set: an independent way to the same picture.
    const units = Array.from(row.minimal, (unit) => ({
      unit,
      value: (start[unit] as number) + (row.shift[unit] as number),
    }));
    if (units.length <= 6) {
      const live = await bench.client.sweep.live({ project, id: 'minimal', sample: row.sample, units });
      expect(live.probabilities.indexOf(Math.max(...live.probabilities))).toBe(row.target);
    }
  });

  test('the same run again makes nothing, and a larger one takes over what is there', async () => {
    expect(await run(SMALL)).toBe(runId);
    const larger = await run({ ...SMALL, perPair: 4 });
    const [first] = casesOf(larger) as [CaseRow];
    expect(first.shift).toEqual((casesOf(runId)[0] as CaseRow).shift);
    expect(casesOf(larger)).toHaveLength(4);
  });

  test('random directions of the same length and a head of shuffled labels do not turn it', () => {
    const { controls } = summaryOf(runId);
    expect(controls?.randomReach).toBeLessThan(0.1);
    expect(controls?.shuffledReach).toBe(0);
    expect(controls?.seedAgreement).toBeGreaterThan(0.98);
    expect(controls?.noiseAgreement).toBeGreaterThan(0.9);
  });

  test('members of a set move other units, and lie apart', async () => {
    const id = await run({ ...SMALL, perPair: 1, members: 2, controls: false });
    const [first, second] = casesOf(id) as [CaseRow, CaseRow];
    expect([first.member, second.member]).toEqual([0, 1]);
    const both = [...second.minimal].filter((unit) => first.minimal.includes(unit)).length;
    expect(both).toBeLessThan(Math.min(first.minimal.length, second.minimal.length));
    expect(summaryOf(id).scores.diversity).toBeGreaterThan(0);
  });

  test('from the own picture of a sample the path starts at that picture', async () => {
    const id = await run({ ...SMALL, perPair: 1, mode: 'residual', controls: false });
    const [row] = casesOf(id) as [CaseRow];
    const samples = reading((artifacts) => readSamples(artifacts, samplesId));
    expect(rowOf(row.latents, 0)).toEqual(rowOf(samples.w, row.sample));
    expect(row.isValid).toBe(true);
  });

  test("the reference's way reaches the target too, and moves every unit that fires", async () => {
    const id = await run({ ...SMALL, perPair: 1, method: 'reference' });
    const [row] = casesOf(id) as [CaseRow];
    expect(row.isValid).toBe(true);
    const [own] = casesOf(runId) as [CaseRow];
    expect(row.ranking.length).toBeGreaterThan(own.ranking.length);
  });

  test('a network as linker works the same', async () => {
    const linker = await bench.finish(
      bench.client.linker.train({ project, params: { method: 'mlp', hidden: [32], maxEpochs: 20 } }),
    );
    const id = await run({ ...SMALL, perPair: 2, controls: false }, { linker });
    expect(summaryOf(id).valid).toBe(2);
  });
});

describe('with a segmenter', () => {
  test('every part is measured along the path, and what changes is ranked', async () => {
    const by = { project, annotator: 'truth' };
    await bench.client.mask.startLabels({ ...by, template: 'critters' });
    await bench.client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2] } });
    await bench.client.mask.importTruth(by);
    await bench.client.mask.snapshot({ project });
    await bench.finish(bench.client.segment.train({ project, params: { members: 1, maxEpochs: 3 } }));
    const id = await run({ ...SMALL, controls: false });
    const [row] = casesOf(id) as [CaseRow];
    expect(row.parts?.shape).toEqual([row.places.length, 8, PATH_MEASURES.length]);
    for (let step = 0; step < row.places.length; step++) {
      const shares = Array.from({ length: 7 }, (_, part) => valueAt(row, step, part, 'share'));
      expect(shares.reduce((sum, share) => sum + (Number.isNaN(share) ? 0 : share), 0)).toBeCloseTo(1, 5);
      expect(shares[0]).toBeGreaterThan(0.5);
      const moved = valueAt(row, step, 1, 'motion magnitude');
      if (step === 0) expect(moved).toBe(0);
      else expect(moved).toBeGreaterThan(0);
    }
    const pair = await bench.client.counterfactual.pair({ project, counterfactual: id, from: 'fox', to: 'cat' });
    expect(pair.labels.map(({ name }) => name)).toContain('tail');
    expect(pair.parts.length).toBeGreaterThan(10);
    const sizes = pair.parts.map(({ change }) => Math.abs(change.value));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const { change, before, after } of pair.parts) expect(before + after).toBeCloseTo(change.value, 5);
    const [farthest, next] = pair.motions;
    expect(farthest?.magnitude?.value).toBeGreaterThanOrEqual(next?.magnitude?.value as number);
    // Without it, the same run measures none.
    const none = await bench.finish(
      bench.client.counterfactual.run({ project, segment: null, params: { ...SMALL, controls: false } }),
    );
    expect(casesOf(none)[0]?.parts).toBeNull();
  }, 90_000);
});

describe('what does not work is said', () => {
  test('a target that cannot be reached keeps the best and says how far it came', async () => {
    const id = await run({ ...SMALL, perPair: 1, budget: 1, confidence: 0.999, controls: false });
    const [row] = casesOf(id) as [CaseRow];
    expect(row.isValid).toBe(false);
    expect(['picture-stays', 'unreachable']).toContain(row.outcome);
    const { rows } = await bench.client.counterfactual.pair({ project, counterfactual: id, from: 'fox', to: 'cat' });
    expect(rows[0]?.progress).toBeGreaterThan(0);
    expect(rows[0]?.progress).toBeLessThan(1);
    expect(summaryOf(id).valid).toBe(0);
  });

  test('logits that turn while the picture stays are never counted as success', async () => {
    const pair = await bench.client.pair.add({ project, demoClassifier: 'class-only' });
    const samples = await bench.finish(
      bench.client.samples.draw({ project, pair: pair.artifactId, params: { perClass: 60 } }),
    );
    const linker = await bench.finish(
      bench.client.linker.train({ project, samples, params: { method: 'least-squares' } }),
    );
    // Nothing but the logits: the shift may go where no sample is, and the picture need not follow.
    const id = await run(
      { perPair: 1, closeness: 0, plausibility: 0, sparsity: 0.5, controls: false, steps: 4 },
      { linker },
    );
    const rows = casesOf(id);
    const headTurned = rows.filter(({ headOdds }) => headOdds > 0);
    const stays = rows.filter(({ outcome }) => outcome === 'picture-stays');
    expect(stays.length).toBeGreaterThan(0);
    expect(headTurned.length).toBeGreaterThanOrEqual(stays.length);
    for (const row of stays) {
      expect(row.isValid).toBe(false);
      expect(targetOdds(row, 4)).toBeLessThan(0.5);
    }
    expect(summaryOf(id).outcomes['picture-stays']).toBe(stays.length);
    expect(summaryOf(id).valid).toBe(rows.filter(({ isValid }) => isValid).length);
    // Another classifier's linker is refused.
    expect(
      await failureOf(bench.client.counterfactual.run({ project, linker, samples: samplesId, params: {} })),
    ).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('This linker reads critters-class-only'),
    });
  }, 120_000);

  test.each<[string, Partial<CounterfactualParams>, string, string]>([
    [
      'target equal to origin',
      { pairs: [{ from: 'fox', to: 'fox' }] },
      'BAD_INPUT',
      'the class the sample has already',
    ],
    ['class nobody knows', { pairs: [{ from: 'fox', to: 'wolf' }] }, 'BAD_INPUT', 'There is no class "wolf"'],
    ['sample that is not there', { samples: [99_999] }, 'BAD_INPUT', 'There is no sample 99999'],
    [
      'samples of other classes',
      { samples: [0], pairs: [{ from: 'cat', to: 'fox' }] },
      'BAD_INPUT',
      'None of the samples named',
    ],
  ])('%s', async (_, params, code, sentence) => {
    const failure = await failureOf(run(params, { linker: linkerId }));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(sentence);
  });

  test('a sample that is misclassified already', async () => {
    const rejected = reading((artifacts) => readSamples(artifacts, samplesId)).isAccepted.indexOf(0);
    if (rejected < 0) return;
    expect(await failureOf(run({ samples: [rejected] }, { linker: linkerId }))).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('there is no decision to turn'),
    });
  });

  test('a class without held-out samples, and a head that is not known', async () => {
    const { project: other } = await bench.client.project.create({
      path: join(bench.folder, 'other.unitloom'),
      classifier: writeConstantClassifier(bench.folder),
    });
    const finish = bench.finish;
    await finish(bench.client.samples.draw({ project: other, params: { classes: ['fox'], perClass: 20 } }));
    await finish(bench.client.linker.train({ project: other, params: {} }));
    const started = bench.client.counterfactual.run({ project: other, params: {} });
    expect(await failureOf(finish(started))).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('names no head'),
    });
    const { project: few } = await bench.client.project.create({ path: join(bench.folder, 'few.unitloom') });
    await finish(bench.client.samples.draw({ project: few, params: { classes: ['fox', 'cat'], perClass: 20 } }));
    await finish(bench.client.linker.train({ project: few, params: {} }));
    const asked = bench.client.counterfactual.run({ project: few, params: { pairs: [{ from: 'bear', to: 'fox' }] } });
    expect(await failureOf(finish(asked))).toMatchObject({
      code: 'NO_SAMPLES',
      message: expect.stringContaining('The class bear has no held-out samples'),
    });
  }, 60_000);
});
