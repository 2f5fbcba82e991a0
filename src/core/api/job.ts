import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { CostEstimate, Job } from '../views/job.ts';
import { project } from './inputs.ts';
import { runRequestSchema } from './run.ts';

/** Calls on jobs; part of the contract in ../api.ts. */

export const jobContract = {
  list: oc.input(z.object({ project: project.optional() })).output(type<Job[]>()),
  estimate: oc.input(z.object({ project, request: runRequestSchema })).output(type<CostEstimate>()),
  cancel: oc.input(z.object({ job: z.string() })).output(type<Job>()),
  stop: oc.input(z.object({ job: z.string() })).output(type<Job>()),
  resume: oc.input(z.object({ job: z.string() })).output(type<Job>()),
  clear: oc.input(z.object({ project })).output(type<void>()),
};
