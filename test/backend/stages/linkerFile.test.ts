import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originInNpz, readLinkerNpz, writeLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { openProject } from '#backend/store/project.ts';
import { encodeLinker } from '#core/linear/linkerModel.ts';
import { type Linker, predictLinked, readLinker } from '#core/linker.ts';
import { originInOnnx } from '#core/linkerOfOnnx.ts';
import { type LinkerOrigin, ORIGIN_KEY, writeOrigin } from '#core/linkerOrigin.ts';
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

  test('both formats say which models the linker is between', async () => {
    const [npz, onnx] = await Promise.all([exportTo(ridge, 'ridge.npz'), exportTo(mlp, 'mlp.onnx')]);
    const origin = originInNpz(readFileSync(npz), 'ridge.npz');
    expect(origin).toMatchObject({ classifier: { name: 'critters-aux' }, generator: { name: 'critters-generator' } });
    expect(originInOnnx(readFileSync(onnx), 'mlp.onnx')).toEqual(origin);
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

  test('of an .onnx: a linear one to the last bit, a network to rounding', { timeout: 60_000 }, async () => {
    await exportTo(ridge, 'ridge.onnx');
    await exportTo(mlp, 'mlp.onnx');
    const linear = await bench.finish(importFrom('ridge.onnx'));
    expect(linkerOf(linear)).toEqual(linkerOf(ridge));
    const network = await bench.finish(importFrom('mlp.onnx'));
    const [ours, theirs] = [network, mlp].map((id) => predictLinked(linkerOf(id), heldOut).data);
    expect(Array.from(ours ?? [])).toEqual(Array.from(theirs ?? [], (value) => expect.closeTo(value, 4)));
    const [summary, fitted] = [summaryOf(network), summaryOf(mlp)];
    expect(summary).toMatchObject({
      method: 'imported',
      agreement: fitted.agreement,
      r2: expect.closeTo(fitted.r2, 4),
    });
    expect(
      await failureOf(bench.client.linker.exportFile({ project, linker: network, to: inFolder('net.npz') })),
    ).toEqual({
      code: 'BAD_INPUT',
      message: 'A network has no coef and intercept, so it cannot be written as .npz.',
    });
  });

  test('on other samples without the file, as the file itself would be', { timeout: 60_000 }, async () => {
    await exportTo(ridge, 'moved.npz');
    const first = await bench.finish(importFrom('moved.npz'));
    const before = (await bench.client.samples.show({ project }))?.artifact.id as string;
    const samples = await bench.finish(bench.client.samples.draw({ project, params: { perClass: 20, seed: 5 } }));
    rmSync(inFolder('moved.npz'));
    const again = await bench.finish(bench.client.linker.importAgain({ project, linker: first }));
    expect(linkerOf(again)).toEqual(linkerOf(first));
    expect(summaryOf(again).heldOutCount).not.toBe(summaryOf(first).heldOutCount);
    await exportTo(ridge, 'moved.npz');
    expect(await importFrom('moved.npz')).toEqual({ job: null, artifactId: again });
    await bench.client.artifact.setDefault({ project, artifact: before });
    const named = await bench.client.linker.importAgain({ project, linker: first, samples });
    expect(named).toEqual({ job: null, artifactId: again });
    const { artifactId: pair } = await bench.client.pair.add({ project, demoClassifier: 'class-only' });
    const others = await bench.finish(bench.client.samples.draw({ project, pair, params: { perClass: 4 } }));
    expect(await failureOf(bench.client.linker.importAgain({ project, linker: first, samples: others }))).toEqual({
      code: 'BAD_INPUT',
      message: 'This linker reads critters-aux, but the samples are of critters-class-only.',
    });
    await bench.client.artifact.setDefault({ project, artifact: before });
    expect(await failureOf(bench.client.linker.importAgain({ project, linker: ridge }))).toEqual({
      code: 'BAD_INPUT',
      message: `The linker ${ridge.slice(0, 8)} was fitted here, not imported.`,
    });
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

  const map = (units: number, latentDim: number) => ({
    weights: { data: new Float32Array(units * latentDim), shape: [units, latentDim] },
    bias: new Float32Array(latentDim),
  });

  test.each([
    [
      'another pair.npz',
      writeLinkerNpz(map(5, 64)),
      'BAD_SHAPE',
      'Expected 64 x 160 from coef in another pair.npz, but got 64 x 5.',
    ],
    ['another pair.onnx', encodeLinker(map(5, 64)), 'BAD_SHAPE', 'Expected 160 units in another pair.onnx, but got 5.'],
    [
      'other latents.onnx',
      encodeLinker(map(160, 3)),
      'BAD_SHAPE',
      'Expected 64 from the latents of other latents.onnx, but got 3.',
    ],
    ['text.onnx', new TextEncoder().encode('hello'), 'BAD_MODEL', 'text.onnx is not an ONNX model.'],
    [
      'linker.pkl',
      new Uint8Array(8),
      'BAD_INPUT',
      'A linker is read from .npz or .onnx, but the file is named linker.pkl.',
    ],
    ['no file.npz', null, 'NOT_FOUND', 'could not be read'],
  ])('refuses %s, and leaves nothing behind', async (name, bytes, code, part) => {
    if (bytes) writeFileSync(inFolder(name), bytes);
    const before = await bench.client.artifact.list({ project });
    const failure = await failureOf(importFrom(name));
    expect(failure).toEqual({ code, message: expect.stringContaining(part) });
    expect(await bench.client.artifact.list({ project })).toEqual(before);
  });

  const other = { name: 'other', sha256: '0'.repeat(64) };
  const asNpz = (origin: LinkerOrigin) => writeLinkerNpz(map(160, 64), origin);
  const asOnnx = (origin: LinkerOrigin) => encodeLinker(map(160, 64), { [ORIGIN_KEY]: writeOrigin(origin) });
  test.each([
    ['classifier', 'a.npz', asNpz, 'a.npz reads other, but the samples are of critters-aux.'],
    ['classifier', 'a.onnx', asOnnx, 'a.onnx reads other, but the samples are of critters-aux.'],
    ['generator', 'b.npz', asNpz, 'b.npz gives latents of other, but the samples are of critters-generator.'],
    ['generator', 'b.onnx', asOnnx, 'b.onnx gives latents of other, but the samples are of critters-generator.'],
  ] as const)('refuses as many units and latents of another %s: %s', async (which, name, encode, message) => {
    const origin = originInNpz(readFileSync(await exportTo(ridge, 'ridge.npz')), 'ridge.npz') as LinkerOrigin;
    writeFileSync(inFolder(name), encode({ ...origin, [which]: other }));
    const before = await bench.client.artifact.list({ project });
    expect(await failureOf(importFrom(name))).toEqual({ code: 'BAD_INPUT', message });
    expect(await bench.client.artifact.list({ project })).toEqual(before);
  });

  test('cannot be asked for without its file', async () => {
    const params = { method: 'imported', file: 'a.npz', sha256: '0'.repeat(64) } as unknown as LinkerParams;
    const failure = await failureOf(bench.client.linker.train({ project, params }));
    expect(failure).toEqual({ code: 'BAD_INPUT', message: expect.stringContaining('method') });
  });
});
