import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '#core/api.ts';
import { Failure } from '#core/failure.ts';
import { writeNpy } from '#core/npy.ts';
import type { BackendClient } from '#core/wire.ts';
import plain from '../../fixtures/arrays/plain_arrays.json' with { type: 'json' };
import { writeFlowModel } from '../flowModel.ts';
import { followToEnd, openTestBackend, runToEnd, type TestBackend } from './testBackend.ts';
import { type ConnectedWire, WIRES } from './wires.ts';

/**
 * One list of calls over every wire, each against a backend of its own: the same answers and the same failures.
 * The list is complete: a call that is added to the contract and not here fails the test.
 */

interface Place {
  readonly client: BackendClient;
  readonly folder: string;
}

type Answers = Record<string, unknown>;

/** A small study with every call on the way. */
async function study({ client, folder }: Place): Promise<Answers> {
  const answers: Answers = {};
  const note = async (name: string, call: Promise<unknown>) => {
    answers[name] = await call;
  };
  await note('app.info', client.app.info());
  await note('app.settings', client.app.settings());
  await note('app.setSettings', client.app.setSettings({ annotator: 'Ada', projectFolder: folder, threads: 1 }));
  await note('engine.restart', client.engine.restart());
  await note('engine.status', client.engine.status());
  const created = await client.project.create({ path: join(folder, 'a.unitloom'), name: 'A' });
  answers['project.create'] = created;
  const { project } = created;
  await note('project.open', client.project.open({ path: created.path }));
  await note('project.info', client.project.info({ project }));
  await note('project.recent', client.project.recent());
  await note('app.browse', client.app.browse({ folder }));
  await note('pair.list', client.pair.list({ project }));
  await note('pair.show', client.pair.show({ project }));
  await note('pair.add', client.pair.add({ project }));
  await note(
    'pair.preview',
    client.pair.preview({ project, className: created.pair?.classNames[0] ?? '', psi: 0.7, seed: 1, count: 2 }),
  );

  const params = { perClass: 6, heldOut: 0.4 };
  await note('job.estimate', client.job.estimate({ project, request: { stage: 'samples', params } }));
  answers.run = await runToEnd(client, project, { stage: 'samples', params });
  // What exists is not made again, whatever name it is asked by.
  await note('samples.draw', client.samples.draw({ project, params }));
  await note('samples.show', client.samples.show({ project }));
  await note('samples.pictures', client.samples.pictures({ project, limit: 5 }));
  const [representations, latents] = ['X.npy', 'Y.npy'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(representations, Buffer.from(plain.representations, 'base64'));
  writeFileSync(latents, Buffer.from(plain.latents, 'base64'));
  const drawn = await client.samples.draw({ project, params });
  await note('samples.importArrays', client.samples.importArrays({ project, representations, latents }));
  await client.artifact.setDefault({ project, artifact: drawn.artifactId });
  const linker = await runToEnd(client, project, { stage: 'linker', params: { penalty: 10 } });
  await note('linker.train', client.linker.train({ project, params: { penalty: 10 } }));
  await note('linker.list', client.linker.list({ project }));
  const to = join(folder, 'linker.npz');
  await note('linker.exportFile', client.linker.exportFile({ project, linker, to }));
  await followToEnd(client, () => client.linker.importFile({ project, from: to }));
  await note('linker.importFile', client.linker.importFile({ project, from: to }));
  const imported = (await client.linker.importFile({ project, from: to })).artifactId;
  await note('linker.importAgain', client.linker.importAgain({ project, linker: imported }));
  await note('linker.card', client.linker.card({ project, linker }));
  await note('linker.compare', client.linker.compare({ project, a: linker, b: linker }));
  await note('linker.residuals', client.linker.residuals({ project, linker }));
  await note('linker.pictures', client.linker.pictures({ project, limit: 3 }));
  const swept = { units: [3, 1], starts: 2, steps: 2 };
  await runToEnd(client, project, { stage: 'sweep', params: swept });
  await note('sweep.run', client.sweep.run({ project, params: swept }));
  await note('sweep.show', client.sweep.show({ project }));
  await note('sweep.rows', client.sweep.rows({ project, sort: 'unit' }));
  await note('sweep.unit', client.sweep.unit({ project, unit: 3 }));
  await note('sweep.range', client.sweep.range({ project, unit: 3, range: { kind: 'minmax' } }));
  const live = { project, id: 'probe', sample: 0, units: [{ unit: 3, value: 1 }] };
  await note('sweep.live', client.sweep.live(live));
  const turned = { pairs: [{ from: 'fox', to: 'cat' }], perPair: 1, steps: 4 };
  const crossed = await runToEnd(client, project, { stage: 'counterfactual', params: turned });
  await note('counterfactual.run', client.counterfactual.run({ project, params: turned }));
  await note('counterfactual.list', client.counterfactual.list({ project }));
  await note('counterfactual.matrix', client.counterfactual.matrix({ project }));
  await note('counterfactual.pair', client.counterfactual.pair({ project, from: 'fox', to: 'cat' }));
  await note('counterfactual.case', client.counterfactual.case({ project, ordinal: 0 }));
  await note('counterfactual.compare', client.counterfactual.compare({ project, a: crossed, b: crossed }));
  await note(
    'counterfactual.exportFile',
    client.counterfactual.exportFile({ project, to: join(folder, 'turned.npz') }),
  );
  await masks(note, client, project, folder);
  await segments(note, client, project, folder);
  const report = await runToEnd(client, project, { stage: 'report', params: { units: 1, starts: 1 } });
  await note('report.build', client.report.build({ project, params: { units: 1, starts: 1 } }));
  await note('report.latest', client.report.latest({ project }));
  await note('report.save', client.report.save({ project, to: join(folder, 'report') }));

  await note('artifact.list', client.artifact.list({ project }));
  await note('artifact.setDefault', client.artifact.setDefault({ project, artifact: linker }));
  await note('artifact.remove', client.artifact.remove({ project, artifact: report }));
  await note('project.stages', client.project.stages({ project }));
  await note('journal.unit', client.journal.unit({ project, unit: 3, pinned: true, tags: ['ear'], note: 'long' }));
  await note('journal.list', client.journal.list({ project }));
  const jobs = await client.job.list({ project });
  answers['job.list'] = jobs;
  const job = jobs[0]?.id ?? '';
  await note('job.stop', client.job.stop({ job }));
  await note('job.cancel', client.job.cancel({ job }));
  await note('job.resume', client.job.resume({ job }));
  await note('job.clear', client.job.clear({ project }));
  await note('project.verify', client.project.verify({ project }));
  await note('project.compact', client.project.compact({ project }));
  await note('project.backup', client.project.backup({ project, to: join(folder, 'b.unitloom') }));
  await note('project.openDemo', client.project.openDemo());
  await note('project.close', client.project.close({ project }));
  await note('project.forget', client.project.forget({ path: created.path }));
  answers['app.events'] = (await firstEvent(client)).kind;
  return answers;
}

type Note = (name: string, call: Promise<unknown>) => Promise<void>;

/** A picture annotated by one person, with every call on the way. */
async function masks(note: Note, client: BackendClient, project: string, folder: string): Promise<void> {
  const by = { project, annotator: 'Ada' };
  // What is learned in the background would be there, or not yet, as it happens.
  await note('segment.setLive', client.segment.setLive({ ...by, isOn: false }));
  await note('segment.live', client.segment.live({ project }));
  await note('mask.startLabels', client.mask.startLabels({ ...by, template: 'critters' }));
  const { labels, version } = await client.mask.labels({ project });
  const [background, ...parts] = labels as [(typeof labels)[0], ...typeof labels];
  const set = { labels: [background, ...parts.toReversed()], merged: [] };
  await note('mask.setLabels', client.mask.setLabels({ ...by, version, set }));
  await note('mask.undoLabels', client.mask.undoLabels(by));
  const drawn = await client.mask.draw({ ...by, classes: ['fox'], perClass: 2, seed: 7 });
  const picture = drawn[0]?.id ?? '';
  await note('mask.draw', Promise.resolve(drawn));
  await note('mask.pick', client.mask.pick({ ...by, from: { kind: 'samples', indices: [0] } }));
  await client.mask.pick({ ...by, from: { kind: 'sweep', ordinal: 0, start: 1, steps: [0, 1] } });
  await note('mask.setBlindShare', client.mask.setBlindShare({ ...by, share: 0.5 }));
  const session = '8f14e45f-ceea-467f-ab1e-3f6f0a1b2c3d';
  await note('mask.open', client.mask.open({ ...by, picture, session }));
  const stroke = { tool: 'bucket', label: 1, x: 3, y: 4 } as const;
  const entry = { kind: 'stroke', id: '0b7e7c3e-9d5a-4b1e-8a5c-1d2e3f4a5b6c', stroke } as const;
  await note('mask.append', client.mask.append({ ...by, picture, session, entries: [entry] }));
  await note('mask.features', client.mask.features({ project, picture, x: 30, y: 40 }));
  await note('mask.hold', client.mask.hold({ ...by, picture, session }));
  await note('mask.release', client.mask.release({ ...by, picture, session }));
  await note('mask.comment', client.mask.comment({ ...by, picture, text: 'All body.' }));
  await note('mask.setState', client.mask.setState({ ...by, picture, state: 'done' }));
  await note('mask.remove', client.mask.remove({ ...by, picture: drawn[1]?.id ?? '' }));
  await note('mask.queue', client.mask.queue(by));
  await note('mask.labelUse', client.mask.labelUse({ project }));
  const files = join(folder, 'masks.zip');
  await note('mask.exportFiles', client.mask.exportFiles({ ...by, to: files, pictures: true }));
  const bob = { project, annotator: 'Bob' };
  await note('mask.importFiles', client.mask.importFiles({ ...bob, from: files, format: 'palette' }));
  const two = { project, a: 'Ada', b: 'Bob' };
  await client.mask.setState({ ...bob, picture, state: 'done' });
  await note('mask.agreement', client.mask.agreement(two));
  await note('mask.adopt', client.mask.adopt({ ...by, annotator: 'Cyd', picture, from: 'Ada' }));
  await note('mask.difference', client.mask.difference({ ...two, picture }));
  const packet = { ...by, to: join(folder, 'packet.unitloom') };
  await note('mask.writePacket', client.mask.writePacket(packet));
  await note('mask.previewMerge', client.mask.previewMerge({ project, from: packet.to }));
  await note('mask.merge', client.mask.merge({ project, from: packet.to }));
  await note('mask.snapshot', client.mask.snapshot({ project }));
  await note('mask.latest', client.mask.latest({ project }));
  const { version: now } = await client.mask.labels({ project });
  await note('mask.mergeLabels', client.mask.mergeLabels({ ...by, version: now, from: 2, into: 1 }));
  await note('mask.labels', client.mask.labels({ project }));
}

/** A segmenter of two true masks, applied to the sweep, with every call on the way. */
async function segments(note: Note, client: BackendClient, project: string, folder: string): Promise<void> {
  const by = { project, annotator: 'Ada' };
  await client.mask.setLabels({ ...by, ...(await critterLabels(client, project)) });
  const picked = await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1] } });
  await note('mask.importTruth', client.mask.importTruth({ project }));
  await client.mask.snapshot({ project, annotator: 'truth' });
  const params = { members: 1, maxEpochs: 1, stepsPerEpoch: 2 };
  await runToEnd(client, project, { stage: 'segment', params });
  await note('segment.train', client.segment.train({ project, params }));
  await note('segment.list', client.segment.list({ project }));
  await note('segment.propose', client.segment.propose({ project, picture: picked[0]?.id ?? '' }));
  await note('segment.exportFile', client.segment.exportFile({ project, to: join(folder, 'parts.onnx') }));
  const from = join(folder, 'parts.onnx');
  await note('segment.importFile', client.segment.importFile({ project, from }));
  await runToEnd(client, project, { stage: 'maps', params: {} });
  await note('segment.apply', client.segment.apply({ project, params: {} }));
  await runToEnd(client, project, { stage: 'track', params: {} });
  await note('track.run', client.track.run({ project, params: {} }));
  await note('track.addFlowModel', client.track.addFlowModel({ project, from: writeFlowModel(folder) }));
  await note('track.list', client.track.list({ project }));
  await note('track.show', client.track.show({ project }));
  await note('track.pair', client.track.pair({ project, ordinal: 0 }));
  await note('track.exportFile', client.track.exportFile({ project, to: join(folder, 'motion.csv') }));
  const matches = join(folder, 'matches.npy');
  const rows = Float32Array.from({ length: 80 }, (_, at) => (at % 4 < 2 ? (7 * at) % 31 : ((7 * (at - 2)) % 31) + 1));
  writeFileSync(matches, writeNpy({ data: rows, shape: [20, 4] }));
  await note(
    'track.importMatches',
    client.track.importMatches({ project, from: matches, to: join(folder, 'left.csv') }),
  );
  await runToEnd(client, project, { stage: 'measure', params: {} });
  await note('measure.run', client.measure.run({ project, params: {} }));
  const page = await client.measure.changes({ project });
  await note('measure.changes', client.measure.changes({ project, metric: 'extent', limit: 3 }));
  const sweep = page?.artifact.inputs.find(({ role }) => role === 'sweep')?.id ?? '';
  await note('segment.overlay', client.segment.overlay({ project, sweep }));
  await note('track.overlay', client.track.overlay({ project, sweep }));
  await note('measure.unit', client.measure.unit({ project, sweep, unit: 0 }));
  await note('measure.exportFile', client.measure.exportFile({ project, to: join(folder, 'measures.csv') }));
  await note('measure.exportReference', client.measure.exportReference({ project, to: join(folder, 'reference') }));
  await atlases(note, client, project, folder);
}

async function atlases(note: Note, client: BackendClient, project: string, folder: string): Promise<void> {
  const params = { directions: 200, lengths: 1, reference: 20, rotations: 20 };
  const atlas = await runToEnd(client, project, { stage: 'atlas', measure: null, params });
  await note('atlas.build', client.atlas.build({ project, measure: null, params }));
  await note('atlas.show', client.atlas.show({ project }));
  const query = 'picture entropy changes or picture lightness changes';
  await note('atlas.query', client.atlas.query({ project, query }));
  const unit = (await client.atlas.show({ project }))?.units[0]?.unit as number;
  await note('atlas.unit', client.atlas.unit({ project, unit }));
  await note('atlas.saveConcept', client.atlas.saveConcept({ project, name: 'ears', query }));
  await note('atlas.concepts', client.atlas.concepts({ project }));
  await note('atlas.removeConcept', client.atlas.removeConcept({ project, name: 'ears' }));
  await note('atlas.exportFile', client.atlas.exportFile({ project, to: join(folder, 'atlas.parquet') }));
  await note('atlas.compare', client.atlas.compare({ project, a: atlas, b: atlas }));
}

/** The labels of the critters again, whatever was merged before. */
async function critterLabels(client: BackendClient, project: string) {
  await client.mask.undoLabels({ project, annotator: 'Ada' });
  const { labels, merged, version } = await client.mask.labels({ project });
  return { version, set: { labels, merged } };
}

async function firstEvent(client: BackendClient) {
  const controller = new AbortController();
  for await (const event of await client.app.events(undefined, { signal: controller.signal })) {
    controller.abort();
    return event;
  }
  throw new Error('no event came');
}

/** Each with the code and a part of the sentence. */
const FAILURES: readonly [string, (place: Place) => Promise<unknown>, Failure['code'], string][] = [
  [
    'a project that is not open',
    ({ client }) => client.project.info({ project: 'gone' }),
    'NOT_FOUND',
    'This project is not',
  ],
  ['a file that is not there', ({ client }) => client.project.open({ path: '/none.unitloom' }), 'NOT_FOUND', 'none'],
  ['a field that does not fit', ({ client }) => client.project.open({ path: '' }), 'BAD_INPUT', 'path'],
  ['a job nobody knows', ({ client }) => client.job.stop({ job: 'x' }), 'NOT_FOUND', 'job'],
  [
    'a field deep inside',
    ({ client }) => client.samples.draw({ project: 'p', params: { perClass: 0 } }),
    'BAD_INPUT',
    'params.perClass',
  ],
];

function leavesOf(node: object, path: readonly string[] = []): string[] {
  if (isContractProcedure(node)) return [path.join('.')];
  return Object.entries(node).flatMap(([key, child]) => leavesOf(child as object, [...path, key]));
}

/** What differs from run to run on one machine: times, sizes on disk, random ids. */
const VOLATILE =
  /(?:At|at|Ms|Bytes|rate|[pP]erSecond|detail|selfTestError)$|^(?:since|libraries|digest|crashes|message|fits|sentence)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function comparable(value: unknown, folder: string, handles: readonly string[]): unknown {
  if (typeof value === 'string') {
    if (UUID.test(value)) return '<uuid>';
    return handles.reduce((text, handle) => text.replaceAll(handle, '<project>'), value.replaceAll(folder, '<folder>'));
  }
  if (Array.isArray(value)) return value.map((item) => comparable(item, folder, handles));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      VOLATILE.test(key) && item !== null ? '<varies>' : comparable(item, folder, handles),
    ]),
  );
}

function handlesIn(answers: Answers): string[] {
  return ['project.create', 'project.openDemo'].map((name) => (answers[name] as { project: string }).project);
}

describe('contract', () => {
  let expected: unknown;

  describe.each(WIRES)('over $name', (wire) => {
    let opened: TestBackend;
    let connected: ConnectedWire;
    let place: Place;

    beforeAll(async () => {
      opened = await openTestBackend();
      connected = await wire.connect(opened.backend.router);
      place = { client: connected.client, folder: opened.folder };
    });

    afterAll(async () => {
      await connected.close();
      await opened.close();
    });

    test('every call is made and answers the same', { timeout: 120_000 }, async () => {
      const answers = await study(place);
      expect(Object.keys(answers).sort()).toEqual(leavesOf(contract).sort());
      const shown = comparable(answers, opened.folder, handlesIn(answers));
      expected ??= shown;
      expect(shown).toEqual(expected);
    });

    test.each(FAILURES)('%s fails with its code and sentence', async (_name, call, code, part) => {
      const failure = await call(place).catch((reason: unknown) => reason);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ code, message: expect.stringContaining(part) });
    });
  });
});
