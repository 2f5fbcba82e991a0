import type { CancelSignal } from './cancel.ts';
import type { Epoch, TrainingReport } from './graph/train.ts';
import type { ValidatedPath } from './linear/crossValidation.ts';
import type { LinearDataShape, LinearResult, LinearSpec, PathSpec } from './linear/linearData.ts';
import type { LinearMap } from './linear/linearMap.ts';
import type { ClassifierManifest, GeneratorManifest } from './manifest.ts';
import type { PictureMeasures } from './measure/measurePictures.ts';
import type {
  SegmenterFit,
  SegmenterProgress,
  SegmenterRequest,
  SegmentRequest,
  SegmentResult,
} from './segment/request.ts';
import type { FloatTensor } from './tensor.ts';

/** What stages ask of the process in which all ONNX sessions live. The backend implements it; core only names it. */

export type DeviceName = 'cuda' | 'webgpu' | 'cpu';

/** Order in which devices are tried. */
export const DEVICE_ORDER: readonly DeviceName[] = ['cuda', 'webgpu', 'cpu'];

export interface DeviceEntry {
  readonly name: DeviceName;
  readonly usable: boolean;
  /** Why it was refused, as a sentence; null when usable. */
  readonly reason: string | null;
  /** Largest absolute difference to CPU in the start-up self-test; null where none was run. */
  readonly selfTestError: number | null;
}

export interface DeviceReport {
  readonly active: DeviceName;
  readonly devices: readonly DeviceEntry[];
  readonly threads: number;
  /** Pictures rendered and encoded per second, measured on the open pair; null before the first measurement. */
  readonly imagesPerSecond: number | null;
  readonly libraries: Readonly<Record<string, string>>;
}

/** Files of a pair as absolute paths whose hashes were checked, with their manifests. */
export interface PairFiles {
  readonly generator: GeneratorManifest;
  readonly classifier: ClassifierManifest;
  readonly mappingPath: string;
  readonly synthesisPath: string;
  readonly tapsPath: string | null;
  readonly classifierPath: string;
}

export interface MapRequest {
  /** [B Z] float32, standard normal latents. */
  readonly z: FloatTensor;
  /** [B] class of each row, index into the class list. */
  readonly classIndex: Int32Array;
  /** Truncation: 1 is none, 0 the class mean. */
  readonly psi: number;
}

/** Pairs of rows: pictures `from[i]` and `to[i]`. */
export interface Comparison {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Compare their structure too. */
  readonly structure?: boolean;
}

export interface RenderRequest {
  /** [B L] float32, latents. */
  readonly w: FloatTensor;
  /** Re-encode every picture: representation and logits. */
  readonly encode: boolean;
  /** Pictures per strip (B must be a multiple), or null when no strip is wanted. */
  readonly tilesPerStrip: number | null;
  /** Pairs of rows whose mean absolute pixel difference is wanted; both arrays of equal length. */
  readonly compare: Comparison | null;
  /** Return the quantised pixels themselves. */
  readonly pixels: boolean;
}

export interface EncodedStrip {
  readonly mediaType: 'image/webp';
  readonly tiles: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bytes: Uint8Array;
}

export interface RenderResult {
  /** [B U] float32, penultimate representation; null unless `encode`. */
  readonly r: FloatTensor | null;
  /** [B C] float32; null unless `encode`. */
  readonly logits: FloatTensor | null;
  readonly strips: readonly EncodedStrip[] | null;
  /** Mean absolute difference over pixels and channels, in grey levels 0 to 255, one per compared pair. */
  readonly distances: Float32Array | null;
  /** Gradient magnitude similarity deviation, one per compared pair; null unless `compare.structure`. */
  readonly structure: Float32Array | null;
  /** [B H W 3] uint8, RGB, quantised as the manifest says (truncated); null unless `pixels`. */
  readonly pixels: Uint8Array | null;
}

export interface MeasureRequest {
  /** [B L] float32, latents of the pictures. */
  readonly w: FloatTensor;
  /** [B H W] uint8, label of each pixel. */
  readonly maps: Uint8Array;
  /** How many labels there are. */
  readonly labels: number;
}

/** How unlike the generator finds every pixel of a picture and one of them. */
export interface FeatureDistanceRequest {
  /** [1 L] float32, the picture's latent. */
  readonly w: FloatTensor;
  /** The pixel that others are compared with. */
  readonly x: number;
  readonly y: number;
}

/** Motion between pictures, two by two. */
export interface TrackRequest {
  /** [B L] float32, latents of the pictures. */
  readonly w: FloatTensor;
  /** Pictures `from[i]` and `to[i]` are a pair; both arrays of equal length. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** [B H W] uint8 label of each pixel; null where motion of the whole picture is all that is wanted. */
  readonly labels: Uint8Array | null;
  readonly labelCount: number;
  /** Path of an ONNX flow model that finds the fields; null for the product's own tracker. */
  readonly flowModel: string | null;
  /** The product's own tracker goes by the generator's features too. */
  readonly features: boolean;
  /** Return the fields themselves. */
  readonly dense: boolean;
}

export interface TrackResult {
  /** [P Q M] float32: pairs, labels and then the whole picture, `MOTION_IDS`; NaN is missing. */
  readonly motion: Float32Array;
  /** [P 7] float32: a b c d e f of the global motion and the share that moves by it; NaN where none was found. */
  readonly global: Float32Array;
  /** P times [A 5] float32: a few arrows of each pair, global motion taken out (`packArrows`). */
  readonly arrows: readonly Float32Array[];
  /** Null unless `dense`. */
  readonly fields: readonly DenseTrack[] | null;
}

export interface DenseTrack {
  /** [2 H W] float32, dx then dy, px. */
  readonly flow: Float32Array;
  /** [H W] float32, 0 to 1. */
  readonly confidence: Float32Array;
  /** [H W] uint8 */
  readonly occluded: Uint8Array;
}

/** Rows of a data set for linear fits, a chunk of them. */
export interface LinearRows {
  /** [B U] float32, representations. */
  readonly representations: FloatTensor;
  /** [B L] float32, latents. */
  readonly latents: FloatTensor;
  /** [B] fold of each row; null where nothing is cross-validated. */
  readonly folds: Int32Array | null;
}

/** A data set held by the engine: rows go in by chunks, and any number of fits and paths come out. */
export interface LinearSession {
  add(rows: LinearRows, signal?: CancelSignal): Promise<void>;
  fit(spec: LinearSpec, signal?: CancelSignal): Promise<LinearResult>;
  crossValidate(spec: PathSpec, signal?: CancelSignal): Promise<ValidatedPath>;
  close(): Promise<void>;
}

export interface MlpFitRequest {
  /** [N U] float32, representations. */
  readonly representations: FloatTensor;
  /** [N L] float32, latents. */
  readonly latents: FloatTensor;
  /** Width of each hidden layer; none is a linear map. */
  readonly hidden: readonly number[];
  readonly learningRate: number;
  /** AdamW's: share of each weight taken off a step, in units of the learning rate; 0 is Adam. */
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly maxEpochs: number;
  /** Epochs without a better validation loss after which training stops. */
  readonly patience: number;
  /** Share of the rows kept for validation, 0 to 1. */
  readonly validationShare: number;
  readonly seed: number;
}

/** Linear maps with ReLU between them, from standardised representations to standardised latents. */
export interface Mlp {
  /** weights [inputs outputs] */
  readonly layers: readonly LinearMap[];
  /** [U] */
  readonly inputMean: Float32Array;
  /** [U] standard deviation; 0 where a unit is constant and says nothing. */
  readonly inputSpread: Float32Array;
  /** [L] */
  readonly outputMean: Float32Array;
  /** [L] */
  readonly outputSpread: Float32Array;
}

export interface MlpFit {
  readonly mlp: Mlp;
  /** Mean squared errors on standardised latents, epoch by epoch; 1 is what predicting the mean gives. */
  readonly epochs: readonly Epoch[];
  /** The epoch whose parameters these are; counts from 1, and is 0 where no epoch made it better than untrained. */
  readonly bestEpoch: number;
  readonly stopped: 'patience' | 'epochs' | 'diverged';
  /** What a person should know of how it went; null when all is well. */
  readonly message: string | null;
}

/** What fits linkers: it needs rows, and no models. Every call may be cancelled between batches. */
export interface TrainingEngine {
  /** Begins a data set for linear fits; whoever begins it closes it. */
  openLinear(shape: LinearDataShape): Promise<LinearSession>;
  /** Trains on the engine's device; reports come after every run of some steps. */
  fitMlp(request: MlpFitRequest, signal?: CancelSignal, onReport?: (report: TrainingReport) => void): Promise<MlpFit>;
}

/** Calls on one open pair. */
export interface PairEngine extends TrainingEngine {
  readonly files: PairFiles;
  map(request: MapRequest, signal?: CancelSignal): Promise<FloatTensor>;
  render(request: RenderRequest, signal?: CancelSignal): Promise<RenderResult>;
  /** [H W] uint8, `featureDistance` rounded; the features are computed from w and kept nowhere. */
  featureDistance(request: FeatureDistanceRequest, signal?: CancelSignal): Promise<Uint8Array>;
  trainSegmenter(
    request: SegmenterRequest,
    signal?: CancelSignal,
    onProgress?: (progress: SegmenterProgress) => void,
  ): Promise<SegmenterFit>;
  segment(request: SegmentRequest, signal?: CancelSignal): Promise<SegmentResult>;
  /** `measurePictures` of pictures rendered for it. */
  measure(request: MeasureRequest, signal?: CancelSignal): Promise<PictureMeasures>;
  /** Motion on pixels fresh from the generator. */
  track(request: TrackRequest, signal?: CancelSignal): Promise<TrackResult>;
}

export type EngineState = 'starting' | 'ready' | 'restarting' | 'down';

export interface EngineStatus {
  readonly state: EngineState;
  /** Crashes since the host started. */
  readonly crashes: number;
  /** What happened last, as a sentence; null when all is well. */
  readonly message: string | null;
  readonly report: DeviceReport | null;
}
