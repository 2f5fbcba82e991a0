import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { querySchema } from '../atlas/query.ts';
import { atlasParamsSchema } from '../params.ts';
import type { AtlasAnswer, AtlasComparison, AtlasView, SavedConcept, UnitAtlas } from '../views/atlas.ts';
import { artifact, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on atlases; part of the contract in ../api.ts. */

const conceptName = z.string().trim().min(1).max(100);

export const atlasContract = {
  build: oc
    .input(z.object({ project, sweep: artifact.optional(), measure: artifact.nullish(), params: atlasParamsSchema }))
    .output(type<Started>()),
  /** Units, concepts and their scores; null where there is no atlas yet. */
  show: oc.input(z.object({ project, atlas: artifact.optional() })).output(type<AtlasView | null>()),
  /** Units that fulfil a query, the largest effect first. */
  query: oc
    .input(
      z.object({
        project,
        atlas: artifact.optional(),
        /** As a structure, or as people write it. */
        query: z.union([z.string().min(1).max(4000), querySchema]),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(2000).default(50),
      }),
    )
    .output(type<AtlasAnswer>()),
  /** Everything known of one unit, and the units most like it. */
  unit: oc
    .input(
      z.object({ project, atlas: artifact.optional(), unit: z.int().min(0), like: z.int().min(0).max(200).default(8) }),
    )
    .output(type<UnitAtlas>()),
  concepts: oc.input(z.object({ project })).output(type<SavedConcept[]>()),
  /** Keeps a query under a name; the newest of a name counts. */
  saveConcept: oc
    .input(z.object({ project, name: conceptName, query: z.union([z.string().min(1).max(4000), querySchema]) }))
    .output(type<SavedConcept[]>()),
  removeConcept: oc.input(z.object({ project, name: conceptName })).output(type<SavedConcept[]>()),
  /** Writes every cell as .csv or .parquet, one row a unit and concept. */
  exportFile: oc
    .input(z.object({ project, atlas: artifact.optional(), to: z.string().min(1).max(4096) }))
    .output(type<{ path: string; rows: number }>()),
  /** Two classifiers as one design: their atlases over the same latents of the same generator. */
  compare: oc.input(z.object({ project, a: artifact, b: artifact })).output(type<AtlasComparison>()),
};
