import type { CancelSignal } from './cancel.ts';
import type { Epoch, TrainingReport } from './graph/train.ts';
import type { ClassifierManifest, GeneratorManifest } from './manifest.ts';
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

export interface RenderRequest {
  /** [B L] float32, latents. */
  readonly w: FloatTensor;
  /** Re-encode every picture: representation and logits. */
  readonly encode: boolean;
  /** Pictures per strip (B must be a multiple), or null when no strip is wanted. */
  readonly tilesPerStrip: number | null;
  /** Pairs of rows whose mean absolute pixel difference is wanted; both arrays of equal length. */
  readonly compare: { readonly from: Int32Array; readonly to: Int32Array } | null;
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
  /** [B H W 3] uint8, RGB, quantised as the manifest says (truncated); null unless `pixels`. */
  readonly pixels: Uint8Array | null;
}

export interface LinearFitRequest {
  /** [N U] float32, representations. */
  readonly representations: FloatTensor;
  /** [N L] float32, latents. */
  readonly latents: FloatTensor;
  /** scikit-learn's alpha of Ridge, intercept not penalised; 0 means least squares. */
  readonly penalty: number;
}

export interface LinearMap {
  /** [U L] float32. */
  readonly weights: FloatTensor;
  /** [L] float32. */
  readonly bias: Float32Array;
}

export interface LinearFit extends LinearMap {
  /** Ridge that had to be added because the Gram matrix was singular; 0 when none was needed. */
  readonly addedPenalty: number;
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
  /** The epoch whose parameters these are; counts from 1. */
  readonly bestEpoch: number;
  readonly stopped: 'patience' | 'epochs' | 'diverged';
  /** What a person should know of how it went; null when all is well. */
  readonly message: string | null;
}

/** Calls on one open pair. Every call may be cancelled between batches. */
export interface PairEngine {
  readonly files: PairFiles;
  map(request: MapRequest, signal?: CancelSignal): Promise<FloatTensor>;
  render(request: RenderRequest, signal?: CancelSignal): Promise<RenderResult>;
  /** Solves in the engine process, so that the host stays responsive. */
  fitLinear(request: LinearFitRequest, signal?: CancelSignal): Promise<LinearFit>;
  /** Trains on the engine's device; reports come after every run of some steps. */
  fitMlp(request: MlpFitRequest, signal?: CancelSignal, onReport?: (report: TrainingReport) => void): Promise<MlpFit>;
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
