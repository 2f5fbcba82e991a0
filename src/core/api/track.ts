import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { type SourceFile, trackParamsSchema } from '../params.ts';
import type { ImportedMatches, MotionOverlay, TrackedPair, TrackRun, TrackView } from '../views/track.ts';
import { artifact, path, project } from './inputs.ts';
import type { Started } from './run.ts';

/** Calls on motion; part of the contract in ../api.ts. */

export const trackContract = {
  run: oc
    .input(z.object({ project, sweep: artifact.optional(), maps: artifact.nullish(), params: trackParamsSchema }))
    .output(type<Started>()),
  /** Takes an ONNX flow model, to be named in `params.flow`: `first`, `second` [B 3 H W] in -1..1 to `flow` [B 2 H W], px. */
  addFlowModel: oc.input(z.object({ project, from: path })).output(type<SourceFile>()),
  list: oc.input(z.object({ project })).output(type<TrackRun[]>()),
  /** Arrows over the pictures of a sweep. */
  overlay: oc.input(z.object({ project, sweep: artifact })).output(type<MotionOverlay>()),
  /** Null while nothing is tracked. */
  show: oc.input(z.object({ project, track: artifact.optional() })).output(type<TrackView | null>()),
  /** One pair of pictures with its fields, found again; `pair` counts those of `TrackView.pairs`, the last by default. */
  pair: oc
    .input(
      z.object({
        project,
        track: artifact.optional(),
        ordinal: z.int().min(0),
        pair: z.int().min(0).optional(),
        percentile: z.number().min(0).max(100).default(90),
      }),
    )
    .output(type<TrackedPair>()),
  /** Writes all numbers as .csv, or the arrows of one pair as .svg. */
  exportFile: oc
    .input(
      z.object({
        project,
        track: artifact.optional(),
        ordinal: z.int().min(0).optional(),
        pair: z.int().min(0).optional(),
        to: path,
      }),
    )
    .output(type<{ path: string }>()),
  /** Reads matches of the reference (`corres`), takes out their global motion, and writes what is left as .csv or .svg. */
  importMatches: oc.input(z.object({ project, from: path, to: path })).output(type<ImportedMatches>()),
};
