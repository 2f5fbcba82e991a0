import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from '../workbench.ts';

/** An atlas as jobs make it: of whole pictures, and of the parts that a segmenter finds. */
let bench: Workbench;
let project: string;

const ANN = { annotator: 'ann' };
const PARAMS = { directions: 200, lengths: 1, reference: 40, rotations: 20 };

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'study.unitloom') }));
  await bench.finish(bench.client.samples.draw({ project, params: { perClass: 20 } }));
  await bench.finish(bench.client.linker.train({ project, params: {} }));
  await bench.finish(bench.client.sweep.run({ project, params: { units: [3, 23, 59], starts: 2, steps: 2 } }));
}, 120_000);

afterAll(() => bench.close());

it('needs measures, or the wish to do without', async () => {
  await expect(bench.client.atlas.build({ project, params: PARAMS })).rejects.toThrow('no measures yet');
  const sweep = (await bench.client.artifact.list({ project })).find(({ artifact }) => artifact.stage === 'sweep')
    ?.artifact.id;
  await expect(bench.client.atlas.build({ project, sweep, params: PARAMS })).rejects.toThrow('not measured yet');
});

it('is built from whole pictures, says what it costs before, and goes on where it was stopped', async () => {
  const request = { stage: 'atlas' as const, measure: null, params: { ...PARAMS, lengths: 2 } };
  const estimate = await bench.client.job.estimate({ project, request });
  expect(estimate.images).toBe(40 + 200 * 2 * 2 * 2 + 3 * 2 * 2);
  const started = await bench.client.atlas.build({ project, measure: null, params: PARAMS });
  await bench.client.job.stop({ job: started.job?.id ?? '' });
  await expect(bench.finish(Promise.resolve(started))).rejects.toThrow('stopped');
  const resumed = await bench.client.job.resume({ job: started.job?.id ?? '' });
  const atlasId = await bench.finish(Promise.resolve({ job: resumed, artifactId: started.artifactId }));
  const view = await bench.client.atlas.show({ project });
  expect(view?.artifact.id).toBe(atlasId);
  expect(view?.summary).toMatchObject({ units: 3, starts: 2, steps: 2, nullDirections: 200, parts: ['picture'] });
  // What only parts have is no concept of a whole picture.
  expect(view?.concepts.filter(({ scale }) => scale !== null).map(({ metric }) => metric)).toEqual([
    'lightness',
    'a',
    'b',
    'luminance',
    'entropy',
    'edge',
  ]);
  // A group is named by its smallest unit, whose number is not its row.
  expect(view?.units.every(({ unit, group }) => [3, 23, 59].includes(group) && group <= unit)).toBe(true);
  const { total } = await bench.client.atlas.query({ project, query: 'picture lightness changes > 0.01' });
  expect(total).toBeGreaterThan(0);
  expect((await bench.client.atlas.build({ project, measure: null, params: PARAMS })).job).toBeNull();
}, 120_000);

it('is built from measured parts, with the error of the segmenter in its intervals', async () => {
  const { client, finish } = bench;
  await client.mask.startLabels({ project, ...ANN, template: 'critters' });
  await client.mask.pick({ project, ...ANN, from: { kind: 'truth', indices: [0, 1, 2, 3, 4] } });
  await client.mask.importTruth({ project });
  await client.mask.snapshot({ project });
  await finish(client.segment.train({ project, params: { members: 2, maxEpochs: 2 } }));
  await finish(client.segment.apply({ project, params: {} }));
  const measure = await finish(client.measure.run({ project, params: {} }));
  const ofPictures = (await client.atlas.show({ project }))?.artifact.id as string;
  const ofParts = await finish(client.atlas.build({ project, params: PARAMS }));
  // Two lists of concepts cannot be held against each other.
  await expect(client.atlas.compare({ project, a: ofParts, b: ofPictures })).rejects.toThrow(
    'do not hold the same parts and metrics',
  );
  const view = await client.atlas.show({ project });
  expect(view?.summary.parts).toEqual(['background', 'body', 'head', 'ear', 'eye', 'leg', 'tail', 'picture']);
  expect(view?.artifact.inputs.map(({ role }) => role)).toEqual(['sweep', 'measure', 'segment']);
  const unit = await client.atlas.unit({ project, unit: 59 });
  const extent = unit.effects.find(({ part, metric }) => part === 'ear' && metric === 'extent');
  // The effect is the mean change that the measures tell, in standard deviations.
  const concept = view?.concepts.find(({ part, metric }) => part === 'ear' && metric === 'extent');
  const change = (await client.measure.changes({ project, measure, limit: 10_000 }))?.rows.find(
    ({ direction, quantity, metric }) =>
      direction.kind === 'unit' && direction.unit === 59 && quantity === 'ear' && metric === 'extent',
  );
  expect(extent?.value).toBeCloseTo((change?.delta.value as number) / (concept?.scale as number), 3);
  // Without the segmenter the interval would be Student's alone.
  const half = (((extent?.interval?.[1] as number) - (extent?.value as number)) * (concept?.scale as number)) as number;
  expect(half).toBeGreaterThan((change?.delta.high as number) - (change?.delta.value as number));
}, 240_000);
