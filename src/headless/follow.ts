import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, reviveFailure } from '#core/failure.ts';
import type { ArtifactNode, Job } from '#core/views.ts';
import type { BackendClient } from '#core/wire.ts';
import { formatBytes, formatDuration } from './format.ts';
import { note } from './output.ts';
import { showProgress } from './progress.ts';
import type { ProjectSession } from './session.ts';

export type StageRequest = Parameters<BackendClient['run']>[0]['request'];

const LOOK_MS = 100;

/** Runs a stage to its end and answers with its artifact; one that exists already is not made again. */
export async function runStage(session: ProjectSession, request: StageRequest): Promise<ArtifactNode> {
  const { client, project } = session;
  const { job, artifactId } = await client.run({ project, request });
  if (job !== null) await followJob(session, job);
  return await findArtifact(session, artifactId);
}

export async function findArtifact({ client, project }: ProjectSession, id: string): Promise<ArtifactNode> {
  const nodes = await client.artifact.list({ project });
  const node = nodes.find(({ artifact }) => artifact.id === id);
  if (node === undefined) throw new Failure('NOT_FOUND', `The project has no artifact ${id}.`);
  return node;
}

/** Shows a job's progress until it ends. Ctrl-C once stops it after its item, twice cancels it. */
export async function followJob(session: ProjectSession, started: Job): Promise<void> {
  const view = showProgress(process.stderr);
  const release = onInterrupt(session, started.id, () => view.finish());
  let job = started;
  try {
    while (job.state === 'waiting' || job.state === 'running') {
      view.update(job);
      await sleep(LOOK_MS);
      job = await findJob(session, started.id);
    }
    view.update(job);
  } finally {
    release();
    view.finish();
  }
  expectDone(session, job);
}

async function findJob({ client, project }: ProjectSession, id: string): Promise<Job> {
  const job = (await client.job.list({ project })).find((candidate) => candidate.id === id);
  if (job === undefined) throw new Failure('NOT_FOUND', `The project has no job ${id}.`);
  return job;
}

function onInterrupt({ client }: ProjectSession, job: string, beforeNote: () => void): () => void {
  let presses = 0;
  const interrupt = () => {
    presses += 1;
    beforeNote();
    note(presses === 1 ? 'Stopping after this item; press Ctrl-C again to stop now.' : 'Stopping now.');
    // A job that ended in the meantime cannot be stopped, which is just as well.
    void (presses === 1 ? client.job.stop({ job }) : client.job.cancel({ job })).catch(() => undefined);
  };
  process.on('SIGINT', interrupt);
  return () => process.off('SIGINT', interrupt);
}

function expectDone(session: ProjectSession, job: Job): void {
  if (job.state === 'done') return;
  if (job.failure !== null && job.state === 'failed') throw reviveFailure(job.failure);
  throw new Failure('CANCELLED', `${job.title} was ended before it was done.`, {
    kept: `${job.done} of ${job.total} ${job.item} are kept.`,
    remedy: `Go on with: unitloom jobs ${session.name} --resume ${job.id}`,
  });
}

/** What a stage will cost, in one line; refuses one that does not fit. */
export async function estimate({ client, project }: ProjectSession, request: StageRequest): Promise<string> {
  const cost = await client.job.estimate({ project, request });
  if (!cost.fits) throw new Failure('DISK_FULL', cost.sentence ?? 'This does not fit on this machine.');
  const parts = [formatDuration(cost.durationMs), `${formatBytes(cost.diskBytes)} of disk`, `${formatBytes(cost.memoryBytes)} of memory`];
  return `About ${parts.join(', ')}.`;
}
