import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { MEASURE_IDS } from '../measure/measures.ts';
import { CHANGE_ORDERS } from '../measure/orderChanges.ts';
import { measureParamsSchema } from '../params.ts';
import type { ChangePage, UnitMeasures } from '../views/measure.ts';
import { artifact, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on measures; part of the contract in ../api.ts. */

export const measureContract = {
  run: oc.input(z.object({ project, maps: artifact.optional(), params: measureParamsSchema })).output(type<Started>()),
  /** What the directions change of parts, the strongest first; null while nothing is measured. */
  changes: oc
    .input(
      z.object({
        project,
        measure: artifact.optional(),
        /** Id of a label, or `picture`; all when absent. */
        quantity: z.string().min(1).max(100).optional(),
        metric: z.enum(MEASURE_IDS).optional(),
        /** Only those whose interval leaves 0 out. */
        apart: z.boolean().default(false),
        order: z.enum(CHANGE_ORDERS).default('strength'),
        rising: z.boolean().default(false),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(10_000).default(500),
      }),
    )
    .output(type<ChangePage | null>()),
  /** Everything measured of one unit of a sweep; null where that is not measured. */
  unit: oc.input(z.object({ project, sweep: artifact, unit: z.int().min(0) })).output(type<UnitMeasures | null>()),
  /** Writes all measures as CSV. */
  exportFile: oc
    .input(z.object({ project, measure: artifact.optional(), to: path }))
    .output(type<{ path: string; rows: number }>()),
  /** Writes the reference implementation's two tables of each start picture into folders, as its notebook looks for them. */
  exportReference: oc
    .input(z.object({ project, measure: artifact.optional(), to: path }))
    .output(type<{ path: string; files: number; rows: number }>()),
};
