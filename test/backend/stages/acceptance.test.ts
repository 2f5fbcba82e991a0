import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';
import { writeConstantClassifier } from './constantClassifier.ts';

/** A classifier of one's own, by its manifest, that accepts one class only. */

let bench: Workbench;
let project: string;

beforeAll(async () => {
  bench = await openWorkbench();
  const classifier = writeConstantClassifier(bench.folder);
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'own.unitloom'), classifier }));
});

afterAll(() => bench.close());

test('the class that it accepts is drawn without a rejection', async () => {
  const params = { classes: ['fox'], perClass: 8 };
  const samples = await bench.finish(bench.client.samples.draw({ project, params }));
  expect((await bench.client.samples.show({ project, samples }))?.summary).toMatchObject({ count: 8, acceptance: 1 });
});

test('a class of which nothing is accepted ends with a sentence, and its draws are kept', async () => {
  const params = { classes: ['bear'], perClass: 8, maxDrawsPerSample: 8 };
  expect(await failureOf(bench.finish(bench.client.samples.draw({ project, params })))).toEqual({
    code: 'NO_SAMPLES',
    message: 'The classifier took none of 64 pictures drawn for "bear" for that class.',
  });
  const [failed] = (await bench.client.job.list({ project })).filter(({ state }) => state === 'failed');
  expect(failed?.failure?.kept).toBe('All draws are stored; asking again goes on from there.');
});

test('its pair says what it is, and a sweep waits for a linker', async () => {
  const { summary } = await bench.client.pair.show({ project });
  expect(summary).toMatchObject({ units: 3, headKnown: false });
  expect(await failureOf(bench.client.sweep.run({ project, params: { units: [3] } }))).toMatchObject({
    code: 'NOT_FOUND',
    message: 'This project has no linker yet.',
  });
});
