import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { mapsParamsSchema, segmentParamsSchema } from '../params.ts';
import type { LiveSegmenter, PartsOverlay, SegmenterRow, SegmentProposal } from '../views/segment.ts';
import { artifact, path, project } from './inputs.ts';
import { annotatorSchema } from './mask.ts';
import type { Started } from './run.ts';

/** Calls on segmenters; part of the contract in ../api.ts. */

export const segmentContract = {
  train: oc
    .input(z.object({ project, mask: artifact.optional(), start: artifact.optional(), params: segmentParamsSchema }))
    .output(type<Started>()),
  /** Finds the parts in every picture of a sweep. */
  apply: oc
    .input(z.object({ project, segment: artifact.optional(), sweep: artifact.optional(), params: mapsParamsSchema }))
    .output(type<Started>()),
  list: oc.input(z.object({ project })).output(type<SegmenterRow[]>()),
  /** The parts in the pictures of a sweep, to be drawn over them. */
  overlay: oc.input(z.object({ project, sweep: artifact })).output(type<PartsOverlay>()),
  /**
   * Parts and, of an ensemble, disagreement of a picture of the queue. Without `segment` by the live segmenter where it has learned,
   * else by the default one.
   */
  propose: oc
    .input(z.object({ project, segment: artifact.optional(), picture: artifact }))
    .output(type<SegmentProposal>()),
  /** The segmenter that learns while people annotate. */
  live: oc.input(z.object({ project })).output(type<LiveSegmenter>()),
  setLive: oc.input(z.object({ project, annotator: annotatorSchema, isOn: z.boolean() })).output(type<LiveSegmenter>()),
  /** Writes a segmenter as ONNX: feature maps in, probabilities of labels out. */
  exportFile: oc.input(z.object({ project, segment: artifact.optional(), to: path })).output(type<{ path: string }>()),
  /** Takes a segmenter that was exported, and judges it on sealed masks of the project. */
  importFile: oc
    .input(z.object({ project, mask: artifact.optional(), from: path }))
    .output(type<{ artifactId: string }>()),
};
