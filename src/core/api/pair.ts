import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { PairSummary } from '../summary.ts';
import type { PairInfo } from '../views/project.ts';
import { artifact, path, project } from './inputs.ts';

/** Calls on model pairs; part of the contract in ../api.ts. */

/** The demo's classifiers: taught the factors of its world beside the classes, or the classes alone. */
export const DEMO_CLASSIFIERS = ['aux', 'class-only'] as const;

export type DemoClassifier = (typeof DEMO_CLASSIFIERS)[number];

export const pairContract = {
  list: oc.input(z.object({ project })).output(type<PairInfo[]>()),
  show: oc
    .input(z.object({ project, pair: artifact.optional() }))
    .output(type<{ info: PairInfo; summary: PairSummary }>()),
  /** Adds a pair from manifests; a missing one is taken from the demo pair, which has two classifiers. */
  add: oc
    .input(
      z.object({
        project,
        generator: path.optional(),
        classifier: path.optional(),
        demoClassifier: z.enum(DEMO_CLASSIFIERS).default('aux'),
      }),
    )
    .output(type<PairInfo>()),
  /** Draws a few pictures live; they are not stored. */
  preview: oc
    .input(
      z.object({
        project,
        pair: artifact.optional(),
        className: z.string(),
        psi: z.number().min(0).max(2),
        seed: z.int().min(0),
        count: z.int().min(1).max(24),
      }),
    )
    .output(type<{ url: string; tiles: number; predictions: { className: string; probability: number }[] }>()),
};
