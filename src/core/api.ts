import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { appContract } from './api/app.ts';
import { artifactContract } from './api/artifact.ts';
import { atlasContract } from './api/atlas.ts';
import { counterfactualContract } from './api/counterfactual.ts';
import { engineContract } from './api/engine.ts';
import { project } from './api/inputs.ts';
import { jobContract } from './api/job.ts';
import { journalContract } from './api/journal.ts';
import { linkerContract } from './api/linker.ts';
import { maskContract } from './api/mask.ts';
import { measureContract } from './api/measure.ts';
import { pairContract } from './api/pair.ts';
import { projectContract } from './api/project.ts';
import { reportContract } from './api/report.ts';
import { runRequestSchema, type Started } from './api/run.ts';
import { samplesContract } from './api/samples.ts';
import { segmentContract } from './api/segment.ts';
import { sweepContract } from './api/sweep.ts';
import { trackContract } from './api/track.ts';

/**
 * Every call and event, as one contract. Hosts implement only the wire; the backend implements the calls (handlers.ts).
 * Inputs are validated here, at the boundary. Pictures never travel through calls: they are fetched by URL.
 */
export const contract = {
  app: appContract,
  engine: engineContract,
  project: projectContract,
  artifact: artifactContract,
  job: jobContract,
  /** Starts any stage: what Overview and recipes use. The calls below are the same thing under the stage's own name. */
  run: oc.input(z.object({ project, request: runRequestSchema })).output(type<Started>()),
  pair: pairContract,
  samples: samplesContract,
  linker: linkerContract,
  sweep: sweepContract,
  mask: maskContract,
  measure: measureContract,
  segment: segmentContract,
  track: trackContract,
  atlas: atlasContract,
  counterfactual: counterfactualContract,
  report: reportContract,
  journal: journalContract,
};

export type Contract = typeof contract;
