import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Job, JobState } from '#core/views/job.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

// Several sweeps stand behind each test, on whatever machine this is.
vi.setConfig({ testTimeout: 120_000 });

let bench: Workbench;
let project: string;

beforeAll(async () => {
  bench = await openWorkbench();
  ({ project } = await bench.client.project.create({ path: join(bench.folder, 'jobs.unitloom') }));
  await bench.finish(bench.client.samples.draw({ project, params: { perClass: 40 } }));
  await bench.finish(bench.client.linker.train({ project, params: {} }));
}, 120_000);

afterAll(() => bench.close());

/** Each test sweeps from other start pictures, so that none finds the parts of another. */
let startSeed = 1000;
const UNITS = Array.from({ length: 16 }, (_, unit) => unit);
const sweepParams = () => ({ units: UNITS, starts: 5, steps: 4, startSeed });
const startSweep = async (): Promise<Job> => {
  startSeed += 1;
  const { job } = await bench.client.sweep.run({ project, params: sweepParams() });
  if (!job) throw new Error('the sweep was there already');
  return job;
};

async function until(jobId: string, reached: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await bench.job(jobId);
    if (reached(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const underWay = (job: Job) => job.state === 'running' && job.done > 0;
const inState = (state: JobState) => (job: Job) => job.state === state;

async function stateOfSweep(artifactId: string): Promise<string | undefined> {
  return (await bench.client.artifact.list({ project })).find(({ artifact }) => artifact.id === artifactId)?.artifact
    .state;
}

test('a cancelled job keeps what it did and goes on from there', async () => {
  const { id, artifactId } = await startSweep();
  await until(id, underWay);
  await bench.client.job.cancel({ job: id });
  const cancelled = await until(id, inState('cancelled'));
  expect(cancelled.done).toBeGreaterThan(0);
  expect(await stateOfSweep(artifactId)).toBe('building');

  await bench.client.job.resume({ job: id });
  const resumed = await until(id, underWay);
  expect(resumed.done).toBeGreaterThanOrEqual(cancelled.done);
  await until(id, inState('done'));
  expect(await stateOfSweep(artifactId)).toBe('sealed');
});

test('a job that is asked to stop ends after the item it is at', async () => {
  const { id, artifactId } = await startSweep();
  await until(id, underWay);
  await bench.client.job.stop({ job: id });
  await until(id, inState('stopped'));
  expect(await stateOfSweep(artifactId)).toBe('building');
  await bench.client.job.resume({ job: id });
  await until(id, inState('done'));
});

test('a killed engine is started again and the job goes through', async () => {
  const { id, artifactId } = await startSweep();
  await until(id, underWay);
  bench.killEngine();
  const done = await until(id, (job) => job.state === 'done' || job.state === 'failed');
  expect(done).toMatchObject({ state: 'done', failure: null });
  expect(done.attempts).toBeGreaterThan(1);
  expect(await stateOfSweep(artifactId)).toBe('sealed');
  expect(await bench.client.engine.status()).toMatchObject({ state: 'ready', crashes: 1 });
});

test('one job runs at a time, in the order in which they were asked for', async () => {
  const first = await startSweep();
  const second = await startSweep();
  await until(first.id, underWay);
  expect((await bench.job(second.id)).state).toBe('waiting');
  await bench.client.job.cancel({ job: second.id });
  expect((await bench.job(second.id)).state).toBe('cancelled');
  await bench.client.job.cancel({ job: first.id });
  await until(first.id, inState('cancelled'));
});

test('asking again for what is under way is the same job', async () => {
  const job = await startSweep();
  const again = await bench.client.sweep.run({ project, params: sweepParams() });
  expect(again.job?.id).toBe(job.id);
  await bench.client.job.cancel({ job: job.id });
  await until(job.id, inState('cancelled'));
});

test('progress has a rate and a time left, and events tell of it', async () => {
  const events = await bench.client.app.events();
  const job = await startSweep();
  const seen: Job[] = [];
  for await (const event of events) {
    if (event.kind === 'job' && event.job.id === job.id) seen.push(event.job);
    if (seen.at(-1)?.state === 'done') break;
  }
  const timed = seen.filter(({ rate, etaMs }) => rate !== null && etaMs !== null);
  expect(timed.length).toBeGreaterThan(0);
  expect(timed.every(({ rate, etaMs }) => (rate as number) > 0 && (etaMs as number) >= 0)).toBe(true);
  expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
});

test('an estimate before a run: pictures, time, disk, memory', async () => {
  const cost = await bench.client.job.estimate({
    project,
    request: { stage: 'sweep', params: { units: [0, 1], starts: 5, steps: 4 } },
  });
  expect(cost).toMatchObject({ images: 3 * 5 * 4, fits: true });
  expect(cost.durationMs).toBeGreaterThan(0);
  expect(cost.diskBytes).toBeGreaterThan(60 * 100);
  expect(cost.freeDiskBytes).toBeGreaterThan(cost.diskBytes);
});

test('closing a project interrupts its job; opening it again lets it be resumed', async () => {
  const { id } = await startSweep();
  await until(id, underWay);
  const { path } = await bench.client.project.info({ project });
  await bench.client.project.close({ project });
  // The handle alone opens it again: an address in a browser outlives the host.
  expect(await bench.client.project.info({ project })).toMatchObject({ project, path });
  expect(await bench.job(id)).toMatchObject({ state: 'interrupted' });
  await bench.client.job.resume({ job: id });
  await until(id, inState('done'));
  expect(await bench.client.project.verify({ project })).toMatchObject({ ok: true, problems: [] });
});

test('a stage whose input is missing', async () => {
  const { project: empty } = await bench.client.project.create({ path: join(bench.folder, 'empty.unitloom') });
  expect(await failureOf(bench.client.linker.train({ project: empty, params: {} }))).toEqual({
    code: 'NOT_FOUND',
    message: 'This project has no samples yet.',
  });
});
