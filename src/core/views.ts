import type { Artifact, PictureRef } from './artifact.ts';
import type { ClassPair, UnitChange } from './counterfactual/pairChanges.ts';
import type { PartChange, PartMotion } from './counterfactual/partChanges.ts';
import type { Outcome, Round } from './counterfactual/search.ts';
import type { EngineStatus } from './engine.ts';
import type { FailureData } from './failure.ts';
import type { PredictorName } from './fidelity/scores.ts';
import type { Json } from './json.ts';
import type { Label } from './labelSet.ts';
import type { MeasureId } from './measure/measures.ts';
import type { StageName } from './pipeline.ts';
import type { Specificity } from './specificity.ts';
import type { Activity } from './stage.ts';
import type {
  Change,
  ClassFidelity,
  CounterfactualSummary,
  Estimate,
  FidelityIntervals,
  FidelityNumbers,
  IdentifiabilitySummary,
  LinkerSummary,
  SamplesSummary,
  SegmentSummary,
  SweepSummary,
  TrackSummary,
} from './summary.ts';
import type { Arrow } from './track/arrows.ts';
import type { MotionId } from './track/partMotion.ts';

/** What the calls of api.ts answer: read models made for screens and for `--json`, never stored. */

export type HostKind = 'electron' | 'server' | 'cli';

export interface AppInfo {
  readonly version: string;
  readonly host: HostKind;
  /** True where the host can show file dialogs; elsewhere paths are typed or picked by `app.browse`. */
  readonly dialogs: boolean;
  /** Folder that new projects go to unless told otherwise. */
  readonly projectFolder: string;
  /** Set in the window of somebody who was let in to annotate one project under one name, and sees nothing else. */
  readonly annotator: { readonly name: string; readonly project: string } | null;
}

export type Theme = 'system' | 'dark' | 'light';

export interface Settings {
  readonly theme: Theme;
  readonly annotator: string;
  /** Device wanted; `auto` takes the first usable of cuda, webgpu, cpu. */
  readonly device: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  /** Pictures per engine run; null lets the engine choose. */
  readonly batch: number | null;
  readonly threads: number | null;
  readonly projectFolder: string;
  /** Folders searched for model files by hash. */
  readonly modelFolders: readonly string[];
}

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'project' | 'manifest' | 'model' | 'arrays';
  readonly sizeBytes: number;
  readonly changedAt: string;
}

export interface RecentProject {
  readonly path: string;
  readonly fileName: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly openedAt: string;
  readonly changedAt: string;
  /** Furthest sealed stage; null when empty. */
  readonly lastStage: StageName | null;
  /** A few pictures as data: small strips stored with the list, so that Welcome needs no project open. */
  readonly pictures: readonly PictureRef[];
  /** `missing`, `newer`, `damaged` rows stay in the list with a sentence. */
  readonly state: 'ok' | 'open' | 'missing' | 'newer' | 'damaged';
  readonly sentence: string | null;
}

export interface ProjectInfo {
  /** Handle for calls; stable while the project is open. */
  readonly project: string;
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly schemaVersion: number;
  readonly readOnly: boolean;
  readonly artifacts: number;
  readonly images: number;
  readonly pair: PairInfo | null;
  /** Models the project names that were not found on this machine; stages that need them say so. */
  readonly missingModels: readonly { readonly name: string; readonly sha256: string }[];
}

export interface PairInfo {
  readonly artifactId: string;
  readonly name: string;
  readonly generatorName: string;
  readonly classifierName: string;
  readonly classNames: readonly string[];
  readonly units: number;
  readonly wDim: number;
  /** The generator shows its feature maps. */
  readonly hasFeatures: boolean;
}

/** A finding of `verify`; a clean project has none. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly checked: {
    readonly blobs: number;
    readonly images: number;
    readonly artifacts: number;
    readonly parts: number;
  };
  readonly problems: readonly { readonly kind: string; readonly sentence: string }[];
}

export interface CompactReport {
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** Parts, images and blobs that nothing referred to. */
  readonly removed: number;
}

/** One stage as the rail shows it. */
export interface StageStatus {
  readonly stage: StageName;
  readonly state: 'empty' | 'running' | 'done' | 'stale' | 'failed';
  /** Number beside the name: samples, linkers, units. */
  readonly count: number | null;
  /** 0 to 1 while running. */
  readonly progress: number | null;
}

export interface ArtifactNode {
  readonly artifact: Artifact;
  readonly title: string;
  /** One line with the key number. */
  readonly line: string;
  readonly pictures: readonly PictureRef[];
  /** A newer artifact of an input's stage exists that this one was not made from. */
  readonly stale: boolean;
  /** The one that later stages take unless told otherwise. */
  readonly isDefault: boolean;
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'stopped' | 'interrupted';

export interface Job {
  readonly id: string;
  readonly project: string;
  readonly projectName: string;
  readonly stage: StageName;
  readonly title: string;
  readonly state: JobState;
  readonly artifactId: string;
  readonly done: number;
  readonly total: number;
  /** What `done` and `total` count: draws, strips, steps. */
  readonly item: string;
  /** Items per second over the last seconds; null at first. */
  readonly rate: number | null;
  readonly etaMs: number | null;
  /** What it is at while it runs; null when it does not, or has nothing to say beyond its items. */
  readonly activity: Activity | null;
  readonly attempts: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failure: FailureData | null;
}

/** Cost of a stage before it is run, from a short calibration on the open pair. */
export interface CostEstimate {
  readonly images: number;
  readonly durationMs: number;
  readonly diskBytes: number;
  readonly memoryBytes: number;
  readonly freeDiskBytes: number;
  /** True when disk or memory will not do, with the reason. */
  readonly fits: boolean;
  readonly sentence: string | null;
}

export interface Sample {
  readonly index: number;
  readonly draw: number;
  readonly classIndex: number;
  readonly predictedIndex: number;
  /** Softmax probability of the predicted class. */
  readonly probability: number;
  readonly accepted: boolean;
  readonly heldOut: boolean;
  readonly picture: PictureRef;
}

export interface SamplesView {
  readonly artifact: Artifact;
  readonly summary: SamplesSummary;
  readonly classNames: readonly string[];
}

export interface LinkerRow {
  readonly artifact: Artifact;
  readonly summary: LinkerSummary;
  readonly isDefault: boolean;
  /** Null for a linker of plain arrays. */
  readonly classifierName: string | null;
}

/** R2 along one axis of w with its 95 % interval; null where one draw is all there is. */
export interface AxisFidelity {
  readonly r2: number;
  readonly interval: readonly [number, number] | null;
}

/** One predictor of a fidelity card: the link or a baseline. */
export interface PredictorCard {
  readonly name: PredictorName;
  readonly numbers: FidelityNumbers;
  readonly intervals: FidelityIntervals;
  readonly dimensions: readonly AxisFidelity[];
  /** Along the principal components of the training latents, largest variance first. */
  readonly components: readonly AxisFidelity[];
}

/** Everything that was measured of a linker. */
export interface LinkerCard {
  readonly artifactId: string;
  readonly heldOutCount: number;
  readonly heldOutDraws: number;
  /** The link first. */
  readonly predictors: readonly PredictorCard[];
  readonly perClass: readonly ClassFidelity[];
  /** Share of the variance of training latents along each principal component. */
  readonly componentShares: readonly number[];
  readonly identifiability: IdentifiabilitySummary | null;
  /** Per unit: mean cosine to its direction in refits, and the smallest unit whose direction it shares. Null for a network. */
  readonly units: { readonly stability: readonly number[]; readonly group: readonly number[] } | null;
}

/** Numbers of the second linker less those of the first. */
export interface LinkerDifference extends FidelityNumbers {
  readonly intervals: FidelityIntervals;
  /** R2 class by class, of classes with at least two samples in common; empty where classes have no names. */
  readonly perClass: readonly ClassDifference[];
  /** Held-out samples that both were judged on. */
  readonly n: number;
  /** Latents behind them, the cases that intervals count: one latent gives a sample in every class. */
  readonly draws: number;
}

/** What a linker leaves unexplained along one principal component of the training latents, of every held-out sample. */
export interface LinkerResiduals {
  /** Counts from 0, the largest variance first. */
  readonly component: number;
  /** Of the variance of training latents. */
  readonly share: number;
  /** [N] and so are the others: a class and a draw name a latent. */
  readonly draws: readonly number[];
  readonly classIndices: readonly number[];
  /** Linked value along the component, in units of w. */
  readonly linked: readonly number[];
  /** True less linked value. */
  readonly residuals: readonly number[];
}

export interface ClassDifference {
  readonly name: string;
  readonly r2: number;
  readonly interval: readonly [number, number] | null;
  readonly n: number;
}

/** A held-out sample beside the picture of its linked latent. */
export interface LinkedPair {
  readonly sample: Sample;
  readonly original: PictureRef;
  readonly linked: PictureRef;
  readonly pixelError: number;
  readonly agrees: boolean;
}

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

/** Everything measured of one unit. */
export interface UnitMeasures {
  readonly measureId: string;
  /** Quantities by id with their names: parts, then the whole picture. */
  readonly quantities: readonly { readonly id: string; readonly name: string; readonly colour: string | null }[];
  /** Activations that were set. */
  readonly values: readonly number[];
  readonly starts: readonly {
    readonly sample: number;
    readonly className: string;
    /** Its strip of the sweep; null where that was dropped. */
    readonly strip: string | null;
    /** Ordinal of the sweep's part. */
    readonly part: number;
  }[];
  /** Artifact of the label maps that were measured. */
  readonly maps: string;
  /** The strongest first. */
  readonly changes: readonly Change[];
  /** By quantity and metric, a row a start picture; null for missing. */
  readonly curves: Readonly<Record<string, Readonly<Record<string, readonly (readonly (number | null)[])[]>>>>;
}

export interface ChangePage {
  readonly artifact: Artifact;
  readonly quantities: UnitMeasures['quantities'];
  readonly metrics: readonly MeasureId[];
  readonly total: number;
  readonly rows: readonly Change[];
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

/** An entry of the append-only journal of human work. */
export interface JournalEntry {
  readonly id: number;
  readonly at: string;
  readonly author: string;
  readonly kind: string;
  readonly payload: Json;
}

export type ServerEvent =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'artifact'; readonly project: string; readonly artifactId: string }
  | { readonly kind: 'journal'; readonly project: string }
  /** A mask, the queue or the labels changed; `mask` is null for the latter two. */
  | { readonly kind: 'mask'; readonly project: string; readonly mask: string | null; readonly through: number }
  /** The live segmenter of a project goes on, or has learned. */
  | { readonly kind: 'live'; readonly project: string }
  | { readonly kind: 'engine'; readonly status: EngineStatus }
  | { readonly kind: 'project'; readonly project: string | null }
  | { readonly kind: 'settings' };
