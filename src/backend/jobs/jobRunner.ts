import { randomUUID } from 'node:crypto';
import type { JobRequest } from '#core/api/run.ts';
import { artifactId } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import type { Job, JobState } from '#core/views/job.ts';
import type { OpenProject } from '../openProjects.ts';
import type { JobRow } from '../store/jobs.ts';
import type { JobOptions } from './jobOptions.ts';
import { createJobRun, type JobRun } from './jobRun.ts';
import { createJobTable, type PlacedJob } from './jobTable.ts';
import { planRun } from './recipes.ts';

/**
 * The durable queue: job rows live in the project file, one job runs at a time (one device, one job), and everything a job
 * committed survives whatever ends it.
 */
export interface JobRunner {
  /** Starts a stage; the job is null when its artifact is there already. */
  submit(opened: OpenProject, request: JobRequest): { job: Job | null; artifactId: string };
  list(handle?: string): Job[];
  /** Ends the job at once; what was committed is kept. */
  cancel(jobId: string): Job;
  /** Ends the job after the item it is at. */
  stop(jobId: string): Job;
  /** Puts a job that ended early back into the queue. */
  resume(jobId: string): Job;
  /** Removes finished rows from the list. */
  clear(handle: string): void;
  /** Ends this project's jobs so that it can be closed. */
  release(handle: string): Promise<void>;
  close(): Promise<void>;
}

const RESUMABLE: readonly JobState[] = ['failed', 'cancelled', 'stopped', 'interrupted'];

export function createJobRunner(options: JobOptions): JobRunner {
  let running: JobRun | null = null;
  let closed = false;
  const table = createJobTable(options.projects, options.onJob, (jobId) => (running?.jobId === jobId ? running : null));

  const startNext = (): void => {
    const next = running || closed ? null : table.nextWaiting();
    if (!next) return;
    const run = createJobRun(next, table, options);
    running = run;
    void run.finished.then(() => {
      running = null;
      startNext();
    });
  };

  /** What a request to end a job does: to the one that runs through `end`, to one that waits at once. */
  const endJob = (jobId: string, state: JobState, end: (run: JobRun) => void): Job => {
    const placed = table.find(jobId);
    if (running?.jobId === jobId) end(running);
    else if (placed.row.state === 'waiting') return table.change(placed.opened, jobId, { state });
    return table.present(placed);
  };

  return {
    submit(opened, request) {
      requireWritable(opened);
      const plan = planRun(opened.project, request);
      const id = artifactId(plan.recipe);
      if (opened.project.artifacts.find(id)?.state === 'sealed') return { job: null, artifactId: id };
      const pending = table
        .all(opened.handle)
        .find(({ row }) => row.artifactId === id && (row.state === 'waiting' || row.state === 'running'));
      const placed: PlacedJob = pending ?? { opened, row: newRow(plan, id) };
      if (!pending) opened.project.jobs.insert(placed.row);
      const job = table.present(placed);
      if (!pending) options.onJob(job);
      startNext();
      return { job, artifactId: id };
    },

    list: (handle) => table.all(handle).map(table.present),

    cancel: (jobId) => endJob(jobId, 'cancelled', (run) => run.abort('cancelled')),

    stop: (jobId) => endJob(jobId, 'stopped', (run) => run.stopAfterItem()),

    resume(jobId) {
      const placed = table.find(jobId);
      if (!RESUMABLE.includes(placed.row.state)) return table.present(placed);
      const job = table.change(placed.opened, jobId, { state: 'waiting', failure: null, finishedAt: null });
      startNext();
      return job;
    },

    clear(handle) {
      for (const { opened, row } of table.all(handle)) {
        if (row.state !== 'running' && row.state !== 'waiting') opened.project.jobs.remove(row.id);
      }
    },

    async release(handle) {
      for (const { opened, row } of table.all(handle)) {
        if (row.state === 'waiting') opened.project.jobs.update(row.id, { state: 'interrupted' });
      }
      if (running?.handle !== handle) return;
      running.abort('interrupted');
      await running.finished;
    },

    async close() {
      closed = true;
      for (const { handle } of options.projects.all()) await this.release(handle);
    },
  };
}

function requireWritable({ project }: OpenProject): void {
  if (!project.readOnly) return;
  throw new Failure('READ_ONLY', `${project.name} was opened read-only, so nothing can be computed in it.`, {
    remedy: 'Copy the file to a folder you can write to and open the copy.',
  });
}

function newRow({ request, title, item }: ReturnType<typeof planRun>, id: string): JobRow {
  return {
    id: randomUUID(),
    request: request as unknown as JobRow['request'],
    stage: request.stage,
    title,
    state: 'waiting',
    artifactId: id,
    done: 0,
    total: 0,
    item,
    attempts: 0,
    createdAt: new Date().toISOString(),
    startedAt: null,
    finishedAt: null,
    failure: null,
  };
}
