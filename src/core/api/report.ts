import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { reportParamsSchema } from '../params.ts';
import { artifact, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on reports; part of the contract in ../api.ts. */

export const reportContract = {
  build: oc
    .input(
      z.object({
        project,
        sweep: artifact.optional(),
        counterfactual: artifact.nullish(),
        measure: artifact.nullish(),
        track: artifact.nullish(),
        atlas: artifact.nullish(),
        params: reportParamsSchema,
      }),
    )
    .output(type<Started>()),
  /** Where the newest report can be opened; null when none is built. */
  latest: oc
    .input(z.object({ project }))
    .output(type<{ artifactId: string; url: string; title: string; createdAt: string; sizeBytes: number } | null>()),
  /** Writes the report as a file or folder. */
  save: oc.input(z.object({ project, report: artifact.optional(), to: path })).output(type<{ path: string }>()),
};
