import { z } from 'zod';
import {
  atlasParamsSchema,
  counterfactualParamsSchema,
  importedLinkerParamsSchema,
  linkerParamsSchema,
  mapsParamsSchema,
  measureParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  segmentParamsSchema,
  sweepParamsSchema,
  trackParamsSchema,
} from '../params.ts';
import type { Job } from '../views/job.ts';
import { artifact } from './inputs.ts';

/** What starts a job, and what it is stored with. */

/** A stage call starts a job; the artifact's id is known at once, and an artifact that exists already is returned as done. */
export interface Started {
  readonly job: Job | null;
  readonly artifactId: string;
}

export const runRequestSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('samples'), pair: artifact.optional(), params: samplesParamsSchema }),
  z.object({ stage: z.literal('linker'), samples: artifact.optional(), params: linkerParamsSchema }),
  z.object({ stage: z.literal('sweep'), linker: artifact.optional(), params: sweepParamsSchema }),
  z.object({
    stage: z.literal('track'),
    sweep: artifact.optional(),
    /** Absent: the default label maps, where they are of this sweep; null: none, and motion is of the whole picture. */
    maps: artifact.nullish(),
    params: trackParamsSchema,
  }),
  z.object({
    stage: z.literal('segment'),
    mask: artifact.optional(),
    /** A segmenter to go on from. */
    start: artifact.optional(),
    params: segmentParamsSchema,
  }),
  z.object({
    stage: z.literal('maps'),
    segment: artifact.optional(),
    sweep: artifact.optional(),
    params: mapsParamsSchema,
  }),
  z.object({ stage: z.literal('measure'), maps: artifact.optional(), params: measureParamsSchema }),
  z.object({
    stage: z.literal('atlas'),
    sweep: artifact.optional(),
    /** Absent: measures of the sweep, or the default ones; null: none, and whole pictures are compared. */
    measure: artifact.nullish(),
    params: atlasParamsSchema,
  }),
  z.object({
    stage: z.literal('counterfactual'),
    linker: artifact.optional(),
    samples: artifact.optional(),
    /** Absent: the default segmenter, where it is of the same generator; null: none, and parts are not measured. */
    segment: artifact.nullish(),
    params: counterfactualParamsSchema,
  }),
  z.object({
    stage: z.literal('report'),
    sweep: artifact.optional(),
    /** Absent: the default run, where it goes back to the sweep's linker; null: none. */
    counterfactual: artifact.nullish(),
    /** Absent: the default measures, where they go back to the sweep's linker; null: none. */
    measure: artifact.nullish(),
    /** Absent: the motion of the sweep that was measured; null: none. */
    track: artifact.nullish(),
    /** Absent: the default atlas, where it goes back to the sweep's linker; null: none. */
    atlas: artifact.nullish(),
    params: reportParamsSchema,
  }),
]);

export type RunRequest = z.infer<typeof runRequestSchema>;

/** What a job is stored with. An imported linker can be measured, but only a call that has read its file can ask for it. */
export const jobRequestSchema = z.union([
  z.object({ stage: z.literal('linker'), samples: artifact.optional(), params: importedLinkerParamsSchema }),
  runRequestSchema,
]);

export type JobRequest = z.infer<typeof jobRequestSchema>;
