import { Failure } from '#core/failure.ts';
import type { Activity } from '#core/stage.ts';
import type { Job } from '#core/views/job.ts';
import type { OpenProject, OpenProjects } from '../openProjects.ts';
import type { JobRow } from '../store/jobs.ts';
import type { RateMeter } from './rate.ts';

/** A job row and the project it lies in. */
export interface PlacedJob {
  readonly opened: OpenProject;
  readonly row: JobRow;
}

/** What only the running process knows of a job. */
export interface RunningJob {
  readonly meter: RateMeter;
  activity(): Activity | null;
}

/** The rows of all open projects as one table, shown with what only the running process knows. */
export interface JobTable {
  all(handle?: string): PlacedJob[];
  /** @throws Failure NOT_FOUND */
  find(jobId: string): PlacedJob;
  /** The oldest that waits. */
  nextWaiting(): PlacedJob | null;
  present(placed: PlacedJob): Job;
  /** Changes a row and tells of it. */
  change(opened: OpenProject, jobId: string, changes: Partial<JobRow>): Job;
}

/** @param runOf what is known of the job that runs; null for every other */
export function createJobTable(
  projects: OpenProjects,
  onJob: (job: Job) => void,
  runOf: (jobId: string) => RunningJob | null,
): JobTable {
  const all = (handle?: string) =>
    projects
      .all()
      .filter((opened) => handle === undefined || opened.handle === handle)
      .flatMap((opened) => opened.project.jobs.list().map((row) => ({ opened, row })));

  const present = ({ opened, row }: PlacedJob): Job => {
    const run = runOf(row.id);
    const { request: _, ...shown } = row;
    return {
      ...shown,
      project: opened.handle,
      projectName: opened.project.name,
      rate: run?.meter.rate() ?? null,
      etaMs: run?.meter.etaMs(row.total) ?? null,
      activity: run?.activity() ?? null,
    };
  };

  return {
    all,
    present,
    find(jobId) {
      for (const opened of projects.all()) {
        const row = opened.project.jobs.get(jobId);
        if (row) return { opened, row };
      }
      throw new Failure('NOT_FOUND', 'There is no such job in an open project.');
    },
    nextWaiting: () =>
      all()
        .filter(({ row }) => row.state === 'waiting')
        .sort((a, b) => a.row.createdAt.localeCompare(b.row.createdAt))[0] ?? null,
    change(opened, jobId, changes) {
      opened.project.jobs.update(jobId, changes);
      const job = present({ opened, row: opened.project.jobs.get(jobId) as JobRow });
      onJob(job);
      return job;
    },
  };
}
