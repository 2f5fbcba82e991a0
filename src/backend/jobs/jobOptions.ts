import type { EngineStatus, PairEngine, TrainingEngine } from '#core/engine.ts';
import type { Head } from '#core/head.ts';
import type { StageTools } from '#core/stage.ts';
import type { Job } from '#core/views/job.ts';
import type { OpenProject, OpenProjects } from '../openProjects.ts';

/** What running jobs need of the backend, and whom they tell. */
export interface JobOptions {
  readonly projects: OpenProjects;
  readonly engineOf: (opened: OpenProject, pairId: string) => Promise<PairEngine>;
  /** The last layer of a pair's classifier; null where it is not known. */
  readonly headOf: (opened: OpenProject, pairId: string) => Promise<Head | null>;
  /** Where a model of the user's lies. */
  readonly locateModel: StageTools['locateModel'];
  readonly training: TrainingEngine;
  readonly engineStatus: () => EngineStatus;
  readonly onJob: (job: Job) => void;
  readonly onArtifact: (handle: string, artifactId: string) => void;
}
