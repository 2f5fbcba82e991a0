import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { rangeSchema, sweepParamsSchema } from '../params.ts';
import type { LiveFrame, SweepRow, SweepView, UnitView } from '../views/sweep.ts';
import { artifact, page, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on sweeps; part of the contract in ../api.ts. */

/** Order of the wall: by effect (strongest first), by realised / requested, or by unit number. */
export const sweepSortSchema = z.enum(['effect', 'realised', 'latentLength', 'activation', 'unit']);

/** One unit held at an activation, as the live slider asks for it; null leaves it as it is in the start sample. */
const setUnit = z.object({ unit: z.int().min(0), value: z.number().nullable() });

export const sweepContract = {
  run: oc.input(z.object({ project, linker: artifact.optional(), params: sweepParamsSchema })).output(type<Started>()),
  /** The sweep shown: also a building one, whose finished rows come in as they are done. */
  show: oc.input(z.object({ project, sweep: artifact.optional() })).output(type<SweepView | null>()),
  /** The whole table without pictures' bytes: 2048 rows are a few hundred kB, sorting and filtering happen in the view. */
  rows: oc
    .input(z.object({ project, sweep: artifact.optional(), sort: sweepSortSchema.default('effect'), ...page }))
    .output(type<{ total: number; rows: SweepRow[] }>()),
  unit: oc.input(z.object({ project, sweep: artifact.optional(), unit: z.int().min(0) })).output(type<UnitView>()),
  /** Renders one frame on demand: the start sample with some units set to values. Last request of an id wins. */
  live: oc
    .input(
      z.object({
        project,
        linker: artifact.optional(),
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        sample: z.int().min(0),
        units: z.array(setUnit).max(6),
        mode: z.enum(['linked', 'residual']).default('linked'),
      }),
    )
    .output(type<LiveFrame>()),
  /** Range of one unit as a sweep would take it. */
  range: oc
    .input(z.object({ project, linker: artifact.optional(), unit: z.int().min(0), range: rangeSchema }))
    .output(type<{ low: number; high: number; min: number; max: number }>()),
};
