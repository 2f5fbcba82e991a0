import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from '../workbench.ts';

/** An atlas as a job makes it, on rendered pictures. */
let bench: Workbench;
let project: string;

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'study.unitloom') }));
  await bench.finish(bench.client.samples.draw({ project, params: { perClass: 20 } }));
  await bench.finish(bench.client.linker.train({ project, params: {} }));
  await bench.finish(bench.client.sweep.run({ project, params: { units: [3, 23, 59], starts: 2, steps: 2 } }));
}, 120_000);

afterAll(() => bench.close());

it('is built from pictures, says what it costs before, and is the same when it was stopped on the way', async () => {
  const params = { directions: 200, lengths: 2, reference: 20, rotations: 20 };
  const estimate = await bench.client.job.estimate({ project, request: { stage: 'atlas', params } });
  expect(estimate.images).toBe(20 + 200 * 2 * 2 * 2 + 3 * 2 * 2);
  const started = await bench.client.atlas.build({ project, params });
  await bench.client.job.stop({ job: started.job?.id ?? '' });
  await expect(bench.finish(Promise.resolve(started))).rejects.toThrow('stopped');
  const resumed = await bench.client.job.resume({ job: started.job?.id ?? '' });
  const atlasId = await bench.finish(Promise.resolve({ job: resumed, artifactId: started.artifactId }));
  const view = await bench.client.atlas.show({ project });
  expect(view?.artifact.id).toBe(atlasId);
  expect(view?.summary).toMatchObject({ units: 3, starts: 2, steps: 2, nullDirections: 200 });
  expect(view?.summary.parts).toEqual(['picture', 'fox', 'rabbit', 'mouse', 'bear', 'cat']);
  // Colours are of the picture and logits of classes: every other pair of part and metric is no concept.
  expect(view?.concepts.filter(({ scale }) => scale !== null).map(({ part, metric }) => `${part} ${metric}`)).toEqual([
    'picture lightness',
    'picture a',
    'picture b',
    'picture contrast',
    'fox logit',
    'rabbit logit',
    'mouse logit',
    'bear logit',
    'cat logit',
  ]);
  const { total } = await bench.client.atlas.query({ project, query: 'fox logit changes > 0.01' });
  expect(total).toBeGreaterThan(0);
  const again = await bench.client.atlas.build({ project, params });
  expect(again.job).toBeNull();
}, 120_000);
