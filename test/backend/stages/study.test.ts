import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { lineOf } from '#core/direction.ts';
import { type Linker, linkedLatent, predictLinked, readLinker } from '#core/linker.ts';
import type { LinkerParams, SamplesParams, SweepParams } from '#core/params.ts';
import { splitOf } from '#core/random.ts';
import { readSamples, type SampleSet } from '#core/sampleSet.ts';
import type { LinkerSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import { readSweepTable } from '#core/sweepTable.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

/** One small study on the demo pair; every test below reads it or adds to it. */

const PER_CLASS = 40;
const UNITS = [0, 59, 86, 159];

let bench: Workbench;
let project: string;
let samplesId: string;
let linkerId: string;
let sweepId: string;

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'study.unitloom') }));
  samplesId = await drawSamples({ perClass: PER_CLASS });
  linkerId = await trainLinker({ penalty: 1 });
  sweepId = await runSweep({ units: UNITS, starts: 6, steps: 5 });
}, 120_000);

afterAll(() => bench.close());

const drawSamples = (params: Partial<SamplesParams>) => bench.finish(bench.client.samples.draw({ project, params }));
const trainLinker = (params: Partial<LinkerParams>) =>
  bench.finish(bench.client.linker.train({ project, samples: samplesId, params }));
const runSweep = (params: Partial<SweepParams>, linker = linkerId) =>
  bench.finish(bench.client.sweep.run({ project, linker, params }));

/** Reads the file the way another program would: through a second, read-only connection. */
function reading<T>(read: (artifacts: ReturnType<typeof openProject>['artifacts']) => T): T {
  const opened = openProject(join(bench.folder, 'study.unitloom'), { readOnly: true });
  try {
    return read(opened.artifacts);
  } finally {
    opened.close();
  }
}

const summaryOf = <T>(id: string) => reading((artifacts) => artifacts.artifact(id).summary as unknown as T);
const samplesOf = (id: string): SampleSet => reading((artifacts) => readSamples(artifacts, id));

describe('samples', () => {
  test('every class gets what was asked for, without a latent drawn twice', () => {
    const summary = summaryOf<SamplesSummary>(samplesId);
    expect(summary.count).toBe(5 * PER_CLASS);
    expect(summary.duplicates).toBe(0);
    expect(summary.perClass.map(({ accepted }) => accepted)).toEqual(Array(5).fill(PER_CLASS));
    expect(summary.acceptance).toBeGreaterThan(0.95);
    const asked = summary.confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(asked).toEqual(summary.perClass.map(({ drawn }) => drawn));
  });

  test('acceptance is what the logits say, and the last draw of a class is an accepted one', () => {
    const set = samplesOf(samplesId);
    for (let row = 0; row < set.count; row++) {
      const logits = Array.from(rowOf(set.logits as FloatTensor, row));
      expect(set.predicted[row]).toBe(logits.indexOf(Math.max(...logits)));
      expect(set.isAccepted[row]).toBe(Number(set.predicted[row] === set.classIndex[row]));
      const isLastOfClass = row === set.count - 1 || set.classIndex[row + 1] !== set.classIndex[row];
      if (isLastOfClass) expect(set.isAccepted[row]).toBe(1);
    }
  });

  test('a latent is held out in every class or in none', () => {
    const set = samplesOf(samplesId);
    for (let row = 0; row < set.count; row++) {
      expect(set.isHeldOut[row]).toBe(Number(splitOf(0, set.draw[row] as number) < 0.2));
    }
  });

  test('more samples of the same seed begin with the ones that are there, which are not drawn again', async () => {
    const moreId = await drawSamples({ perClass: PER_CLASS + 30 });
    const [fewer, more] = [samplesOf(samplesId), samplesOf(moreId)];
    expect(Array.from(more.w.data.subarray(0, 64 * PER_CLASS))).toEqual(
      Array.from(fewer.w.data.subarray(0, 64 * PER_CLASS)),
    );
    const partsOf = (id: string) =>
      reading((artifacts) => Array.from(artifacts.placedParts(id), ({ part }) => part.id));
    const shared = partsOf(samplesId).filter((id) => partsOf(moreId).includes(id));
    expect(shared).toEqual(partsOf(samplesId));
  });

  test('one class by name', async () => {
    const summary = summaryOf<SamplesSummary>(await drawSamples({ perClass: 5, classes: ['bear'] }));
    expect(summary.perClass.map(({ name, accepted }) => ({ name, accepted }))).toEqual([{ name: 'bear', accepted: 5 }]);
  });

  test('asking twice is one artifact and no job', async () => {
    const again = await bench.client.samples.draw({ project, params: { perClass: PER_CLASS } });
    expect(again).toEqual({ job: null, artifactId: samplesId });
  });

  test('a class that does not exist', async () => {
    expect(await failureOf(drawSamples({ classes: ['wolf'], perClass: 1 }))).toEqual({
      code: 'BAD_INPUT',
      message: 'There is no class "wolf". The pair knows fox, rabbit, mouse, bear, cat.',
    });
  });
});

describe('linker', () => {
  test('the link holds on held-out latents and the baselines do not', () => {
    const { r2, cosine, agreement, classMean, shuffled, trainCount, heldOutCount } = summaryOf<LinkerSummary>(linkerId);
    expect(trainCount + heldOutCount).toBe(5 * PER_CLASS);
    expect(agreement).toBeGreaterThanOrEqual(0.98);
    expect(cosine).toBeGreaterThan(0.9);
    expect(r2).toBeGreaterThan(classMean.r2 + 0.2);
    expect(shuffled.r2).toBeLessThan(0.1);
  });

  test('its numbers follow from its weights', () => {
    const summary = summaryOf<LinkerSummary>(linkerId);
    const heldOut = samplesOf(samplesId).accepted().heldOut(true);
    const predicted = predictLinked(linkerOf(linkerId), heldOut.r);
    const width = 64;
    const means = Float64Array.from({ length: width }, (_, d) => average(heldOut.w.data, d, width));
    let error = 0;
    let spread = 0;
    heldOut.w.data.forEach((value, at) => {
      error += (value - (predicted.data[at] as number)) ** 2;
      spread += (value - (means[at % width] as number)) ** 2;
    });
    expect(summary.r2).toBeCloseTo(1 - error / spread, 6);
  });

  test('least squares ignores the penalty, and its own summary says so', async () => {
    const summary = summaryOf<LinkerSummary>(await trainLinker({ method: 'least-squares', penalty: 5 }));
    expect(summary.penalty).toBe(0);
  });
});

describe('sweep', () => {
  test('counts: units, control, pictures', () => {
    const summary = summaryOf<SweepSummary>(sweepId);
    expect(summary).toMatchObject({
      units: UNITS.length,
      directions: 1,
      starts: 6,
      steps: 5,
      images: (UNITS.length + 1) * 6 * 5,
    });
  });

  test('the control moves nothing', () => {
    expect(summaryOf<SweepSummary>(sweepId).noiseFloor).toBe(0);
  });

  test('start pictures are held out and spread over the classes', () => {
    const set = samplesOf(samplesId);
    const starts = reading((artifacts) => Array.from(artifacts.array(sweepId, 'starts').data));
    expect(new Set(starts).size).toBe(6);
    expect(starts.map((index) => set.isHeldOut[index])).toEqual(Array(6).fill(1));
    expect(starts.slice(0, 5).map((index) => set.classIndex[index])).toEqual([0, 1, 2, 3, 4]);
  });

  test('a strip is the straight line w(r) + (v - r_i) A_i, rendered and re-encoded', async () => {
    const linker = linkerOf(linkerId);
    const set = samplesOf(samplesId);
    const line = lineOf({ kind: 'unit', unit: 59 }, linker, true);
    const { start, values, realised, address } = reading((artifacts) => {
      const part = artifacts.partAt(sweepId, UNITS.indexOf(59) * 6 + 2);
      const starts = artifacts.array(sweepId, 'starts').data;
      return {
        start: starts[2] as number,
        values: Array.from(part.arrays.values?.data ?? []),
        realised: Array.from(part.arrays.realised?.data ?? []),
        address: part.image?.hash,
      };
    });
    const r = rowOf(set.r, start);
    const base = linkedLatent(linker, r);
    const frame = await bench.client.sweep.live({
      project,
      linker: linkerId,
      id: 'line',
      sample: start,
      units: [{ unit: 59, value: values[4] as number }],
    });
    expect(frame.realised[0]).toBeCloseTo(realised[4] as number, 4);
    expect(line.displace(r, line.coordinateOf(r)).every((change) => change === 0)).toBe(true);
    expect(base).toHaveLength(64);
    expect(values[4]).toBeGreaterThan(values[0] as number);
    expect(address).toMatch(/^[0-9a-f]{64}$/);
    expect(bench.backend.image(address as string)?.mediaType).toBe('image/webp');
  });

  test('residual mode starts from the sample itself: at the start value the picture is the sample', async () => {
    const start = reading((artifacts) => artifacts.array(sweepId, 'starts').data[0] as number);
    const set = samplesOf(samplesId);
    const own = rowOf(set.r, start)[59] as number;
    const frame = await bench.client.sweep.live({
      project,
      linker: linkerId,
      id: 'own',
      sample: start,
      units: [{ unit: 59, value: own }],
      mode: 'residual',
    });
    expect(frame.realised[0]).toBeCloseTo(own, 3);
  });

  test('a live unit without a value stays as it is in the start sample', async () => {
    const own = rowOf(samplesOf(samplesId).r, 3)[59] as number;
    const units = [{ unit: 59, value: null }];
    const frame = await bench.client.sweep.live({ project, linker: linkerId, id: 'still', sample: 3, units });
    expect(frame.start).toEqual([own]);
    expect(frame.requested).toEqual([own]);
  });

  test('ranges: percentiles inside min and max; three times the range is marked as extrapolation and never below 0', async () => {
    const [inside, wide, legacy] = await Promise.all([
      runSweep({ units: [86], starts: 1, steps: 2, control: false }),
      runSweep({
        units: [86],
        starts: 1,
        steps: 2,
        control: false,
        range: { kind: 'percentile', low: 1, high: 99, multiple: 3 },
      }),
      runSweep({
        units: [86],
        starts: 1,
        steps: 2,
        control: false,
        range: { kind: 'minmax', low: 1, high: 99, multiple: 1 },
      }),
    ]);
    const rowOfSweep = (id: string) => reading((artifacts) => readSweepTable(artifacts, id)[0]);
    const activations = columnOf(samplesOf(samplesId).accepted(), 86);
    expect(rowOfSweep(legacy)).toMatchObject({
      low: Math.min(...activations),
      high: Math.max(...activations),
      extrapolated: false,
    });
    expect(rowOfSweep(inside)?.high).toBeLessThan(Math.max(...activations));
    expect(rowOfSweep(wide)?.extrapolated).toBe(true);
    expect(rowOfSweep(wide)?.low).toBeGreaterThanOrEqual(0);
  });

  test('a weighted set of one unit is that unit', async () => {
    const id = await runSweep({
      units: [59],
      directions: [{ kind: 'units', name: 'just 59', weights: [{ unit: 59, weight: 1 }] }],
      starts: 2,
      steps: 3,
      control: false,
    });
    const [unit, set] = reading((artifacts) => readSweepTable(artifacts, id));
    expect(set?.strips).toEqual(unit?.strips);
    expect(set?.effect).toEqual(unit?.effect);
  });

  test('a latent direction moves the linked latent along itself', async () => {
    const weights = reading((artifacts) => artifacts.array(linkerId, 'weights').data as Float32Array);
    const w = Array.from(weights.subarray(59 * 64, 60 * 64));
    const id = await runSweep({
      units: [59],
      directions: [{ kind: 'latent', name: 'as 59', w }],
      starts: 2,
      steps: 3,
      control: false,
    });
    const [, latent] = reading((artifacts) => readSweepTable(artifacts, id));
    expect(latent?.effect?.value).toBeGreaterThan(0);
    expect(latent?.realised?.value).toBeGreaterThan(0);
  });

  test('a smaller sweep finds its parts in the larger one', async () => {
    const id = await runSweep({ units: [86], starts: 6, steps: 5, control: false });
    const partsOf = (artifact: string) =>
      reading((artifacts) => Array.from(artifacts.placedParts(artifact), ({ part }) => part.id));
    expect(partsOf(sweepId)).toEqual(expect.arrayContaining(partsOf(id)));
    expect(partsOf(id)).toHaveLength(6);
  });

  test.each([
    { params: { units: [160] }, message: 'There is no unit 160: the classifier has 160 units, 0 to 159.' },
    {
      params: { starts: 5000 },
      message: /The sweep asks for 5000 start pictures, but there are only \d+ held-out samples\./,
    },
    {
      params: { range: { kind: 'percentile', low: 60, high: 40, multiple: 1 } },
      message: 'The lower percentile (60) must be below the upper one (40).',
    },
    {
      params: { directions: [{ kind: 'latent', name: 'short', w: [1, 2] }] },
      message: 'The direction "short" has 2 values, but w has 64.',
    },
    {
      params: { directions: [{ kind: 'units', name: 'none', weights: [{ unit: 1, weight: 0 }] }] },
      message: 'All weights of the direction "none" are 0.',
    },
  ] satisfies { params: Partial<SweepParams>; message: string | RegExp }[])(
    'refused: $message',
    async ({ params, message }) => {
      const before = await bench.client.artifact.list({ project });
      const failure = await failureOf(runSweep(params));
      expect(failure.code).toBe('BAD_INPUT');
      expect(failure.message).toMatch(message);
      expect(await bench.client.artifact.list({ project })).toHaveLength(before.length);
    },
  );
});

function linkerOf(id: string): Linker {
  return reading((artifacts) => readLinker(artifacts, id));
}

function columnOf(set: SampleSet, unit: number): number[] {
  const units = set.r.shape[1] as number;
  return Array.from({ length: set.count }, (_, row) => set.r.data[row * units + unit] as number);
}

function average(values: Float32Array, from: number, stride: number): number {
  let sum = 0;
  let count = 0;
  for (let at = from; at < values.length; at += stride, count++) sum += values[at] as number;
  return sum / count;
}
