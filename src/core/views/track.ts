import type { Artifact, PictureRef } from '../artifact.ts';
import type { Estimate, TrackSummary } from '../summary.ts';
import type { Arrow } from '../track/arrows.ts';
import type { MotionId } from '../track/partMotion.ts';

/** What the calls on motion answer: made for screens and for `--json`, never stored. */

/** A finished tracking of a sweep. */
export interface TrackRun {
  readonly artifact: Artifact;
  readonly title: string;
  readonly summary: TrackSummary;
  readonly isDefault: boolean;
}

/** Numbers of motion by their ids; null is missing. */
export type MotionNumbers = Readonly<Record<MotionId, number | null>>;

/** One direction over all its start pictures: motion from the first step to the last, global motion removed. */
export interface TrackDirection {
  readonly kind: 'unit' | 'units' | 'latent' | 'none';
  /** Unit index; null for other directions. */
  readonly unit: number | null;
  readonly name: string;
  /** Mean length of residual vectors, whole picture, px; null where nothing was trusted. */
  readonly magnitude: Estimate | null;
  readonly parts: readonly {
    readonly ordinal: number;
    readonly sample: number;
    /** Strip of the sweep; null where it was dropped. */
    readonly strip: PictureRef | null;
    readonly magnitude: number | null;
  }[];
}

export interface TrackView {
  readonly artifact: Artifact;
  readonly title: string;
  readonly summary: TrackSummary;
  /** Steps that each pair goes from and to; the last is from end to end. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Steps of the sweep. */
  readonly steps: number;
  /** Strongest first, the control last. */
  readonly directions: readonly TrackDirection[];
}

/** Arrows over the pictures of a sweep, each from its step to the next one tracked. */
export interface MotionOverlay {
  /** Artifact of the motion: strips are at /arrows/<artifact>/<ordinal of the sweep's part>; null where there is none. */
  readonly track: string | null;
  /** Steps whose pictures have arrows. */
  readonly steps: readonly number[];
  /** Arrows are drawn so many times as long as the motion. */
  readonly factor: number;
  /** Strips tracked, of so many of the sweep. */
  readonly tracked: number;
  readonly strips: number;
  /** Another sweep whose motion is known; null where there is none. */
  readonly elsewhere: string | null;
}

/** What was read of a file of matches. */
export interface ImportedMatches {
  readonly matches: number;
  /** Share of the matches that move by the global motion; null where none was found. */
  readonly inliers: number | null;
  /** Median length before and after the global motion is taken out, px. */
  readonly medianTotal: number;
  readonly medianResidual: number;
  readonly path: string;
}

/** A field as it is drawn. */
export interface DrawnMotion {
  readonly arrows: readonly Arrow[];
  /** Dense view, hue by direction. */
  readonly hueUrl: string;
  /** Length at full saturation, px. */
  readonly longest: number;
}

/** Motion of one pair of pictures, found again from their latents. */
export interface TrackedPair {
  readonly ordinal: number;
  readonly name: string;
  readonly sample: number;
  readonly pair: readonly [number, number];
  readonly widthPx: number;
  readonly heightPx: number;
  /** Strip of the sweep; null where it was dropped. */
  readonly strip: PictureRef | null;
  /** Global motion taken out. */
  readonly residual: DrawnMotion;
  /** As it is. */
  readonly total: DrawnMotion;
  /** Bright is trusted. */
  readonly confidenceUrl: string;
  readonly global: {
    /** At the centre of the picture, px. */
    readonly shift: readonly [number, number];
    /** Expansion, 0 is none, and rotation, rad, clockwise. */
    readonly expansion: number;
    readonly rotation: number;
    /** Share of what is trusted that moves by it. */
    readonly inliers: number;
  } | null;
  /** A row a name. */
  readonly rows: readonly { readonly name: string; readonly motion: MotionNumbers }[];
}
