import type { Artifact } from '../artifact.ts';
import type { SegmentSummary } from '../summary.ts';

/** What the calls on segmenters answer: made for screens and for `--json`, never stored. */

export interface SegmenterRow {
  readonly artifact: Artifact;
  readonly summary: SegmentSummary;
  readonly isDefault: boolean;
}

/** A part as it is drawn over pictures. */
export interface ShownPart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
}

/** The parts in the pictures of a sweep. */
export interface PartsOverlay {
  /** Artifact of the label maps: strips are at /maps/<artifact>/<ordinal of the sweep's part>; null where there are none. */
  readonly maps: string | null;
  /** Without the background, which is left clear. */
  readonly parts: readonly ShownPart[];
  /** Another sweep whose parts are known; null where there is none. */
  readonly elsewhere: string | null;
}

/** What a segmenter says of one picture. */
export interface SegmentProposal {
  /** Masks that the segmenter learned from. */
  readonly masks: number;
  /** When it learned, ISO 8601, where it is the live one; null for a segmenter of the project. */
  readonly liveSince: string | null;
  /** [H W] numbers of labels, as runs: a mask that can be taken over. */
  readonly runs: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Grey picture, white where the members differ most; null with a single network. */
  readonly disagreementUrl: string | null;
  /** Mean over pixels, nats; 0 with a single network. */
  readonly meanDisagreement: number;
}

/** The segmenter that learns while people annotate. It is kept in memory, and no artifact. */
export interface LiveSegmenter {
  readonly isOn: boolean;
  /** `waiting`: a job has the device. */
  readonly state: 'idle' | 'waiting' | 'training' | 'failed';
  /** Masks of the training under way or waited for. */
  readonly masks: number;
  /** Network under way, from 0, of how many. */
  readonly member: number;
  readonly members: number;
  /** Why it failed, as a sentence. */
  readonly failure: string | null;
  /** What was learned last; null before the first time. */
  readonly learned: LiveLearned | null;
}

export interface LiveLearned {
  readonly masks: number;
  /** ISO 8601 */
  readonly at: string;
  readonly elapsedMs: number;
  /** Whether it went on from the training before, or began anew. */
  readonly goesOn: boolean;
  /** On masks left out; null where there was one picture only. */
  readonly meanIou: number | null;
  /** What a person should know, as sentences. */
  readonly remarks: readonly string[];
}
