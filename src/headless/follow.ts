import { Failure, reviveFailure } from '#core/failure.ts';
import type { CostEstimate, Job } from '#core/views/job.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import type { BackendClient } from '#core/wire.ts';
import { formatBytes, formatDuration } from './format.ts';
import { note } from './output.ts';
import { type ProgressView, showProgress } from './progress.ts';
import type { ProjectSession } from './session.ts';

export type StageRequest = Parameters<BackendClient['run']>[0]['request'];

/** Runs a stage to its end and answers with its artifact; one that exists already is not made again. */
export function runStage(session: ProjectSession, request: StageRequest): Promise<ArtifactNode> {
  const { client, project } = session;
  return makeArtifact(session, () => client.run({ project, request }));
}

/** The same for any call that starts a job. */
export async function makeArtifact(
  session: ProjectSession,
  start: () => ReturnType<BackendClient['run']>,
): Promise<ArtifactNode> {
  let artifactId = '';
  await followJob(session, async () => {
    const started = await start();
    artifactId = started.artifactId;
    return started.job;
  });
  return await findArtifact(session, artifactId);
}

async function findArtifact({ client, project }: ProjectSession, id: string): Promise<ArtifactNode> {
  const node = (await client.artifact.list({ project })).find(({ artifact }) => artifact.id === id);
  if (node === undefined) throw new Failure('NOT_FOUND', `The project has no artifact ${id}.`);
  return node;
}

/** Starts a job and shows its progress until it ends. Ctrl-C once stops it after its item, twice cancels it. */
export async function followJob(session: ProjectSession, start: () => Promise<Job | null>): Promise<void> {
  const controller = new AbortController();
  const events = await session.client.app.events(undefined, { signal: controller.signal });
  // The first event tells the state of the engine; once it is here, none of the job's own can be missed.
  await events.next();
  const view = showProgress(process.stderr);
  let release = () => {};
  try {
    const started = await start();
    if (started === null) return;
    release = onInterrupt(session, started.id, view);
    expectDone(session, await lastOf(started, events, view));
  } finally {
    release();
    view.finish();
    controller.abort();
  }
}

type Events = Awaited<ReturnType<BackendClient['app']['events']>>;

async function lastOf(started: Job, events: Events, view: ProgressView): Promise<Job> {
  view.update(started);
  if (isOver(started)) return started;
  for await (const event of events) {
    if (event.kind === 'engine' && event.status.state === 'restarting' && event.status.message !== null) {
      view.finish();
      note(event.status.message);
    }
    if (event.kind !== 'job' || event.job.id !== started.id) continue;
    view.update(event.job);
    if (isOver(event.job)) return event.job;
  }
  throw new Failure('INTERNAL', `${started.title} went out of sight before it ended.`);
}

function isOver({ state }: Job): boolean {
  return state !== 'waiting' && state !== 'running';
}

function onInterrupt({ client }: ProjectSession, job: string, view: ProgressView): () => void {
  let presses = 0;
  const interrupt = () => {
    presses += 1;
    view.finish();
    note(presses === 1 ? 'Stopping after this item; press Ctrl-C again to stop now.' : 'Stopping now.');
    // A job that ended in the meantime cannot be stopped, which is just as well.
    void (presses === 1 ? client.job.stop({ job }) : client.job.cancel({ job })).catch(() => undefined);
  };
  process.on('SIGINT', interrupt);
  return () => process.off('SIGINT', interrupt);
}

function expectDone(session: ProjectSession, job: Job): void {
  if (job.state === 'done') return;
  if (job.state === 'failed' && job.failure !== null) throw reviveFailure(job.failure);
  throw new Failure('CANCELLED', `${job.title} was stopped before it was done.`, {
    kept: `${job.done} of ${job.total} ${job.item} are kept.`,
    remedy: `Go on with: unitloom jobs ${session.name} --resume ${job.id}`,
  });
}

/** What a stage will cost; refuses one that does not fit. */
export async function estimate({ client, project }: ProjectSession, request: StageRequest): Promise<CostEstimate> {
  const cost = await client.job.estimate({ project, request });
  if (!cost.fits) throw new Failure('DISK_FULL', cost.sentence ?? 'This does not fit on this machine.');
  return cost;
}

export function describeCost({ durationMs, diskBytes, memoryBytes }: CostEstimate): string {
  const memory = formatBytes(memoryBytes);
  return `About ${formatDuration(durationMs)}, ${formatBytes(diskBytes)} of disk, ${memory} of memory.`;
}
