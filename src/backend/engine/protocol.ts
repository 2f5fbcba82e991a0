import type {
  DeviceName,
  DeviceReport,
  FeatureDistanceRequest,
  LinearRows,
  MapRequest,
  MeasureRequest,
  MlpFit,
  MlpFitRequest,
  PairFiles,
  RenderRequest,
  RenderResult,
  TrackRequest,
  TrackResult,
} from '#core/engine.ts';
import type { FailureData } from '#core/failure.ts';
import type { TrainingReport } from '#core/graph/train.ts';
import type { ValidatedPath } from '#core/linear/crossValidation.ts';
import type { LinearDataShape, LinearResult, LinearSpec, PathSpec } from '#core/linear/linearData.ts';
import type { PictureMeasures } from '#core/measure/measurePictures.ts';
import type {
  SegmenterFit,
  SegmenterProgress,
  SegmenterRequest,
  SegmentRequest,
  SegmentResult,
} from '#core/segment/request.ts';
import type { FloatTensor } from '#core/tensor.ts';

/** The messages between the host and the engine process. */

/** What a host may choose about its engine. */
export interface EngineSettings {
  readonly device: 'auto' | DeviceName;
  /** Threads of one session run; null is one a core. */
  readonly threads: number | null;
  /** Pictures per session run; null lets the engine choose. */
  readonly batch: number | null;
}

export interface StartOptions extends EngineSettings {
  /** Devices not to be touched, with the reason: an earlier engine died of them. */
  readonly refused: Partial<Record<DeviceName, string>>;
}

/** Every call names its pair in full, so that the engine can open it again after a restart. */
export interface EngineMethods {
  open(files: PairFiles): null;
  map(files: PairFiles, request: MapRequest): FloatTensor;
  render(files: PairFiles, request: RenderRequest): RenderResult;
  featureDistance(files: PairFiles, request: FeatureDistanceRequest): Uint8Array;
  track(files: PairFiles, request: TrackRequest): TrackResult;
  linearOpen(shape: LinearDataShape): number;
  linearAdd(session: number, rows: LinearRows): null;
  linearFit(session: number, spec: LinearSpec): LinearResult;
  linearPath(session: number, spec: PathSpec): ValidatedPath;
  linearClose(session: number): null;
  fitMlp(request: MlpFitRequest): MlpFit;
  trainSegmenter(files: PairFiles, request: SegmenterRequest): SegmenterFit;
  segment(files: PairFiles, request: SegmentRequest): SegmentResult;
  measure(files: PairFiles, request: MeasureRequest): PictureMeasures;
}

/** What a call tells of its progress before it has a result; a call that is not here tells nothing. */
export interface EngineProgress {
  readonly fitMlp: TrainingReport;
  readonly trainSegmenter: SegmenterProgress;
}

export type MethodName = keyof EngineMethods;

export type ProgressOf<M extends MethodName> = M extends keyof EngineProgress ? EngineProgress[M] : never;

export type Call = {
  [M in MethodName]: {
    readonly kind: 'call';
    readonly id: number;
    readonly method: M;
    readonly args: Parameters<EngineMethods[M]>;
  };
}[MethodName];

export type ToEngine =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | Call
  | { readonly kind: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly kind: 'probing'; readonly device: DeviceName }
  | { readonly kind: 'ready'; readonly report: DeviceReport }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: FailureData };
