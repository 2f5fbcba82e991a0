import type { Artifact, PictureRef } from '../artifact.ts';
import type { ClassPair, UnitChange } from '../counterfactual/pairChanges.ts';
import type { PartChange, PartMotion } from '../counterfactual/partChanges.ts';
import type { Outcome, Round } from '../counterfactual/search.ts';
import type { Label } from '../labelSet.ts';
import type { CounterfactualSummary, Estimate } from '../summary.ts';
import type { Sample } from './samples.ts';

/** What the calls on counterfactuals answer: made for screens and for `--json`, never stored. */

export interface CounterfactualRun {
  readonly artifact: Artifact;
  readonly title: string;
  readonly summary: CounterfactualSummary;
  readonly isDefault: boolean;
}

/** A run over class pairs; also a building one, whose pairs fill as they are done. */
export interface CounterfactualMatrix {
  readonly artifact: Artifact;
  readonly title: string;
  readonly summary: CounterfactualSummary;
  readonly classNames: readonly string[];
  /** Classes that take part, each with the picture of a sample. */
  readonly classes: readonly { readonly classIndex: number; readonly picture: PictureRef | null }[];
  readonly pairs: readonly (ClassPair & { readonly planned: number })[];
}

/** One counterfactual in a list. */
export interface CounterfactualRow {
  /** Place in the run. */
  readonly ordinal: number;
  readonly sample: number;
  readonly from: string;
  readonly to: string;
  readonly seed: number;
  readonly member: number;
  readonly outcome: Outcome;
  readonly isValid: boolean;
  /** How far the best picture came on the way to the target: 1 is there. */
  readonly progress: number;
  /** Place on the path where the picture turns, 1 being the counterfactual; null where it never does. */
  readonly crossing: number | null;
  /** Standard deviations of w. */
  readonly latentLength: number;
  /** Grey levels between start and counterfactual. */
  readonly pixelDistance: number;
  /** Units moved, and units that alone turn the picture. */
  readonly moved: number;
  readonly minimal: number;
  /** The path as a strip, first tile the start; null where it was dropped. */
  readonly strip: PictureRef | null;
  /** Tile of the counterfactual. */
  readonly end: number;
}

export interface CounterfactualPair {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly CounterfactualRow[];
  readonly crossing: Estimate | null;
  /** Units with the largest part in it. */
  readonly units: readonly UnitChange[];
  /** What a segmenter names parts; empty where none was used. */
  readonly labels: readonly Label[];
  /** How parts change, largest change first; empty without a segmenter. */
  readonly parts: readonly PartChange[];
  /** How parts move, the farthest first; empty without a segmenter. */
  readonly motions: readonly PartMotion[];
}

export interface CounterfactualCase extends CounterfactualRow {
  readonly classNames: readonly string[];
  readonly start: Sample;
  /** Class of the start picture. */
  readonly startClass: string;
  /** [K] places along the path. */
  readonly places: readonly number[];
  /** [K C] of the re-classified pictures. */
  readonly probabilities: readonly (readonly number[])[];
  /** [K] how far the re-encoded pictures went along the shift, as a share of it. */
  readonly realised: readonly number[];
  /** Whether every unit of the smallest set was tried. */
  readonly isMinimal: boolean;
  readonly headOdds: number;
  readonly pictureOdds: number;
  /** Mahalanobis distances from the target's mean: of the shifted and of the re-encoded representation, and of the target's median sample. */
  readonly targetDistance: number;
  readonly pictureDistance: number;
  readonly typicalDistance: number;
  /** Units moved, largest contribution first; shift in standard deviations, contribution in logits. */
  readonly units: readonly {
    readonly unit: number;
    readonly shift: number;
    readonly contribution: number;
    readonly isMinimal: boolean;
  }[];
  readonly rounds: readonly Round[];
  /** [K Q M] measures of every part and the whole picture along the path, M as `PATH_MEASURES`; null where the part is not in the picture. Empty without a segmenter. */
  readonly parts: readonly (readonly (readonly (number | null)[])[])[];
  readonly labels: readonly Label[];
  readonly controls: {
    readonly randomClasses: readonly string[];
    readonly shuffledClass: string;
    readonly seedAgreement: number;
    readonly noiseAgreement: number;
  } | null;
}
