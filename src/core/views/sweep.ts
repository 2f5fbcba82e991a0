import type { Artifact } from '../artifact.ts';
import type { Specificity } from '../specificity.ts';
import type { Estimate, SweepSummary } from '../summary.ts';
import type { Sample } from './samples.ts';

/** What the calls on sweeps, single units and the live slider answer: made for screens and for `--json`, never stored. */

export interface SweepView {
  readonly artifact: Artifact;
  readonly summary: SweepSummary;
  readonly starts: readonly { readonly sample: Sample; readonly className: string }[];
  /** Labels of the steps, as fractions 0 to 1 of the range. */
  readonly steps: readonly number[];
}

/** One row of the wall: a unit (or a further direction) over all its start pictures. */
export interface SweepRow {
  /** Position in the sweep's own order. */
  readonly ordinal: number;
  readonly kind: 'unit' | 'units' | 'latent' | 'none';
  /** Unit index; null for other directions. */
  readonly unit: number | null;
  readonly name: string;
  /** Range swept, in activation. */
  readonly low: number;
  readonly high: number;
  /** Smallest and largest activation in the samples. */
  readonly seenLow: number;
  readonly seenHigh: number;
  /** Ends beyond anything seen in the samples. */
  readonly extrapolated: boolean;
  /** Mean absolute pixel difference between the two ends, grey levels, over start pictures; null until one is done. */
  readonly effect: Estimate | null;
  /** Length of the step in latent space from end to end, in standard deviations of w. */
  readonly latentLength: number;
  /** Realised / requested activation: slope of the re-encoded coordinate on the set value. */
  readonly realised: Estimate | null;
  readonly activationMean: number;
  readonly activationSd: number;
  /** The unit's own change in the re-encoded pictures against the other units'; null for other directions and until one is done. */
  readonly specificity: Specificity | null;
  /** True where the pictures are not of this unit; null where that cannot be judged. */
  readonly flagged: boolean | null;
  /** Mean cosine of the unit's direction to the same in refits; null for other directions, and for a network. */
  readonly stability: number | null;
  /** Smallest unit whose direction in w this one shares, itself where it is alone; null likewise. */
  readonly group: number | null;
  /** Ordinal of its part from the first start picture, those of the others follow; null where nothing was walked. */
  readonly firstPart: number | null;
  /** True where the unit never fires on the samples. */
  readonly dead: boolean;
  /** One strip a start picture, in the order of `SweepView.starts`; null where not computed yet. */
  readonly strips: readonly (string | null)[];
  readonly pinned: boolean;
  readonly tags: readonly string[];
  readonly note: string | null;
}

export interface UnitView {
  readonly unit: number;
  readonly row: SweepRow | null;
  /** Set activations of the steps. */
  readonly values: readonly number[];
  /** Per start picture: activation of the start, realised activation per step, probabilities per step [K C]. */
  readonly starts: readonly {
    readonly sample: Sample;
    readonly startActivation: number;
    /** Ordinal of the sweep's part. */
    readonly part: number;
    readonly strip: string;
    readonly realised: readonly number[];
    readonly probabilities: readonly (readonly number[])[];
  }[];
  /** Activation over accepted samples: bin edges, counts over all, and counts per class. */
  readonly histogram: {
    readonly edges: readonly number[];
    readonly counts: readonly number[];
    readonly perClass: readonly (readonly number[])[];
  };
  readonly classNames: readonly string[];
  /** Weights of this unit to the logits, by class; null where the head is not known. */
  readonly logitWeights: readonly number[] | null;
  readonly mostActive: readonly { readonly sample: Sample; readonly activation: number }[];
  readonly leastActive: readonly { readonly sample: Sample; readonly activation: number }[];
}

/** A frame rendered on demand; the picture is fetched from `/live/<id>/<n>`. */
export interface LiveFrame {
  readonly url: string;
  readonly startUrl: string;
  /** Activation in the start sample, requested and re-encoded one, of each unit asked for. */
  readonly start: readonly number[];
  readonly requested: readonly number[];
  readonly realised: readonly number[];
  /** Softmax probabilities by class. */
  readonly probabilities: readonly number[];
  readonly renderMs: number;
}
