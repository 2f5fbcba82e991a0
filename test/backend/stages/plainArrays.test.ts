import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { readFloatNpy, writeNpy } from '#core/npy.ts';
import { linkerParamsSchema } from '#core/params.ts';
import type { LinkerSummary } from '#core/summary.ts';
import type { Job } from '#core/views/job.ts';
import plain from '../../fixtures/arrays/plain_arrays.json' with { type: 'json' };
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

/** Linkers of two files and no model pair, beside what scikit-learn and NumPy make of the same files. */

const ROWS = 60;
const UNITS = 6;
const LATENTS = 4;

let bench: Workbench;
let project: string;
const file = (name: string) => join(bench.folder, name);
const save = (name: string, base64: string) => writeFileSync(file(name), Buffer.from(base64, 'base64'));
const take = (representations = 'X.npy', latents = 'Y.npy') =>
  bench.client.samples.importArrays({
    project,
    representations: file(representations),
    latents: file(latents),
    heldOut: 0.25,
    seed: 7,
  });
const train = async (params: Parameters<typeof linkerParamsSchema.parse>[0]) =>
  bench.finish(
    bench.client.linker.train({
      project,
      samples: (await take()).artifactId,
      params: linkerParamsSchema.parse(params),
    }),
  );

beforeAll(async () => {
  bench = await openWorkbench();
  save('X.npy', plain.representations);
  save('Y.npy', plain.latents);
  for (const [name, base64] of Object.entries(plain.bad)) save(`${name}.npy`, base64);
  project = (await bench.client.project.create({ path: file('arrays.unitloom'), noPair: true })).project;
}, 60_000);
afterAll(() => bench.close());

describe('samples of plain arrays', () => {
  test('the same files are the same samples, and the seed holds out the rows it always did', async () => {
    const { artifactId } = await take();
    expect(await take()).toEqual({ artifactId });
    const view = await bench.client.samples.show({ project });
    expect(view?.classNames).toEqual([]);
    expect(view?.summary).toMatchObject({
      count: ROWS,
      heldOut: plain.heldOut.length,
      arrays: { representations: 'X.npy', latents: 'Y.npy', units: UNITS, latentDim: LATENTS },
    });
    expect(await bench.client.samples.pictures({ project })).toEqual({ total: 0, samples: [] });
    expect(await bench.client.project.verify({ project })).toMatchObject({ ok: true });
  });

  test.each([
    ['a value that is no number', 'nan.npy', 'Y.npy', 'BAD_INPUT', 'nan.npy holds NaN in row 17, column 3.'],
    ['an infinite value', 'infinite.npy', 'Y.npy', 'BAD_INPUT', 'infinite.npy holds -Infinity in row 59, column 5.'],
    [
      'unequal rows',
      'fewer.npy',
      'Y.npy',
      'BAD_INPUT',
      'fewer.npy has 59 rows, but Y.npy has 60: row i of both is one sample.',
    ],
    ['a vector', 'vector.npy', 'Y.npy', 'BAD_INPUT', 'vector.npy has 1 axis; a matrix has two, samples by values.'],
    ['text', 'text.npy', 'Y.npy', 'BAD_INPUT', 'text.npy holds elements of type <U1.'],
    [
      'too few rows',
      'three.npy',
      'threeLatents.npy',
      'NO_SAMPLES',
      'A linker needs at least 2 training and 2 held-out samples, but of 3 rows 0 would be held out.',
    ],
  ])('refuses %s', async (_, representations, latents, code, message) => {
    expect(await failureOf(take(representations, latents))).toEqual({ code, message });
  });

  test('refuses a file that is not there, and one that is no array file', async () => {
    writeFileSync(file('note.npy'), 'hello');
    expect(await failureOf(take('none.npy'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failureOf(take('note.npy'))).toEqual({
      code: 'BAD_INPUT',
      message: 'note.npy is not a NumPy array file.',
    });
  });
});

describe('a project that begins with plain arrays', () => {
  const begin = (name: string, representations: string) =>
    bench.client.project.create({
      path: file(name),
      noPair: true,
      arrays: { representations: file(representations), latents: file('Y.npy') },
    });

  test('has them as its samples', async () => {
    const { project: handle } = await begin('begun.unitloom', 'X.npy');
    expect((await bench.client.samples.show({ project: handle }))?.summary).toMatchObject({ count: ROWS });
  });

  test('is not left behind, nor remembered, where they do not check out', async () => {
    expect(await failureOf(begin('never.unitloom', 'nan.npy'))).toMatchObject({ code: 'BAD_INPUT' });
    expect(readdirSync(bench.folder).filter((name) => name.startsWith('never'))).toEqual([]);
    expect((await bench.client.project.recent()).map(({ fileName }) => fileName)).not.toContain('never.unitloom');
  });
});

describe('a linker of plain arrays', { timeout: 60_000 }, () => {
  test('has the weights of scikit-learn, and its .npz gives NumPy the same predictions', async () => {
    const linker = await train({ method: 'ridge', penalty: 1 });
    await bench.client.linker.exportFile({ project, linker, to: file('linker.npz') });
    const { weights, bias } = readLinkerNpz(readFileSync(file('linker.npz')), null, 'linker.npz');
    expect(weights.shape).toEqual([UNITS, LATENTS]);
    for (let unit = 0; unit < UNITS; unit++) {
      for (let latent = 0; latent < LATENTS; latent++) {
        expect(weights.data[unit * LATENTS + latent]).toBeCloseTo(plain.coef[latent * UNITS + unit] as number, 5);
      }
    }
    expect(Array.from(bias)).toEqual(plain.intercept.map((value) => expect.closeTo(value, 5)));
  });

  test.each([{ method: 'ridge', penalty: 1 } as const, { method: 'mlp', hidden: [8], maxEpochs: 20 } as const])(
    'its .onnx maps r to w in an ONNX runtime: $method',
    async (params) => {
      const linker = await train(params);
      await bench.client.linker.exportFile({ project, linker, to: file('linker.onnx') });
      const session = await ort.InferenceSession.create(file('linker.onnx'));
      expect([session.inputNames, session.outputNames]).toEqual([['r'], ['w']]);
      const { data, shape } = readFloatNpy(readFileSync(file('X.npy')), [ROWS, UNITS], 'X.npy');
      const { w } = await session.run({ r: new ort.Tensor('float32', data, shape) });
      const predictions = w?.data as Float32Array;
      if (params.method === 'ridge') {
        expect(Array.from(predictions)).toEqual(plain.predictions.map((value) => expect.closeTo(value, 4)));
      } else {
        expect(w?.dims).toEqual([ROWS, LATENTS]);
        expect(new Set(predictions).size).toBeGreaterThan(ROWS);
      }
      await session.release();
    },
  );

  test.each(['least-squares', 'elastic-net', 'pls', 'mlp'] as const)('%s can be fitted too', async (method) => {
    const id = await train({ method, penalty: 0.01, components: 3, hidden: [8], maxEpochs: 50 });
    const row = (await bench.client.linker.list({ project })).find(({ artifact }) => artifact.id === id);
    expect(row?.classifierName).toBeNull();
    const summary = row?.summary as LinkerSummary;
    expect(summary.r2).toBeGreaterThan(summary.shuffled.r2);
  });

  const constant = (rows: number, columns: number) =>
    writeNpy({ data: new Float32Array(rows * columns).fill(0.1), shape: [rows, columns] });

  test.each(['ridge', 'mlp'] as const)('%s refuses latents that are all the same', async (method) => {
    writeFileSync(file('same.npy'), constant(ROWS, LATENTS));
    const samples = (await take('X.npy', 'same.npy')).artifactId;
    const params = linkerParamsSchema.parse({ method, choose: 'best' });
    expect(await failureOf(bench.finish(bench.client.linker.train({ project, samples, params })))).toEqual({
      code: 'BAD_INPUT',
      message: 'All training samples have the same latent: there is nothing to link.',
    });
  });

  test.each(['least-squares', 'ridge', 'elastic-net', 'pls', 'mlp'] as const)(
    '%s of units that never change gives the mean, and says so',
    async (method) => {
      writeFileSync(file('still.npy'), constant(ROWS, UNITS));
      const samples = (await take('still.npy')).artifactId;
      const params = linkerParamsSchema.parse({ method, components: 3, hidden: [8], maxEpochs: 2 });
      const id = await bench.finish(bench.client.linker.train({ project, samples, params }));
      const row = (await bench.client.linker.list({ project })).find(({ artifact }) => artifact.id === id);
      expect(row?.summary.remarks).toContain('6 units never change in these samples: the weights are 0.');
      expect(row?.summary.r2).toBeLessThan(0.01);
    },
  );

  test('tells its losses epoch by epoch while it is trained, and then its refits', async () => {
    const told: NonNullable<Job['activity']>[] = [];
    const controller = new AbortController();
    const events = await bench.client.app.events(undefined, { signal: controller.signal });
    const listening = (async () => {
      for await (const event of events) if (event.kind === 'job' && event.job.activity) told.push(event.job.activity);
    })().catch(() => undefined);
    await train({ method: 'mlp', hidden: [64, 64], maxEpochs: 2000, patience: 2000, learningRate: 1e-4 });
    controller.abort();
    await listening;
    const trained = told.filter(({ epochs }) => (epochs?.length ?? 0) > 1);
    expect(trained[0]?.doing).toMatch(/^fitting, epoch \d+ of at most 2000$/);
    const lengths = trained.filter(({ doing }) => doing.startsWith('fitting')).map(({ epochs }) => epochs?.length ?? 0);
    expect(lengths.length).toBeGreaterThan(2);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(trained.some(({ doing }) => doing.startsWith('shuffled pairs'))).toBe(true);
    const jobs = await bench.client.job.list({});
    expect(jobs.every(({ activity }) => activity === null)).toBe(true);
  });

  test('is judged in latent space with intervals, and not in pictures', async () => {
    const [ridge, other] = [await train({ method: 'ridge' }), await train({ method: 'least-squares' })];
    const card = await bench.client.linker.card({ project, linker: ridge });
    const [linked] = card.predictors;
    expect(linked?.numbers).toMatchObject({
      agreement: null,
      divergence: null,
      cycleError: null,
      pixelError: null,
      structureError: null,
    });
    expect(linked?.intervals.pixelError).toBeNull();
    expect(linked?.intervals.r2?.[0]).toBeLessThan(linked?.numbers.r2 as number);
    expect(linked?.dimensions).toHaveLength(LATENTS);
    expect(card.identifiability?.refits).toBe(20);
    expect(await bench.client.linker.pictures({ project, linker: ridge })).toMatchObject({ total: 0, pairs: [] });
    const difference = await bench.client.linker.compare({ project, a: ridge, b: other });
    expect(difference.agreement).toBeNull();
    expect(difference.n).toBe(plain.heldOut.length);
  });

  test('says what it is in the graph, what it costs, and that it cannot be swept', async () => {
    const nodes = await bench.client.artifact.list({ project });
    expect(nodes[0]).toMatchObject({ title: 'Arrays', line: '60 rows of 6 units' });
    const params = linkerParamsSchema.parse({});
    const cost = await bench.client.job.estimate({ project, request: { stage: 'linker', params } });
    expect(cost).toMatchObject({ images: 0, fits: true });
    expect(await failureOf(bench.client.sweep.run({ project, params: {} }))).toEqual({
      code: 'NOT_FOUND',
      message: 'This linker was fitted to plain arrays, and without a model pair no picture can be made.',
    });
  });
});
