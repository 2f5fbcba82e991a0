import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDemoTruth } from '#backend/demoTruth.ts';
import { openProject } from '#backend/store/project.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { readLabelMaps } from '#core/labelMaps.ts';
import { readRunsText } from '#core/mask/runs.ts';
import { MEASURE_IDS } from '#core/measure/measures.ts';
import { readMeasures } from '#core/measure/readMeasures.ts';
import { SEGMENT_STANDARDS, type SegmentParams, segmentParamsSchema } from '#core/params.ts';
import { readSamples } from '#core/sampleSet.ts';
import { countConfusion, iouOf, meanIou } from '#core/segment/confusion.ts';
import { segmentModel } from '#core/segment/inferenceModel.ts';
import type { Projection } from '#core/segment/projection.ts';
import { describeSegmenter } from '#core/segment/segmenter.ts';
import { segmenterFile, segmenterOfOnnx } from '#core/segment/segmenterOfOnnx.ts';
import type { MapsSummary, MeasureSummary, SegmentSummary } from '#core/summary.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { failureOf, openWorkbench, RESOURCES, type Workbench } from '../workbench.ts';

/** A segmenter from five masks of the demo pair, against the painter's truth, and the parts of a sweep found with it. */

const QUICK = { members: 2, maxEpochs: 4, stepsPerEpoch: 20 };
const ANN = { annotator: 'Ann' };
/** Fixed latents to learn from, one of each class, and some to test on. */
const LEARNED = [0, 1, 2, 3, 4];
const TESTED = [100, 101, 102, 103, 104, 105];

let workbench: Workbench;
let project: string;
let path: string;
let segment: string;
let pictures: readonly string[];

beforeAll(async () => {
  workbench = await openWorkbench();
  const { client, finish } = workbench;
  path = join(workbench.folder, 'segment.unitloom');
  project = (await client.project.create({ path })).project;
  await client.mask.startLabels({ project, ...ANN, template: 'critters' });
  await client.mask.pick({ project, ...ANN, from: { kind: 'truth', indices: LEARNED } });
  await client.mask.importTruth({ project });
  await client.mask.snapshot({ project });
  segment = await finish(client.segment.train({ project, params: QUICK }));
  const added = await client.mask.pick({ project, ...ANN, from: { kind: 'truth', indices: TESTED } });
  pictures = added.map(({ id }) => id);
}, 120_000);
afterAll(() => workbench.close());

const summaryOf = async () => (await workbench.client.segment.list({ project }))[0]?.summary as SegmentSummary;

describe('a segmenter', () => {
  test('finds the parts of pictures it has not seen', async () => {
    const truth = await readDemoTruth(RESOURCES);
    const pixels = truth.sizePx ** 2;
    const total = new Float64Array(49);
    for (const [at, index] of TESTED.entries()) {
      const { runs } = await workbench.client.segment.propose({ project, picture: pictures[at] as string });
      const mask = truth.masks.subarray(index * pixels, (index + 1) * pixels);
      countConfusion(mask, readRunsText(runs, pixels), 7).forEach((count, cell) => {
        total[cell] = (total[cell] as number) + count;
      });
    }
    const ious = iouOf(total, 7);
    expect(meanIou(ious)).toBeGreaterThan(0.8);
    expect(Math.min(...ious)).toBeGreaterThan(0.6);
  });

  test('is trained for a price that is told before: of networks, epochs, channels and layers', async () => {
    const costOf = (params: Partial<SegmentParams>, start?: string) =>
      workbench.client.job.estimate({
        project,
        request: { stage: 'segment', params: segmentParamsSchema.parse(params), ...(start && { start }) },
      });
    const standard = await costOf({});
    expect(standard.durationMs).toBeGreaterThan(2_000);
    expect(standard.durationMs).toBeLessThan(60_000);
    const { durationMs: twice } = await costOf({ members: 10 });
    expect(twice / standard.durationMs).toBeGreaterThan(1.8);
    const reference = await costOf(SEGMENT_STANDARDS.reference);
    expect(reference.durationMs).toBeGreaterThan(10 * standard.durationMs);
    expect(reference.memoryBytes).toBeGreaterThan(standard.memoryBytes);
    expect((await costOf({}, segment)).durationMs).toBeLessThan(0.5 * standard.durationMs);
    const reader = openProject(path, { readOnly: true });
    try {
      const { data } = reader.artifacts.array(segment, 'numbers');
      expect((await costOf(QUICK)).diskBytes).toBe(data.byteLength);
    } finally {
      reader.close();
    }
  });

  test('is judged on masks left out, with intervals and calibration', async () => {
    const { parts, meanIou: mean, isHeldOut, confusion, calibration, masks } = await summaryOf();
    expect([isHeldOut, masks, parts.length]).toEqual([true, 5, 7]);
    expect(mean).toBeGreaterThan(0.7);
    for (const { iou, interval } of parts) {
      expect(interval?.[0]).toBeLessThanOrEqual(iou as number);
      expect(interval?.[1]).toBeGreaterThanOrEqual(iou as number);
    }
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(5 * 64 * 64);
    const sure = calibration.at(-1);
    expect(Math.abs((sure?.accuracy ?? 0) - (sure?.confidence ?? 0))).toBeLessThan(0.05);
  });

  test('says where its networks differ, and they do at the borders of parts', async () => {
    const proposal = await workbench.client.segment.propose({ project, picture: pictures[0] as string });
    expect(proposal.meanDisagreement).toBeGreaterThan(0);
    const [, , id, n] = (proposal.disagreementUrl as string).split('/');
    const frame = workbench.backend.live(id as string, Number(n));
    const { data } = decode(frame?.bytes as Uint8Array);
    expect(Math.max(...data)).toBeGreaterThan(20);
    expect(data[0]).toBeLessThan(0.3 * Math.max(...data));
  });

  test('as ONNX gives the same parts from the features', async () => {
    const to = join(workbench.folder, 'parts.onnx');
    await workbench.client.segment.exportFile({ project, segment, to });
    const truth = await readDemoTruth(RESOURCES);
    const w = new Tensor('float32', truth.w.slice(100 * 64, 101 * 64), [1, 64]);
    const taps = await (await InferenceSession.create(join(RESOURCES, 'demo', 'taps.onnx'))).run({ w });
    const session = await InferenceSession.create(to);
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, taps[name] as Tensor]));
    const probability = (await session.run(feeds)).probability?.data as Float32Array;
    const best = Uint8Array.from({ length: 4096 }, (_, pixel) => {
      const at = Array.from({ length: 7 }, (__, label) => probability[label * 4096 + pixel] as number);
      return at.indexOf(Math.max(...at));
    });
    const { runs } = await workbench.client.segment.propose({ project, picture: pictures[0] as string });
    expect(best).toEqual(readRunsText(runs, 4096));
    expect(probability.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4096, 0);
  });

  test('comes back from its ONNX as it was, judged on the masks of the project', { timeout: 60_000 }, async () => {
    const { client } = workbench;
    const from = join(workbench.folder, 'parts.onnx');
    const { artifactId } = await client.segment.importFile({ project, from });
    expect(await client.segment.importFile({ project, from })).toEqual({ artifactId });
    const rows = await client.segment.list({ project });
    const [own, taken] = [segment, artifactId].map((id) => rows.find(({ artifact }) => artifact.id === id)?.summary);
    expect(taken?.segmenter).toEqual(own?.segmenter);
    expect(taken).toMatchObject({ importedFrom: 'parts.onnx', isHeldOut: false, masks: 5 });
    expect(taken?.meanIou).toBeGreaterThan(own?.meanIou as number);
    for (const picture of pictures) {
      const [before, after] = await Promise.all([
        client.segment.propose({ project, picture, segment }),
        client.segment.propose({ project, picture, segment: artifactId }),
      ]);
      expect(after.runs).toBe(before.runs);
      expect(after.meanDisagreement).toBeCloseTo(before.meanDisagreement, 8);
    }
    await client.artifact.setDefault({ project, artifact: segment });
    await client.artifact.remove({ project, artifact: artifactId });
  });

  test('is refused from files that are none, and where its labels are not those of the masks', async () => {
    const { client, folder } = workbench;
    const take = async (name: string, bytes: Uint8Array) => {
      const from = join(folder, name);
      writeFileSync(from, bytes);
      return (await failureOf(client.segment.importFile({ project, from }))).message;
    };
    const bytes = readFileSync(join(folder, 'parts.onnx'));
    const model = segmenterOfOnnx(bytes, 'parts.onnx');
    const [first, ...others] = model.projections as [Projection, ...Projection[]];
    const fileOf = (changes: Partial<typeof model>) => encodeOnnx(segmenterFile({ ...model, ...changes }));
    expect(await take('text.onnx', new TextEncoder().encode('no model'))).toBe('text.onnx is not an ONNX model.');
    expect(await take('plain.onnx', encodeOnnx(segmentModel(model)))).toBe(
      'plain.onnx does not say which parts and taps its numbers are for.',
    );
    const renamed = { ...first, tap: { ...first.tap, name: 'other' } };
    expect(await take('taps.onnx', fileOf({ projections: [renamed, ...others] }))).toBe(
      'The segmenter was trained on other features than critters-generator shows: other differs.',
    );
    const labels = model.labels.map((label) => (label.id === 'ear' ? { ...label, id: 'wing', name: 'wing' } : label));
    expect(await take('labels.onnx', fileOf({ labels }))).toBe(
      'labels.onnx finds background, body, head, wing, eye, leg, tail; the masks of this project have background, body, head, ear, eye, leg, tail.',
    );
    const holed = { ...first, bias: first.bias.map(() => Number.NaN) };
    expect(await take('nan.onnx', fileOf({ projections: [holed, ...others] }))).toBe(
      'nan.onnx holds values that are not finite numbers.',
    );
    const more = { 'unitloom.segmenter': JSON.stringify({ ...describeSegmenter(model), members: 3 }) };
    expect(await take('members.onnx', encodeOnnx({ ...segmentModel(model), metadata: more }))).toBe(
      'members.onnx has no numbers member2_weights0.',
    );
    const wider = { 'unitloom.segmenter': JSON.stringify({ ...describeSegmenter(model), architecture: 'S' }) };
    expect(await take('shape.onnx', encodeOnnx({ ...segmentModel(model), metadata: wider }))).toContain(
      'member0_weights0 of shape.onnx',
    );
  });

  test('is trained further from where another one ended', { timeout: 60_000 }, async () => {
    const params = { ...QUICK, retrainEpochs: 1 };
    const further = await workbench.finish(workbench.client.segment.train({ project, start: segment, params }));
    const found = (await workbench.client.segment.list({ project })).find(({ artifact }) => artifact.id === further);
    expect(found?.summary.epochs.map(({ trained }) => trained)).toEqual([1, 1]);
    expect(found?.summary.meanIou).toBeGreaterThan(0.7);
    await workbench.client.artifact.setDefault({ project, artifact: segment });
  });

  test('one mask alone is learned from, and the numbers are said to be of training', { timeout: 60_000 }, async () => {
    const { client, finish, folder } = workbench;
    const one = (await client.project.create({ path: join(folder, 'one.unitloom') })).project;
    await client.mask.startLabels({
      project: one,
      ...ANN,
      names: ['body', 'head', 'ear', 'eye', 'leg', 'tail', 'wing'],
    });
    await client.mask.pick({ project: one, ...ANN, from: { kind: 'truth', indices: [0] } });
    await client.mask.importTruth({ project: one });
    await client.mask.snapshot({ project: one });
    await finish(client.segment.train({ project: one, params: { members: 1, maxEpochs: 1, stepsPerEpoch: 5 } }));
    const { summary } = (await client.segment.list({ project: one }))[0] ?? {};
    expect(summary?.isHeldOut).toBe(false);
    expect(summary?.remarks).toContain(
      'There is one picture only, so nothing could be left out: the numbers are of training.',
    );
    expect(summary?.remarks).toContain('Drawn nowhere, so never found: wing.');
  });
});

describe('the parts of a sweep', () => {
  let maps: string;

  beforeAll(async () => {
    const { client, finish } = workbench;
    await finish(client.samples.draw({ project, params: { perClass: 20, heldOut: 0.3 } }));
    await finish(client.linker.train({ project, params: {} }));
    await finish(client.sweep.run({ project, params: { units: [3, 5], starts: 2, steps: 3 } }));
    maps = await finish(client.segment.apply({ project, params: {} }));
  }, 120_000);

  test('are found in every picture, and do not flicker where nothing moves', () => {
    const reader = openProject(path, { readOnly: true });
    const read = readLabelMaps(reader.artifacts, maps);
    const summary = reader.artifacts.artifact(maps).summary as unknown as MapsSummary;
    expect(summary).toMatchObject({ parts: 6, pictures: 18, flicker: 0 });
    for (let ordinal = 0; ordinal < read.count; ordinal++) {
      const found = new Set(read.at(ordinal));
      expect(found.has(0) && found.has(1) && found.has(2)).toBe(true);
    }
    reader.close();
  });

  test('lie over their strip as a picture, clear where the background is', async () => {
    const strip = workbench.backend.labelMaps(maps, 0);
    const { width, height, palette } = decode(strip?.bytes as Uint8Array);
    expect([width, height]).toEqual([3 * 64, 64]);
    expect(palette?.[0]?.[3]).toBe(0);
    expect(workbench.backend.labelMaps(maps, 99)).toBeNull();
  });

  test('are measured: every part of every picture, and what the units change', async () => {
    const { client, finish, folder } = workbench;
    const measure = await finish(client.measure.run({ project, params: {} }));
    const reader = openProject(path, { readOnly: true });
    const measures = readMeasures(reader.artifacts, measure);
    expect([measures.count, measures.steps, measures.quantities.at(-1)]).toEqual([6, 3, 'picture']);
    const maps = readLabelMaps(reader.artifacts, measures.mapsId);
    for (let ordinal = 0; ordinal < measures.count; ordinal++) {
      const counts = new Float64Array(7);
      for (const label of maps.at(ordinal).subarray(0, 4096)) counts[label] = (counts[label] as number) + 1;
      const areas = Array.from({ length: 7 }, (_, label) => measures.at(ordinal)[label * MEASURE_IDS.length] as number);
      expect(areas.map((area) => (Number.isNaN(area) ? 0 : area))).toEqual([...counts]);
    }
    reader.close();
    const page = await client.measure.changes({ project, limit: 10_000 });
    const control = page?.rows.filter(({ direction }) => direction.kind === 'none') ?? [];
    expect(control.length).toBeGreaterThan(0);
    expect(control.every(({ delta }) => delta.value === 0)).toBe(true);
    const summary = page?.artifact.summary as unknown as MeasureSummary;
    expect(summary.strongest[0]?.standardised).not.toBe(0);
    const tails = await client.measure.changes({ project, quantity: 'tail', metric: 'extent' });
    expect(tails?.rows).toEqual(
      page?.rows.filter(({ quantity, metric }) => quantity === 'tail' && metric === 'extent'),
    );
    const to = join(folder, 'measures.csv');
    expect(await client.measure.exportFile({ project, to })).toEqual({ path: to, rows: 6 * 3 * 8 });
    const [heads, first] = readFileSync(to, 'utf8').split('\n');
    expect(heads?.startsWith('direction,start,step,value,part,area,share,lightness')).toBe(true);
    expect(first?.split(',').slice(0, 5)).toEqual([
      'unit 3',
      expect.any(String),
      '0',
      expect.any(String),
      'background',
    ]);
  });

  test('are written as the reference writes them, and its notebook finds the change of every part', async () => {
    const { client, folder } = workbench;
    const to = join(folder, 'reference');
    const { files } = await client.measure.exportReference({ project, to });
    expect(files).toBe(4);
    const reader = openProject(path, { readOnly: true });
    const id = (await client.measure.changes({ project }))?.artifact.id ?? '';
    const measures = readMeasures(reader.artifacts, id);
    const swept = readSweptPictures(reader.artifacts, measures.sweepId);
    const pictures = readSamples(reader.artifacts, swept.samplesId);
    const sample = swept.starts[1] as number;
    const classIndex = pictures.classIndex[pictures.index.indexOf(sample)];
    const tables = ['analysis_results.csv', 'ellips_results.csv'].map((name) =>
      readTable(join(to, String(classIndex), String(sample), name)),
    );
    const [analysis, ellipses] = tables as [Table, Table];
    expect(analysis.columns.join()).toBe(
      'seed,unit,seq_i,label,area,luminance,mean_entropy,std_entropy,min_entropy,max_entropy',
    );
    expect(ellipses.columns.join()).toBe(
      'seed,unit,seq_i,label,ellips_i,contour_i,eccentricity,angle,center_x,center_y,width,height',
    );
    // The notebook takes the rows of a unit as [label step], and subtracts those of step 0 from those of step 2, label by label.
    const ofUnit = analysis.rows.filter(({ unit }) => unit === '3');
    const parts = measures.labels.slice(1).map((label) => label.id);
    expect(ofUnit.map(({ label, seq_i }) => `${label} ${seq_i}`)).toEqual(
      parts.flatMap((label) => [0, 1, 2].map((step) => `${label} ${step}`)),
    );
    const [first, last] = [0, 2].map((step) => ofUnit.filter(({ seq_i }) => seq_i === String(step)));
    const values = measures.at(1);
    const area = (step: number, label: number) => {
      const value = values[(step * measures.quantities.length + label) * MEASURE_IDS.length] as number;
      return Number.isNaN(value) ? 0 : value;
    };
    parts.forEach((_, at) => {
      const change = Number(last?.[at]?.area) - Number(first?.[at]?.area);
      expect(change).toBe(area(2, at + 1) - area(0, at + 1));
      const luminance = first?.[at]?.luminance;
      if (area(0, at + 1) === 0) expect(luminance).toBe('');
      else expect(Number(luminance)).toBeLessThanOrEqual(85);
    });
    // Of ellipses it compares the ends of a label that has one a step.
    const bodies = ellipses.rows.filter(({ unit, label }) => unit === '3' && label === 'body');
    expect(new Set(bodies.map(({ seq_i }) => seq_i))).toEqual(new Set(['0', '1', '2']));
    for (const body of bodies) expect(Number(body.width)).toBeLessThanOrEqual(Number(body.height));
    reader.close();
  });

  test('stay current beside another sweep, and stand in the report of that', async () => {
    const { client, finish } = workbench;
    await finish(client.sweep.run({ project, params: { units: [7], starts: 2, steps: 2 } }));
    const report = await finish(client.report.build({ project, params: {} }));
    const nodes = await client.artifact.list({ project });
    const stale = nodes.filter((node) => node.stale).map(({ artifact }) => artifact.stage);
    expect(stale).toEqual([]);
    const made = nodes.find(({ artifact }) => artifact.id === report);
    expect(made?.artifact.inputs.map(({ role }) => role)).toEqual(['sweep', 'measure']);
    await finish(client.linker.train({ project, params: { penalty: 10 } }));
    const after = await client.artifact.list({ project });
    expect(after.filter((node) => node.stale).map(({ artifact }) => artifact.stage)).toEqual(
      expect.arrayContaining(['sweep', 'maps', 'measure', 'report']),
    );
  }, 60_000);

  test('need a segmenter', async () => {
    const { client, folder } = workbench;
    const bare = (await client.project.create({ path: join(folder, 'bare.unitloom') })).project;
    const failure = await failureOf(client.segment.train({ project: bare, params: {} }));
    expect(failure.message).toBe('This project has no sealed masks yet.');
  });
});

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

function readTable(path: string): Table {
  const [heads, ...lines] = readFileSync(path, 'utf8').trim().split('\r\n');
  const columns = (heads ?? '').split(',');
  const rows = lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']));
  });
  return { columns, rows };
}
