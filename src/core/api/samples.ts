import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { samplesParamsSchema } from '../params.ts';
import type { Sample, SamplesView } from '../views/samples.ts';
import { artifact, page, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on samples; part of the contract in ../api.ts. */

/** Two .npy files, [N U] and [N L], and how their rows are split. */
export const arraysSchema = z.object({
  representations: path,
  latents: path,
  heldOut: samplesParamsSchema.shape.heldOut,
  seed: samplesParamsSchema.shape.seed,
});

export const samplesContract = {
  draw: oc.input(z.object({ project, pair: artifact.optional(), params: samplesParamsSchema })).output(type<Started>()),
  /** Takes representations [N U] and latents [N L] from two .npy files as samples: linkers without a model pair. */
  importArrays: oc.input(arraysSchema.extend({ project })).output(type<{ artifactId: string }>()),
  show: oc.input(z.object({ project, samples: artifact.optional() })).output(type<SamplesView | null>()),
  pictures: oc
    .input(
      z.object({
        project,
        samples: artifact.optional(),
        className: z.string().optional(),
        show: z.enum(['accepted', 'rejected', 'heldOut', 'all']).default('all'),
        ...page,
      }),
    )
    .output(type<{ total: number; samples: Sample[] }>()),
};
