import type { Label } from './labelSet.ts';
import type { MeasureId } from './measure/measures.ts';
import type { Direction } from './params.ts';
import type { SegmenterDescription } from './segment/segmenter.ts';

/** Key figures of sealed artifacts: what `artifact.summary` holds, stage by stage. */

/** A mean with the 95 % interval and the number of cases behind it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

export interface PairSummary {
  readonly generatorName: string;
  readonly classifierName: string;
  readonly classNames: readonly string[];
  readonly parts: readonly { readonly id: number; readonly name: string }[];
  readonly zDim: number;
  readonly wDim: number;
  readonly units: number;
  readonly representation: string;
  readonly nonneg: boolean;
  readonly imageSizePx: readonly [number, number];
  readonly taps: readonly { readonly name: string; readonly channels: number; readonly size: number }[];
  readonly licences: readonly string[];
  readonly files: readonly {
    readonly role: string;
    readonly name: string;
    readonly sha256: string;
    readonly sizeBytes: number;
  }[];
  readonly headKnown: boolean;
}

export interface ClassDraws {
  readonly name: string;
  readonly drawn: number;
  readonly accepted: number;
}

export interface SamplesSummary {
  /** Accepted samples. */
  readonly count: number;
  readonly drawn: number;
  /** accepted / drawn */
  readonly acceptance: number;
  /** Accepted samples whose latent equals an earlier one of the same class. */
  readonly duplicates: number;
  readonly heldOut: number;
  readonly perClass: readonly ClassDraws[];
  /** [C C] row: class asked for, column: class predicted; counts over all draws. */
  readonly confusion: readonly (readonly number[])[];
  /** Classes drawn, by index. */
  readonly classIndices: readonly number[];
  /** Units that never exceeded 0 over all accepted samples. */
  readonly deadUnits: number;
  /** Set where the samples are plain arrays: then nothing was drawn, and there are no classes and no pictures. */
  readonly arrays?: {
    /** Names of the files they came from. */
    readonly representations: string;
    readonly latents: string;
    readonly units: number;
    readonly latentDim: number;
  };
}

/** How well predicted latents stand for the true ones of held-out samples. What is seen in pictures is null where there are none. */
export interface FidelityNumbers {
  /** 1 - SSE/SST, summed over dimensions, on held-out rows. */
  readonly r2: number;
  /** Mean cosine of linked and true latent, both centred on the training mean. */
  readonly cosine: number;
  /** Share of held-out samples whose linked picture is classified as the original picture. */
  readonly agreement: number | null;
  /** Mean KL divergence from the original's to the linked picture's class probabilities, nats. */
  readonly divergence: number | null;
  /** Squared error of the linked picture's representation relative to its spread: 0 is perfect, 1 as good as the mean. */
  readonly cycleError: number | null;
  /** Mean absolute pixel difference of linked and original picture, grey levels 0 to 255. */
  readonly pixelError: number | null;
  /** Mean gradient magnitude similarity deviation of linked and original picture; 0 for equal pictures. */
  readonly structureError: number | null;
}

/** 95 % intervals, latents resampled by draw; null where one draw is all there is. */
export type FidelityIntervals = Readonly<Record<keyof FidelityNumbers, readonly [number, number] | null>>;

export interface Fidelity extends FidelityNumbers {
  readonly intervals: FidelityIntervals;
  /** R2 per latent dimension; intervals are in the artifact's array `r2PerDimension`. */
  readonly r2PerDimension: readonly number[];
  /** R2 per principal component of the training latents, largest variance first; likewise. */
  readonly r2PerComponent: readonly number[];
}

export interface ClassFidelity extends FidelityNumbers {
  readonly name: string;
  readonly intervals: FidelityIntervals;
  readonly n: number;
}

/** What a linear link can say of single units. */
export interface IdentifiabilitySummary {
  /** Effective rank of the weights. */
  readonly weightsRank: number;
  /** Effective rank of the linked latents of held-out samples. */
  readonly linkedRank: number;
  /** Directions that are left when link-equivalent units count as one. */
  readonly groups: number;
  /** Units that share their direction with another one. */
  readonly groupedUnits: number;
  /** Median over units of the mean cosine to their direction in refits. */
  readonly medianStability: number;
  readonly refits: number;
}

/** How a trained linker came about. */
export interface TrainingSummary {
  /** Mean squared errors on standardised latents, epoch by epoch; 1 is what predicting the mean gives. */
  readonly epochs: readonly { readonly trainLoss: number; readonly validationLoss: number }[];
  /** The epoch whose parameters were kept; counts from 1, and is 0 where no epoch made it better than untrained. */
  readonly bestEpoch: number;
  readonly stopped: 'patience' | 'epochs' | 'diverged';
}

/** Held-out R2 over folds, along the penalties or components that cross-validation tried. */
export interface PathSummary {
  readonly values: readonly number[];
  readonly meanR2: readonly number[];
  readonly standardError: readonly number[];
  /** Index of the largest mean. */
  readonly best: number;
  /** Index of the simplest whose mean is within one standard error of the best. */
  readonly oneStandardError: number;
}

export interface LinkerSummary extends Fidelity {
  readonly method: string;
  /** As given or chosen; 0 where the method has none. */
  readonly penalty: number;
  /** Of PLS; null for other methods. */
  readonly components: number | null;
  readonly addedPenalty: number;
  /** Null where nothing was chosen by cross-validation. */
  readonly path: PathSummary | null;
  /** Null for linear linkers. */
  readonly training: TrainingSummary | null;
  /** What a person should know of the fit, as sentences. */
  readonly remarks: readonly string[];
  readonly trainCount: number;
  readonly heldOutCount: number;
  /** Latent draws among the held-out samples: the cases that intervals count. */
  readonly heldOutDraws: number;
  readonly classMean: Fidelity;
  readonly shuffled: Fidelity;
  readonly nearest: Fidelity;
  readonly perClass: readonly ClassFidelity[];
  /** Null for a network, whose units have no fixed direction, and for an imported linker, which cannot be fitted again. */
  readonly identifiability: IdentifiabilitySummary | null;
}

export interface SweepSummary {
  readonly units: number;
  readonly directions: number;
  readonly starts: number;
  readonly steps: number;
  readonly images: number;
  readonly imagesPerSecond: number;
  /** Largest mean pixel difference between steps of the no-op control, grey levels; null without control. */
  readonly noiseFloor: number | null;
  /** Median over units of realised / requested activation. */
  readonly medianRealised: number | null;
  /** Units whose pictures are not of this unit, and units that could be judged. */
  readonly flagged: number;
  readonly judged: number;
  readonly extrapolated: boolean;
}

/**
 * A score over a whole atlas: measured, of the linear response, and where that would lie if the units pointed anywhere. Null where there
 * is none: a single unit shares nothing, and where no effect stands out of its error there is nothing to share.
 */
export interface TotalScore {
  readonly measured: number | null;
  readonly predicted: number | null;
  /** 2.5 and 97.5 % of random rotations. */
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
}

export interface AtlasSummary {
  readonly parts: readonly string[];
  readonly metrics: readonly string[];
  readonly units: number;
  readonly starts: number;
  readonly steps: number;
  readonly nullDirections: number;
  /** What units were compared with; `direction` also where the linker could not be fitted again. */
  readonly chance: 'link' | 'direction';
  /** Median length of the units' lines in w, and of what they were compared with. */
  readonly medianLength: number;
  readonly medianChanceLength: number;
  /** Lengths in w at which null directions were walked. */
  readonly nullLengths: readonly number[];
  /** Cells of unit and concept that could be tested. */
  readonly tested: number;
  /** Cells with q < 0.05 that are not below the noise floor, and units with one. */
  readonly reported: number;
  readonly unitsReported: number;
  readonly belowFloor: number;
  /** Concepts whose measure never varies. */
  readonly constant: number;
  /** Groups of units whose effect profiles are the same. */
  readonly groups: number;
  readonly disentanglement: TotalScore;
  readonly completeness: TotalScore;
  /** Of the tails of all nulls; 0 is exponential. */
  readonly tailShape: number;
  /** Left-out null statistics, and the share of them at or below each probability. */
  readonly tailCheck: {
    readonly n: number;
    readonly shares: readonly { readonly level: number; readonly share: number }[];
  };
  /** Of the units' effects by the linear response that score nulls are made of. */
  readonly responseR2: number;
  /** What a person should know, as sentences. */
  readonly remarks: readonly string[];
}

/** Of the 0 to 1 shares, `n` is the number of cases behind them. */
export interface CounterfactualControls {
  /** Share of random directions, as far in w, whose picture leaves the class of its start. */
  readonly randomLeave: number;
  /** Share of them whose picture is the target. */
  readonly randomReach: number;
  readonly randomCount: number;
  /** Share of searches on a head of shuffled labels whose picture is the target. */
  readonly shuffledReach: number;
  /** Median over cases of the mean cosine in w with what other first shifts lead to, and a start with noise. */
  readonly seedAgreement: number;
  readonly noiseAgreement: number;
  readonly n: number;
}

/** The usual scores of counterfactuals. */
export interface CounterfactualScores {
  /** Share whose re-classified picture is the target. */
  readonly validity: number;
  /** Median length of the shift in w, in standard deviations of w. */
  readonly proximity: number | null;
  /** Median share of units that are not moved. */
  readonly sparsity: number | null;
  /** Median Mahalanobis distance of the re-encoded picture from the target's mean, over that within which 95 % of its samples lie. */
  readonly plausibility: number | null;
  /** Mean distance in w between the members of a diverse set, in standard deviations of w; null where sets have one member. */
  readonly diversity: number | null;
}

export interface CounterfactualSummary {
  readonly method: string;
  readonly cases: number;
  readonly valid: number;
  /** Cases by how they ended, in the order of `OUTCOMES`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly classPairs: number;
  /** Start pictures that are not taken for the class of their sample. */
  readonly startsWrong: number;
  /** Where on the path the picture turns, 1 being the counterfactual; over valid cases. */
  readonly crossing: Estimate | null;
  /** Medians over valid cases: units moved, and units that alone still turn the picture. */
  readonly medianMoved: number | null;
  readonly medianMinimal: number | null;
  readonly units: number;
  readonly scores: CounterfactualScores;
  /** Null where none were asked for. */
  readonly controls: CounterfactualControls | null;
  readonly images: number;
  readonly imagesPerSecond: number;
}

export interface TrackSummary {
  /** Directions times start pictures. */
  readonly parts: number;
  readonly directions: number;
  readonly starts: number;
  /** Pairs of pictures tracked. */
  readonly pairs: number;
  readonly pairsPerSecond: number;
  /** Names of the rows of motion: labels, then the whole picture. */
  readonly rows: readonly string[];
  /** Median over parts of the mean length of residual vectors from the first to the last step, whole picture, px; null where nothing was trusted. */
  readonly medianMagnitude: number | null;
  /** The largest of the no-op control, px; null without control. */
  readonly noiseFloor: number | null;
  /** Share of parts in which too little was trusted to say anything. */
  readonly untrusted: number;
  /** In nine of ten pictures the longest arrow to the next step is no longer, px; null where nothing moves. Absent where an older run kept no arrows. */
  readonly longestArrow?: number | null;
}

export interface ReportSummary {
  readonly title: string;
  readonly sizeBytes: number;
  readonly fileName: string;
}

export interface MaskSummary {
  /** Finished masks; a picture that two people annotated has two. */
  readonly masks: number;
  readonly pictures: number;
  readonly annotators: readonly string[];
  /** Of each label, the background first: masks it is in, and pixels over all of them. */
  readonly drawn: readonly { readonly name: string; readonly masks: number; readonly pixels: number }[];
}

/** Intersection over union of a part, pooled over pictures left out; null where it is drawn and found nowhere. */
export interface PartIou {
  readonly id: string;
  readonly name: string;
  readonly iou: number | null;
  readonly interval: readonly [number, number] | null;
}

export interface SegmentSummary {
  readonly segmenter: SegmenterDescription;
  /** Masks learned from. */
  readonly masks: number;
  /** The background first. */
  readonly parts: readonly PartIou[];
  readonly meanIou: number;
  readonly meanIouInterval: readonly [number, number] | null;
  /** False where there was one picture only: then the numbers are of training. Also where it was imported. */
  readonly isHeldOut: boolean;
  /** Name of the file it came from; it was judged on masks of the project, which it may have learned from. */
  readonly importedFrom?: string;
  /** [K K] pixels: row the mask's label, column the label found. */
  readonly confusion: readonly (readonly number[])[];
  /** Ten bins of confidence; null where no pixel had it. */
  readonly calibration: readonly ({
    readonly pixels: number;
    readonly accuracy: number;
    readonly confidence: number;
  } | null)[];
  readonly epochs: readonly { readonly trained: number; readonly best: number }[];
  readonly remarks: readonly string[];
}

export interface MapsSummary {
  readonly labels: readonly Label[];
  /** Pictures a part. */
  readonly steps: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly parts: number;
  readonly pictures: number;
  /** Largest share of pixels whose label changes over the no-op control; null without one. */
  readonly flicker: number | null;
  readonly picturesPerSecond: number;
}

/** What one direction changes of one part: from the first step of a sweep to the last, over start pictures. */
export interface Change {
  readonly direction: Direction;
  readonly directionIndex: number;
  /** Id of the label, or `picture`. */
  readonly quantity: string;
  readonly metric: MeasureId;
  /** From end to end in the measure's own unit, over start pictures in which the part is there at both ends. */
  readonly delta: Estimate;
  /** Of the least-squares line on the coordinate set, in the measure's own unit a unit of activation; null where nothing is set, as in the control. */
  readonly slope: Estimate | null;
  /** The mean over the standard deviation of the measure over all start pictures and directions, at the first step: how much of what varies. */
  readonly standardised: number;
  /** Mean over start pictures of Kendall's tau-a of the measure with the step: 1 always rises, -1 always falls. */
  readonly monotonicity: number;
}

export interface MeasureSummary {
  readonly labels: readonly Label[];
  /** Ids of the labels, and then the whole picture. */
  readonly quantities: readonly string[];
  readonly steps: number;
  readonly parts: number;
  readonly pictures: number;
  /** The units' strongest changes. */
  readonly strongest: readonly Change[];
}
