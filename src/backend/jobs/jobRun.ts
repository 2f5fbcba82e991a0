import { jobRequestSchema } from '#core/api/run.ts';
import { describeFailure, type FailureData } from '#core/failure.ts';
import type { Activity } from '#core/stage.ts';
import type { JobState } from '#core/views/job.ts';
import type { OpenProject } from '../openProjects.ts';
import type { JobRow } from '../store/jobs.ts';
import type { JobOptions } from './jobOptions.ts';
import type { JobTable, PlacedJob } from './jobTable.ts';
import { createRateMeter, type RateMeter } from './rate.ts';
import { planRun } from './recipes.ts';
import { runStage } from './runStage.ts';

/** The job that runs. */
export interface JobRun {
  readonly jobId: string;
  readonly handle: string;
  readonly meter: RateMeter;
  /** What the stage last said it was at. */
  activity(): Activity | null;
  /** Resolves when the job is booked as ended, however it ended. */
  readonly finished: Promise<void>;
  /** Ends it between two batches and books it under this state. */
  abort(state: JobState): void;
  stopAfterItem(): void;
}

/** Engine crashes that a job survives before it fails. */
const MOST_ATTEMPTS = 3;
const EVENT_INTERVAL_MS = 150;
const ROW_INTERVAL_MS = 1000;

/** Thrown at a checkpoint when the job was asked to stop there. */
class StopRequested extends Error {}

export function createJobRun(placed: PlacedJob, table: JobTable, options: JobOptions): JobRun {
  const { opened, row } = placed;
  const meter = createRateMeter();
  const controller = new AbortController();
  let endState: JobState = 'cancelled';
  let isStopRequested = false;
  let activity: Activity | null = null;
  let eventAt = 0;
  let rowAt = 0;

  const checkpoint = (done: number, total: number): void => {
    meter.add(done);
    activity = null;
    const now = Date.now();
    const isLast = done >= total;
    if (isLast || now - rowAt > ROW_INTERVAL_MS) {
      opened.project.jobs.update(row.id, { done, total });
      rowAt = now;
    }
    if (isLast || now - eventAt > EVENT_INTERVAL_MS) {
      const stored = opened.project.jobs.get(row.id) as JobRow;
      options.onJob(table.present({ opened, row: { ...stored, done, total } }));
      eventAt = now;
    }
    if (isStopRequested && !isLast) throw new StopRequested();
    controller.signal.throwIfAborted();
  };

  const tell = (news: Activity): void => {
    activity = news;
    const now = Date.now();
    if (now - eventAt <= EVENT_INTERVAL_MS) return;
    options.onJob(table.present({ opened, row: opened.project.jobs.get(row.id) as JobRow }));
    eventAt = now;
  };

  const attemptOnce = async (attempt: number): Promise<void> => {
    opened.project.jobs.update(row.id, { attempts: row.attempts + attempt });
    const plan = planRun(opened.project, jobRequestSchema.parse(row.request));
    const pairEngine = plan.pairId === null ? null : await options.engineOf(opened, plan.pairId);
    const head = plan.pairId === null ? null : await options.headOf(opened, plan.pairId);
    const { engineStatus, training, locateModel } = options;
    const { signal } = controller;
    const artifact = await runStage({
      project: opened.project,
      plan,
      training,
      pairEngine,
      head,
      engineStatus,
      signal,
      locateModel,
      checkpoint,
      tell,
    });
    options.onArtifact(opened.handle, artifact.id);
  };

  /** How the job ended: done, or the state and the failure to book. */
  const attemptAll = async (): Promise<{ readonly state: JobState; readonly failure: FailureData | null }> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await attemptOnce(attempt);
        return { state: 'done', failure: null };
      } catch (thrown) {
        if (thrown instanceof StopRequested) return { state: 'stopped', failure: null };
        if (controller.signal.aborted) return { state: endState, failure: null };
        const failure = describeFailure(thrown);
        if (failure.code === 'ENGINE_DOWN' && attempt < MOST_ATTEMPTS) continue;
        return { state: 'failed', failure };
      }
    }
  };

  const run = async (): Promise<void> => {
    table.change(opened, row.id, {
      state: 'running',
      startedAt: new Date().toISOString(),
      finishedAt: null,
      failure: null,
    });
    const { state, failure } = await attemptAll();
    if (state === 'failed') dropIfEmpty(opened, row.artifactId);
    const { total, done } = opened.project.jobs.get(row.id) as JobRow;
    const finishedAt = new Date().toISOString();
    table.change(opened, row.id, { state, failure, finishedAt, done: state === 'done' ? total : done });
  };

  return {
    jobId: row.id,
    handle: opened.handle,
    meter,
    activity: () => activity,
    // Where the file cannot be written any more (a full disk) the end is told, though not stored: it opens as interrupted.
    finished: run().catch((thrown) => {
      options.onJob(table.present({ opened, row: { ...row, state: 'failed', failure: describeFailure(thrown) } }));
    }),
    abort(state) {
      endState = state;
      controller.abort();
    },
    stopAfterItem() {
      isStopRequested = true;
    },
  };
}

/** A job that failed before its first item leaves no empty artifact behind. */
function dropIfEmpty({ project }: OpenProject, id: string): void {
  const artifact = project.artifacts.find(id);
  if (artifact?.state === 'building' && project.artifacts.partCount(id) === 0) project.artifacts.remove(id);
}
