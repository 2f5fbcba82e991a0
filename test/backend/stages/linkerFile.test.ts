import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLinkerNpz, writeLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { openProject } from '#backend/store/project.ts';
import { type Linker, predictLinked, readLinker } from '#core/linker.ts';
import type { LinkerParams } from '#core/params.ts';
import { readSamples } from '#core/sampleSet.ts';
import type { LinkerSummary } from '#core/summary.ts';
import type { FloatTensor } from '#core/tensor.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

/** Linkers out of a project into files, and back. */

let bench: Workbench;
let project: string;
let ridge: string;
let mlp: string;
let heldOut: FloatTensor;

const train = (params: Partial<LinkerParams>) => bench.finish(bench.client.linker.train({ project, params }));
const inFolder = (name: string) => join(bench.folder, name);
const exportTo = async (linker: string, name: string) =>
  (await bench.client.linker.exportFile({ project, linker, to: inFolder(name) })).path;
const importFrom = (name: string) => bench.client.linker.importFile({ project, from: inFolder(name) });

function reading<T>(read: (artifacts: ReturnType<typeof openProject>['artifacts']) => T): T {
  const opened = openProject(inFolder('study.unitloom'), { readOnly: true });
  try {
    return read(opened.artifacts);
  } finally {
    opened.close();
  }
}

const linkerOf = (id: string): Linker => reading((artifacts) => readLinker(artifacts, id));
const summaryOf = (id: string) => reading((artifacts) => artifacts.artifact(id).summary as unknown as LinkerSummary);

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: inFolder('study.unitloom') }));
  const samples = await bench.finish(bench.client.samples.draw({ project, params: { perClass: 40 } }));
  ridge = await train({ penalty: 1 });
  mlp = await train({ method: 'mlp', hidden: [32], maxEpochs: 30 });
  heldOut = reading((artifacts) => readSamples(artifacts, samples).accepted().heldOut(true).r);
}, 120_000);

afterAll(() => bench.close());

describe('export', () => {
  test('an .npz holds the weights as NumPy and scikit-learn lay them out', async () => {
    const path = await exportTo(ridge, 'deep/er/ridge.npz');
    const read = readLinkerNpz(readFileSync(path), null, 'ridge.npz');
    expect(predictLinked({ kind: 'linear', map: read }, heldOut)).toEqual(predictLinked(linkerOf(ridge), heldOut));
  });

  test.each([
    ['ridge', () => ridge],
    ['MLP', () => mlp],
  ])('an .onnx of a %s predicts what the project does', async (name, id) => {
    const path = await exportTo(id(), `${name}.onnx`);
    const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
    const [r] = session.inputNames;
    const { w } = await session.run({ [r as string]: new Tensor('float32', heldOut.data, heldOut.shape) });
    const expected = predictLinked(linkerOf(id()), heldOut);
    expect(w?.dims).toEqual(expected.shape);
    const largest = Math.max(...expected.data.map((value, i) => Math.abs(value - (w?.data[i] as number))));
    expect(largest).toBeLessThan(1e-4);
    await session.release();
  });

  test('the default linker is taken where none is named, and a file is replaced', async () => {
    writeFileSync(inFolder('default.onnx'), 'old');
    await bench.client.linker.exportFile({ project, to: inFolder('default.onnx') });
    expect(readFileSync(inFolder('default.onnx'))).toEqual(readFileSync(await exportTo(mlp, 'mlp.onnx')));
  });

  test.each([
    ['a network as .npz', () => mlp, 'mlp.npz', 'BAD_INPUT', 'A network has no coef and intercept'],
    ['another extension', () => ridge, 'ridge.txt', 'BAD_INPUT', 'ridge.txt'],
    ['a folder of that name', () => ridge, 'taken.npz', 'READ_ONLY', 'could not be written'],
  ])('refuses %s', async (_, id, name, code, part) => {
    mkdirSync(inFolder('taken.npz'), { recursive: true });
    const failure = await failureOf(bench.client.linker.exportFile({ project, linker: id(), to: inFolder(name) }));
    expect(failure).toEqual({ code, message: expect.stringContaining(part) });
  });
});

describe('import', () => {
  test('gives the same link, measured the same, beside its own shuffled baseline', { timeout: 60_000 }, async () => {
    await exportTo(ridge, 'ridge.npz');
    const imported = await bench.finish(importFrom('ridge.npz'));
    expect(linkerOf(imported)).toEqual(linkerOf(ridge));
    const [summary, fitted] = [summaryOf(imported), summaryOf(ridge)];
    expect(summary).toMatchObject({ method: 'imported', r2: fitted.r2, intervals: fitted.intervals });
    expect(summary).toMatchObject({
      agreement: fitted.agreement,
      pixelError: fitted.pixelError,
      nearest: fitted.nearest,
    });
    expect(summary.shuffled.r2).toBeLessThan(0);
    expect(summary.identifiability).toBeNull();
    expect(summary.remarks).toEqual([expect.stringContaining('ridge.npz')]);
    expect(await importFrom('ridge.npz')).toEqual({ job: null, artifactId: imported });
    expect(readFileSync(await exportTo(imported, 'again.npz'))).toEqual(readFileSync(inFolder('ridge.npz')));
  });

  test('units can be swept with it, and a report says where it came from', { timeout: 60_000 }, async () => {
    await exportTo(ridge, 'ridge.npz');
    const linker = await bench.finish(importFrom('ridge.npz'));
    const params = { units: [3], starts: 1, steps: 2 };
    const sweep = await bench.finish(bench.client.sweep.run({ project, linker, params }));
    const report = await bench.finish(bench.client.report.build({ project, sweep, params: { units: 1, starts: 1 } }));
    const { path } = await bench.client.report.save({ project, report, to: inFolder('report') });
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('unitloom linker import study.unitloom ridge.npz');
    expect(page).toContain('imported from ridge.npz');
  });

  test.each([
    ['another pair', { units: 5, latentDim: 3 }, 'BAD_SHAPE', '5'],
    ['no file', null, 'NOT_FOUND', 'could not be read'],
  ])('refuses %s, and leaves nothing behind', async (name, extents, code, part) => {
    if (extents) {
      const { units, latentDim } = extents;
      const weights = { data: new Float32Array(units * latentDim), shape: [units, latentDim] };
      writeFileSync(inFolder(`${name}.npz`), writeLinkerNpz({ weights, bias: new Float32Array(latentDim) }));
    }
    const before = await bench.client.artifact.list({ project });
    const failure = await failureOf(importFrom(`${name}.npz`));
    expect(failure).toEqual({ code, message: expect.stringContaining(part) });
    expect(await bench.client.artifact.list({ project })).toEqual(before);
  });

  test('cannot be asked for without its file', async () => {
    const params = { method: 'imported', file: 'a.npz', sha256: '0'.repeat(64) } as unknown as LinkerParams;
    const failure = await failureOf(bench.client.linker.train({ project, params }));
    expect(failure).toEqual({ code: 'BAD_INPUT', message: expect.stringContaining('method') });
  });
});
