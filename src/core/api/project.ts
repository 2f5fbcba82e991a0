import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { CompactReport, ProjectInfo, RecentProject, StageStatus, VerifyReport } from '../views/project.ts';
import { path, project } from './inputs.ts';
import { arraysSchema } from './samples.ts';

/** Calls on projects; part of the contract in ../api.ts. */

export const projectContract = {
  recent: oc.output(type<RecentProject[]>()),
  forget: oc.input(z.object({ path })).output(type<void>()),
  create: oc
    .input(
      z.object({
        path,
        name: z.string().min(1).max(200).optional(),
        generator: path.optional(),
        classifier: path.optional(),
        noPair: z.boolean().default(false),
        /** Samples that it begins with. */
        arrays: arraysSchema.optional(),
      }),
    )
    .output(type<ProjectInfo>()),
  open: oc.input(z.object({ path })).output(type<ProjectInfo>()),
  /** Opens the demo project, made on first use. */
  openDemo: oc.output(type<ProjectInfo>()),
  close: oc.input(z.object({ project })).output(type<void>()),
  info: oc.input(z.object({ project })).output(type<ProjectInfo>()),
  verify: oc.input(z.object({ project })).output(type<VerifyReport>()),
  backup: oc.input(z.object({ project, to: path })).output(type<{ path: string; sizeBytes: number }>()),
  compact: oc.input(z.object({ project })).output(type<CompactReport>()),
  stages: oc.input(z.object({ project })).output(type<StageStatus[]>()),
};
