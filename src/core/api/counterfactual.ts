import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { CounterfactualDifference } from '../counterfactual/compare.ts';
import { counterfactualParamsSchema } from '../params.ts';
import type {
  CounterfactualCase,
  CounterfactualMatrix,
  CounterfactualPair,
  CounterfactualRun,
} from '../views/counterfactual.ts';
import { artifact, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on counterfactuals; part of the contract in ../api.ts. */

export const counterfactualContract = {
  run: oc
    .input(
      z.object({
        project,
        linker: artifact.optional(),
        /** Samples to start from; those of the linker when absent. */
        samples: artifact.optional(),
        /** What finds parts along the paths; null for none. */
        segment: artifact.nullish(),
        params: counterfactualParamsSchema,
      }),
    )
    .output(type<Started>()),
  list: oc.input(z.object({ project })).output(type<CounterfactualRun[]>()),
  /** The run shown: also a building one, whose pairs fill as they are done. */
  matrix: oc
    .input(z.object({ project, counterfactual: artifact.optional() }))
    .output(type<CounterfactualMatrix | null>()),
  /** All cases of a class pair, and what they have in common. */
  pair: oc
    .input(z.object({ project, counterfactual: artifact.optional(), from: z.string(), to: z.string() }))
    .output(type<CounterfactualPair>()),
  case: oc
    .input(z.object({ project, counterfactual: artifact.optional(), ordinal: z.int().min(0) }))
    .output(type<CounterfactualCase>()),
  /** Two runs on the samples and targets that both have. */
  compare: oc.input(z.object({ project, a: artifact, b: artifact })).output(type<CounterfactualDifference>()),
  /** Writes a run as .csv (a row a case) or .npz (shifts, latents, logits). */
  exportFile: oc
    .input(z.object({ project, counterfactual: artifact.optional(), to: path }))
    .output(type<{ path: string }>()),
};
