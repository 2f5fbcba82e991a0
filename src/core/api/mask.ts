import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { LABEL_TEMPLATES, labelSetSchema } from '../labelSet.ts';
import { maskEntrySchema } from '../mask/entry.ts';
import {
  type AgreementView,
  type ImportedMasks,
  type LabelsView,
  type LabelUse,
  MASK_FORMATS,
  MASK_STATES,
  type MaskDifference,
  type MaskSnapshot,
  MERGE_RESOLUTIONS,
  type MergeView,
  type OpenMask,
  type QueuedPicture,
  type QueueView,
  type StoredStrokes,
  WRITTEN_FORMATS,
} from '../views/mask.ts';
import { path, project } from './inputs.ts';

/** Calls about masks; part of the contract in ../api.ts. */

const id = z.string().regex(/^[0-9a-f]{32}$/, 'is not an id');
/** Who draws; names tell masks of one picture apart. */
export const annotatorSchema = z.string().trim().min(1, 'is missing: say who you are').max(100);
/** One open window of one person, so that two of them do not draw one mask at once. */
const session = z.uuid();
const remark = z.string().trim().min(1).max(10_000);
const seed = z.int().min(0).max(4_294_967_295);

/** Which pictures come into the queue. */
export const pickSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('samples'), samples: id.optional(), indices: z.array(z.int().min(0)).min(1).max(500) }),
  z.object({
    kind: z.literal('sweep'),
    sweep: id.optional(),
    /** Row of the wall, position among the start pictures, and steps. */
    ordinal: z.int().min(0),
    start: z.int().min(0),
    steps: z.array(z.int().min(0)).min(1).max(101),
  }),
  /** Fixed latents of the demo pair, whose masks are known: `importTruth` draws them. */
  z.object({ kind: z.literal('truth'), indices: z.array(z.int().min(0)).min(1).max(500) }),
]);
export type Pick = z.infer<typeof pickSchema>;

export const drawSchema = z.object({
  pair: id.optional(),
  /** All classes of the pair when absent. */
  classes: z.array(z.string()).min(1).optional(),
  /** Pictures of each class. */
  perClass: z.int().min(1).max(200).default(2),
  psi: z.number().min(0).max(2).default(0.7),
  seed: seed.default(0),
});

export const maskContract = {
  labels: oc.input(z.object({ project })).output(type<LabelsView>()),
  /** Where each label is drawn: the preview of a merge. */
  labelUse: oc.input(z.object({ project })).output(type<LabelUse[]>()),
  /** Renames, reorders, adds, removes. `version` is the one that was seen: a change made meanwhile by others is not overwritten. */
  setLabels: oc
    .input(z.object({ project, annotator: annotatorSchema, version: z.int().min(0), set: labelSetSchema }))
    .output(type<LabelsView>()),
  /** Begins with a template, or with names of one's own, where nothing is drawn yet. */
  startLabels: oc
    .input(
      z.object({
        project,
        annotator: annotatorSchema,
        template: z.enum(Object.keys(LABEL_TEMPLATES) as [keyof typeof LABEL_TEMPLATES]).optional(),
        names: z.array(z.string().trim().min(1).max(60)).min(1).max(255).optional(),
      }),
    )
    .output(type<LabelsView>()),
  mergeLabels: oc
    .input(
      z.object({
        project,
        annotator: annotatorSchema,
        version: z.int().min(0),
        from: z.int().min(1).max(255),
        into: z.int().min(0).max(255),
      }),
    )
    .output(type<LabelsView>()),
  undoLabels: oc.input(z.object({ project, annotator: annotatorSchema })).output(type<LabelsView>()),
  queue: oc.input(z.object({ project, annotator: annotatorSchema })).output(type<QueueView>()),
  /** Draws new pictures of the pair into the queue. */
  draw: oc
    .input(z.object({ project, annotator: annotatorSchema, ...drawSchema.shape }))
    .output(type<QueuedPicture[]>()),
  /** Takes pictures of a wall into the queue. */
  pick: oc.input(z.object({ project, annotator: annotatorSchema, from: pickSchema })).output(type<QueuedPicture[]>()),
  /** Takes a picture out of the queue. Its masks are kept, and it comes back with them when it is added again. */
  remove: oc.input(z.object({ project, annotator: annotatorSchema, picture: id })).output(type<void>()),
  /** Share of pictures that a second person annotates without seeing the first one's mask. */
  setBlindShare: oc
    .input(z.object({ project, annotator: annotatorSchema, share: z.number().min(0).max(1) }))
    .output(type<QueueView>()),
  /** Opens the annotator's own mask of a picture, or with `of` another person's to look at. */
  open: oc
    .input(
      z.object({
        project,
        annotator: annotatorSchema,
        picture: id,
        session,
        of: annotatorSchema.optional(),
        /** Draw here although another session does: that one is told. */
        takeOver: z.boolean().default(false),
      }),
    )
    .output(type<OpenMask>()),
  /** Stores strokes, takes strokes back, brings them back: all of it or nothing. An entry that was stored before is not stored twice. */
  append: oc
    .input(
      z.object({
        project,
        annotator: annotatorSchema,
        picture: id,
        session,
        entries: z.array(maskEntrySchema).min(1).max(1000),
      }),
    )
    .output(type<StoredStrokes>()),
  /** Says that this session still draws; false when another one has taken over. */
  hold: oc.input(z.object({ project, annotator: annotatorSchema, picture: id, session })).output(type<boolean>()),
  release: oc.input(z.object({ project, annotator: annotatorSchema, picture: id, session })).output(type<void>()),
  /**
   * How unlike the generator finds every pixel of a picture and one of them, for the wand: the address of a grey picture, 0 the same
   * and 255 the opposite. Computed from the picture's latent at each call.
   */
  features: oc
    .input(z.object({ project, picture: id, x: z.int().min(0), y: z.int().min(0) }))
    .output(type<{ url: string }>()),
  /** Of one's own mask, or with `of` of another person's that was looked at. */
  setState: oc
    .input(
      z.object({
        project,
        annotator: annotatorSchema,
        picture: id,
        of: annotatorSchema.optional(),
        state: z.enum(MASK_STATES),
      }),
    )
    .output(type<void>()),
  comment: oc.input(z.object({ project, annotator: annotatorSchema, picture: id, text: remark })).output(type<void>()),
  /** Begins, or goes on with, one's own mask by another person's as one stroke: to correct what two people disagree on. */
  adopt: oc
    .input(z.object({ project, annotator: annotatorSchema, picture: id, from: annotatorSchema }))
    .output(type<void>()),
  /** Numbers of two people's masks of the pictures that both have finished. */
  agreement: oc.input(z.object({ project, a: annotatorSchema, b: annotatorSchema })).output(type<AgreementView>()),
  difference: oc
    .input(z.object({ project, picture: id, a: annotatorSchema, b: annotatorSchema }))
    .output(type<MaskDifference>()),
  /** Writes masks as files: into a zip archive where the name ends so, else into a folder. */
  exportFiles: oc
    .input(
      z.object({
        project,
        to: path,
        format: z.enum(WRITTEN_FORMATS).default('palette'),
        annotator: annotatorSchema,
        unfinished: z.boolean().default(false),
        pictures: z.boolean().default(false),
      }),
    )
    .output(type<{ path: string; masks: number }>()),
  /** Takes masks from a folder, a zip archive or one file: they become the annotator's. */
  importFiles: oc
    .input(
      z.object({
        project,
        from: path,
        format: z.enum(MASK_FORMATS),
        annotator: annotatorSchema,
        addLabels: z.boolean().default(false),
        done: z.boolean().default(true),
      }),
    )
    .output(type<ImportedMasks>()),
  /** Draws the demo painter's masks on those pictures of the queue that are its fixed latents, under a name of its own. */
  importTruth: oc
    .input(z.object({ project, annotator: annotatorSchema.default('truth') }))
    .output(type<ImportedMasks>()),
  /** Writes pictures, labels and an annotator's masks into a small project file that can be filled in elsewhere. */
  writePacket: oc
    .input(
      z.object({ project, annotator: annotatorSchema, to: path, pictures: z.array(id).min(1).max(10_000).optional() }),
    )
    .output(type<{ path: string; pictures: number }>()),
  /** What merging a packet or a copy of the project would do. */
  previewMerge: oc.input(z.object({ project, from: path })).output(type<MergeView>()),
  /** Joins its masks with these. Without `resolution`, masks that were drawn on in both places are refused. */
  merge: oc
    .input(z.object({ project, from: path, resolution: z.enum(MERGE_RESOLUTIONS).optional() }))
    .output(type<MergeView>()),
  /** Seals the finished masks, so that segmenters can be trained on them. Drawing goes on. */
  snapshot: oc.input(z.object({ project, annotator: annotatorSchema.optional() })).output(type<MaskSnapshot>()),
  /** The newest sealed masks; null before the first. */
  latest: oc.input(z.object({ project })).output(type<MaskSnapshot | null>()),
};
