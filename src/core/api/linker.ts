import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { linkerParamsSchema } from '../params.ts';
import type { LinkedPair, LinkerCard, LinkerDifference, LinkerResiduals, LinkerRow } from '../views/linker.ts';
import { artifact, page, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on linkers; part of the contract in ../api.ts. */

export const linkerContract = {
  train: oc
    .input(z.object({ project, samples: artifact.optional(), params: linkerParamsSchema }))
    .output(type<Started>()),
  list: oc.input(z.object({ project })).output(type<LinkerRow[]>()),
  /** Writes a linker as .npz (`coef` [L U], `intercept` [L]; linear ones) or .onnx. */
  exportFile: oc.input(z.object({ project, linker: artifact.optional(), to: path })).output(type<{ path: string }>()),
  /** Takes a linker from a file, .npz (a linear one) or .onnx (any), and measures it on the samples. */
  importFile: oc.input(z.object({ project, samples: artifact.optional(), from: path })).output(type<Started>()),
  /** Measures an imported linker on other samples, without its file. */
  importAgain: oc.input(z.object({ project, linker: artifact, samples: artifact.optional() })).output(type<Started>()),
  pictures: oc
    .input(
      z.object({
        project,
        linker: artifact.optional(),
        order: z.enum(['worst', 'best', 'random']).default('worst'),
        ...page,
      }),
    )
    .output(type<{ total: number; medianError: number; worstError: number; pairs: LinkedPair[] }>()),
  /** Everything measured of one linker, beside its baselines. */
  card: oc.input(z.object({ project, linker: artifact.optional() })).output(type<LinkerCard>()),
  /** True less linked values of held-out samples along one principal component of the training latents. */
  residuals: oc
    .input(z.object({ project, linker: artifact.optional(), component: z.int().min(0).default(0) }))
    .output(type<LinkerResiduals>()),
  /** Numbers of b less those of a, on the held-out latents that both were judged on. */
  compare: oc.input(z.object({ project, a: artifact, b: artifact })).output(type<LinkerDifference>()),
};
