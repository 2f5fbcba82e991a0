import type { Artifact, PictureRef } from '../artifact.ts';
import type { Interval } from '../bootstrap.ts';
import type { LabelSet } from '../labelSet.ts';
import type { PartAgreement } from '../mask/agreement.ts';

/** What screens and commands see of masks. */

/** Files of masks that can be read, and those that are written too. */
export const WRITTEN_FORMATS = ['palette', 'index', 'npy', 'coco'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];
export const MASK_FORMATS = [...WRITTEN_FORMATS, 'label-studio', 'cvat'] as const;
export type MaskFormat = (typeof MASK_FORMATS)[number];

export const MASK_STATES = ['to do', 'drawing', 'done', 'review', 'rejected'] as const;
export type MaskState = (typeof MASK_STATES)[number];

/** Where a picture to annotate came from. */
export type PictureSource =
  | { readonly kind: 'draw'; readonly seed: number; readonly draw: number; readonly psi: number }
  | { readonly kind: 'sample'; readonly samples: string; readonly index: number }
  | {
      readonly kind: 'sweep';
      readonly sweep: string;
      readonly direction: string;
      readonly sample: number;
      readonly step: number;
      readonly steps: number;
    }
  | { readonly kind: 'truth'; readonly index: number }
  | { readonly kind: 'packet'; readonly project: string };

export interface LabelsView extends LabelSet {
  /** Grows with every change; what is changed next names the one it saw. */
  readonly version: number;
  readonly canUndo: boolean;
}

/** What a label is drawn in, over all annotators: what merging or removing it would touch. */
export interface LabelUse {
  readonly value: number;
  readonly masks: number;
  readonly pixels: number;
}

/** One person's mask of a picture, as the queue shows it. */
export interface QueuedMask {
  readonly mask: string;
  readonly annotator: string;
  readonly state: MaskState;
  readonly strokes: number;
  readonly changedAt: string | null;
}

export interface QueuedPicture {
  readonly id: string;
  readonly picture: PictureRef;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly className: string;
  readonly source: PictureSource;
  readonly comments: number;
  /** Chosen for a second, independent annotation. */
  readonly blind: boolean;
  /** Of the asking annotator; null before the first stroke. */
  readonly mine: QueuedMask | null;
  /** Of others; those of a picture chosen for blind annotation only when the asking annotator has finished. */
  readonly others: readonly QueuedMask[];
}

export interface QueueView {
  readonly pictures: readonly QueuedPicture[];
  /** Share of pictures annotated by two people. */
  readonly blindShare: number;
  /** What to annotate next, with the reason as a sentence; null when everything is done. */
  readonly suggestion: { readonly id: string; readonly reason: string } | null;
}

/** Who draws a mask at present. */
export interface MaskHolder {
  readonly annotator: string;
  readonly since: string;
}

/** A mask opened to be drawn or watched. */
export interface OpenMask {
  readonly mask: string;
  readonly pictureId: string;
  readonly picture: PictureRef;
  readonly className: string;
  readonly source: PictureSource;
  readonly annotator: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly state: MaskState;
  /** Strokes that stand, and those that redo brings back, as text: see `readStrokes`. */
  readonly strokes: string;
  /** The mask that these strokes give, as runs of label numbers. */
  readonly runs: string;
  /** Number of the last stored entry. */
  readonly through: number;
  /** Null when the asking session holds it; somebody else otherwise: it can be watched, or taken over. */
  readonly heldBy: MaskHolder | null;
  readonly comments: readonly MaskRemark[];
  /** The same picture one step before and after in its sweep; null elsewhere or at the end. */
  readonly neighbours: { readonly before: PictureRef | null; readonly after: PictureRef | null };
}

export interface MaskRemark {
  readonly text: string;
  readonly at: string;
  readonly author: string;
}

/** What happened to strokes that were sent. */
export interface StoredStrokes {
  /** Number of the mask's last stored entry. */
  readonly through: number;
  /** Ids of all entries sent: each is in the file now. */
  readonly stored: readonly string[];
}

/** Sealed masks that later stages take. */
export interface MaskSnapshot {
  readonly artifact: Artifact;
  /** Done masks, and labels that are drawn in at least one of them. */
  readonly masks: number;
  readonly labels: number;
  /** True when people have drawn since. */
  readonly stale: boolean;
}

/** What became of mask files. */
export interface ImportedMasks {
  /** Ids of the pictures whose masks were imported. */
  readonly imported: readonly string[];
  /** Names of files that belong to no picture of the queue. */
  readonly unmatched: readonly string[];
}

export interface AgreementView {
  readonly a: string;
  readonly b: string;
  readonly parts: readonly (PartAgreement & { readonly name: string; readonly value: number })[];
  readonly alpha: number | null;
  readonly alphaInterval: Interval;
  /** Share of pixels with the same label. */
  readonly same: number;
  /** Pictures that both have finished, those they agree on least first. */
  readonly pictures: readonly {
    readonly id: string;
    readonly picture: PictureRef;
    readonly className: string;
    readonly same: number;
  }[];
}

/** Two masks of one picture as runs of label positions, and 1 where they differ. */
export interface MaskDifference {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly a: string;
  readonly b: string;
  readonly differs: string;
  readonly same: number;
}

/** What becomes of one mask of another file. */
export interface MergedMask {
  readonly pictureId: string;
  readonly picture: PictureRef;
  readonly className: string;
  readonly annotator: string;
  /** `new` here; `longer` there, or done there since, so that it only goes on here; the `same`; or drawn on in both places. */
  readonly kind: 'new' | 'longer' | 'same' | 'conflict';
  /** Entries that are only there, and only here. */
  readonly theirStrokes: number;
  readonly ourStrokes: number;
}

export interface MergeView {
  readonly masks: readonly MergedMask[];
  /** Pictures of the other file that this project has not. */
  readonly unknownPictures: number;
}

/** Of masks drawn on in both places: keep ours, take theirs as one stroke, or keep both under two names. */
export const MERGE_RESOLUTIONS = ['mine', 'theirs', 'both'] as const;
export type MergeResolution = (typeof MERGE_RESOLUTIONS)[number];
