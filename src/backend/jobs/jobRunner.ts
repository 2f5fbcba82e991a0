import { randomUUID } from 'node:crypto';
import { type RunRequest, runRequestSchema } from '#core/api.ts';
import { artifactId } from '#core/artifact.ts';
import type { EngineStatus, PairEngine } from '#core/engine.ts';
import { describeFailure, Failure } from '#core/failure.ts';
import type { Job, JobState } from '#core/views.ts';
import type { OpenProject, OpenProjects } from '../openProjects.ts';
import type { JobRow } from '../store/jobs.ts';
import { createRateMeter, type RateMeter } from './rate.ts';
import { planRun } from './recipes.ts';
import { runStage } from './runStage.ts';

/**
 * The durable queue: job rows live in the project file, one job runs at a time (one device, one job), and everything a job
 * committed survives whatever ends it.
 */
export interface JobRunner {
  /** Starts a stage; the job is null when its artifact is there already. */
  submit(opened: OpenProject, request: RunRequest): { job: Job | null; artifactId: string };
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

export interface JobRunnerOptions {
  readonly projects: OpenProjects;
  readonly engineOf: (opened: OpenProject, pairId: string) => Promise<PairEngine>;
  readonly engineStatus: () => EngineStatus;
  readonly onJob: (job: Job) => void;
  readonly onArtifact: (handle: string, artifactId: string) => void;
}

/** Engine crashes that a job survives before it fails. */
const MOST_ATTEMPTS = 3;
const EVENT_INTERVAL_MS = 150;
const ROW_INTERVAL_MS = 1000;
const RESUMABLE: readonly JobState[] = ['failed', 'cancelled', 'stopped', 'interrupted'];

interface Running {
  readonly jobId: string;
  readonly opened: OpenProject;
  readonly controller: AbortController;
  readonly meter: RateMeter;
  stopRequested: boolean;
  /** How the job is to be booked when its signal ends it. */
  endState: JobState;
  finished: Promise<void>;
}

/** Thrown at a checkpoint when the job was asked to stop there. */
class StopRequested extends Error {}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  let running: Running | null = null;
  let closed = false;

  const present = ({ handle, project }: OpenProject, row: JobRow): Job => {
    const meter = running?.jobId === row.id ? running.meter : null;
    const { request: _, ...shown } = row;
    return {
      ...shown,
      project: handle,
      projectName: project.name,
      rate: meter?.rate() ?? null,
      etaMs: meter?.etaMs(row.total) ?? null,
    };
  };

  const find = (jobId: string): { opened: OpenProject; row: JobRow } => {
    for (const opened of options.projects.all()) {
      const row = opened.project.jobs.get(jobId);
      if (row) return { opened, row };
    }
    throw new Failure('NOT_FOUND', 'There is no such job in an open project.');
  };

  const change = (opened: OpenProject, jobId: string, changes: Partial<JobRow>): Job => {
    opened.project.jobs.update(jobId, changes);
    const job = present(opened, opened.project.jobs.get(jobId) as JobRow);
    options.onJob(job);
    return job;
  };

  const startNext = (): void => {
    if (running || closed) return;
    const waiting = options.projects
      .all()
      .flatMap((opened) => opened.project.jobs.list().map((row) => ({ opened, row })))
      .filter(({ row }) => row.state === 'waiting')
      .sort((a, b) => a.row.createdAt.localeCompare(b.row.createdAt))[0];
    if (!waiting) return;
    const current: Running = {
      jobId: waiting.row.id,
      opened: waiting.opened,
      controller: new AbortController(),
      meter: createRateMeter(),
      stopRequested: false,
      endState: 'cancelled',
      finished: Promise.resolve(),
    };
    running = current;
    current.finished = runJob(current, waiting.row).finally(() => {
      running = null;
      startNext();
    });
  };

  const runJob = async (current: Running, row: JobRow): Promise<void> => {
    const { opened, jobId, controller, meter } = current;
    change(opened, jobId, { state: 'running', startedAt: new Date().toISOString(), finishedAt: null, failure: null });
    const settle = (changes: Partial<JobRow>) =>
      change(opened, jobId, { ...changes, finishedAt: new Date().toISOString() });
    let eventAt = 0;
    let rowAt = 0;
    const checkpoint = (done: number, total: number) => {
      meter.add(done);
      const now = Date.now();
      const isLast = done >= total;
      if (isLast || now - rowAt > ROW_INTERVAL_MS) {
        opened.project.jobs.update(jobId, { done, total });
        rowAt = now;
      }
      if (isLast || now - eventAt > EVENT_INTERVAL_MS) {
        options.onJob({
          ...present(opened, opened.project.jobs.get(jobId) as JobRow),
          done,
          total,
          etaMs: meter.etaMs(total),
        });
        eventAt = now;
      }
      if (current.stopRequested && !isLast) throw new StopRequested();
      controller.signal.throwIfAborted();
    };

    for (let attempt = 1; ; attempt++) {
      try {
        opened.project.jobs.update(jobId, { attempts: row.attempts + attempt });
        const plan = planRun(opened.project, runRequestSchema.parse(row.request));
        const engine = await options.engineOf(opened, plan.pairId);
        const artifact = await runStage({
          project: opened.project,
          plan,
          engine,
          engineStatus: options.engineStatus,
          signal: controller.signal,
          checkpoint,
        });
        const { total } = opened.project.jobs.get(jobId) as JobRow;
        settle({ state: 'done', done: total });
        options.onArtifact(opened.handle, artifact.id);
        return;
      } catch (thrown) {
        if (thrown instanceof StopRequested) return void settle({ state: 'stopped' });
        if (controller.signal.aborted) return void settle({ state: current.endState });
        const failure = describeFailure(thrown);
        if (failure.code === 'ENGINE_DOWN' && attempt < MOST_ATTEMPTS) continue;
        dropIfEmpty(opened, row.artifactId);
        return void settle({ state: 'failed', failure });
      }
    }
  };

  return {
    submit(opened, request) {
      const { project } = opened;
      if (project.readOnly) {
        throw new Failure('READ_ONLY', `${project.name} was opened read-only, so nothing can be computed in it.`, {
          remedy: 'Copy the file to a folder you can write to and open the copy.',
        });
      }
      const plan = planRun(project, request);
      const id = artifactId(plan.recipe);
      if (project.artifacts.find(id)?.state === 'sealed') return { job: null, artifactId: id };
      const pending = project.jobs
        .list()
        .find((row) => row.artifactId === id && (row.state === 'waiting' || row.state === 'running'));
      if (pending) return { job: present(opened, pending), artifactId: id };
      const row: JobRow = {
        id: randomUUID(),
        request: request as unknown as JobRow['request'],
        stage: request.stage,
        title: plan.title,
        state: 'waiting',
        artifactId: id,
        done: 0,
        total: 0,
        item: plan.item,
        attempts: 0,
        createdAt: new Date().toISOString(),
        startedAt: null,
        finishedAt: null,
        failure: null,
      };
      project.jobs.insert(row);
      const job = present(opened, row);
      options.onJob(job);
      startNext();
      return { job, artifactId: id };
    },

    list: (handle) =>
      options.projects
        .all()
        .filter((opened) => handle === undefined || opened.handle === handle)
        .flatMap((opened) => opened.project.jobs.list().map((row) => present(opened, row))),

    cancel(jobId) {
      const { opened, row } = find(jobId);
      if (running?.jobId === jobId) {
        running.controller.abort();
        return present(opened, row);
      }
      return row.state === 'waiting' ? change(opened, jobId, { state: 'cancelled' }) : present(opened, row);
    },

    stop(jobId) {
      const { opened, row } = find(jobId);
      if (running?.jobId === jobId) {
        running.stopRequested = true;
        return present(opened, row);
      }
      return row.state === 'waiting' ? change(opened, jobId, { state: 'stopped' }) : present(opened, row);
    },

    resume(jobId) {
      const { opened, row } = find(jobId);
      if (!RESUMABLE.includes(row.state)) return present(opened, row);
      const job = change(opened, jobId, { state: 'waiting', failure: null, finishedAt: null });
      startNext();
      return job;
    },

    clear(handle) {
      const { project } = options.projects.get(handle);
      for (const row of project.jobs.list()) {
        if (row.state !== 'running' && row.state !== 'waiting') project.jobs.remove(row.id);
      }
    },

    async release(handle) {
      const { project } = options.projects.get(handle);
      for (const row of project.jobs.list())
        if (row.state === 'waiting') project.jobs.update(row.id, { state: 'interrupted' });
      if (running?.opened.handle !== handle) return;
      running.endState = 'interrupted';
      running.controller.abort();
      await running.finished;
    },

    async close() {
      closed = true;
      for (const { handle } of options.projects.all()) await this.release(handle);
    },
  };
}

/** A job that failed before its first item leaves no empty artifact behind. */
function dropIfEmpty({ project }: OpenProject, id: string): void {
  const artifact = project.artifacts.find(id);
  if (artifact?.state === 'building' && project.artifacts.partCount(id) === 0) project.artifacts.remove(id);
}
