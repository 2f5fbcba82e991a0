import type { FailureData } from '../failure.ts';
import type { StageName } from '../pipeline.ts';
import type { Activity } from '../stage.ts';

/** What the calls on jobs answer: made for screens and for `--json`, never stored. */

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'stopped' | 'interrupted';

export interface Job {
  readonly id: string;
  readonly project: string;
  readonly projectName: string;
  readonly stage: StageName;
  readonly title: string;
  readonly state: JobState;
  readonly artifactId: string;
  readonly done: number;
  readonly total: number;
  /** What `done` and `total` count: draws, strips, steps. */
  readonly item: string;
  /** Items per second over the last seconds; null at first. */
  readonly rate: number | null;
  readonly etaMs: number | null;
  /** What it is at while it runs; null when it does not, or has nothing to say beyond its items. */
  readonly activity: Activity | null;
  readonly attempts: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failure: FailureData | null;
}

/** Cost of a stage before it is run, from a short calibration on the open pair. */
export interface CostEstimate {
  readonly images: number;
  readonly durationMs: number;
  readonly diskBytes: number;
  readonly memoryBytes: number;
  readonly freeDiskBytes: number;
  /** True when disk or memory will not do, with the reason. */
  readonly fits: boolean;
  readonly sentence: string | null;
}
