import type { Artifact, Part, StoredPart } from './artifact.ts';
import type { CancelSignal } from './cancel.ts';
import type { PairEngine, TrainingEngine } from './engine.ts';
import { Failure } from './failure.ts';
import type { Head } from './head.ts';
import type { Json } from './json.ts';
import type { PairDescription } from './manifest.ts';
import type { SourceFile } from './params.ts';
import type { StageName } from './pipeline.ts';
import type { TrainingSummary } from './summary.ts';
import type { Tensor, TypedArray } from './tensor.ts';

/** What a stage may read of sealed artifacts. */
export interface ArtifactReader {
  artifact(id: string): Artifact;
  /** Parts in the artifact's own order; of a building artifact those that are there. */
  placedParts(artifactId: string): Iterable<{ readonly ordinal: number; readonly part: StoredPart }>;
  partAt(artifactId: string, ordinal: number): StoredPart;
  array(artifactId: string, name: string): Tensor<TypedArray>;
  /** An encoded strip by its address; null when it was dropped or never made. */
  picture(hash: string): { readonly mediaType: string; readonly bytes: Uint8Array } | null;
}

/** What a stage may write while its artifact is building. Everything written survives a kill of the process. */
export interface ArtifactWriter {
  readonly artifactId: string;
  /** Which of these parts are stored already, by an earlier run or by another artifact. */
  stored(partIds: readonly string[]): ReadonlySet<string>;
  read(partId: string): StoredPart;
  /** Stores parts in one transaction and gives each its place in the artifact. */
  commit(parts: readonly { readonly part: Part; readonly ordinal: number }[]): void;
  /** Gives parts that are stored already their place in this artifact. */
  adopt(parts: readonly { readonly partId: string; readonly ordinal: number }[]): void;
  putArray(name: string, array: Tensor<TypedArray>): void;
}

/** What a running stage is at, beside the items it has done. */
export interface Activity {
  /** In words: `epoch 12 of at most 300`. */
  readonly doing: string;
  /** Of the training under way, epoch by epoch; null where nothing is trained step by step. */
  readonly epochs: TrainingSummary['epochs'] | null;
}

/** The pair an artifact goes back to, open in the engine. */
export interface PairTools {
  readonly engine: PairEngine;
  readonly description: PairDescription;
  /** Hash of the generator: part of every picture's address. */
  readonly generatorHash: string;
  /** The classifier's last layer; null where the manifest names none, or its file is not on this machine. */
  readonly head: Head | null;
}

/** Tools a stage works with; all effects pass through here. */
export interface StageTools {
  readonly reader: ArtifactReader;
  readonly writer: ArtifactWriter;
  readonly engine: TrainingEngine;
  /** Null where the artifact goes back to plain arrays: there are no models, so there can be no pictures. */
  readonly pair: PairTools | null;
  readonly signal: CancelSignal;
  /** Path of a model of the user's on this machine. @throws Failure MODEL_MISSING */
  locateModel(model: SourceFile): Promise<string>;
  /** Called after each committed item; throws when the job was asked to stop. Items are the stage's own (draws, strips). */
  checkpoint(done: number, total: number): void;
  /** Says what goes on while no item is done; as often as there is news. */
  tell(activity: Activity): void;
}

/** A stage: name, and the function that fills a building artifact and returns its summary. */
export interface Stage<Params> {
  readonly name: StageName;
  /** Throws Failure BAD_INPUT with a sentence when params do not fit the inputs. */
  run(inputs: Readonly<Record<string, string>>, params: Params, tools: StageTools): Promise<Json>;
}

/** @throws Failure NOT_FOUND where the artifact goes back to plain arrays */
export function requirePair({ pair }: StageTools): PairTools {
  if (pair) return pair;
  throw new Failure('NOT_FOUND', 'These samples are plain arrays, and without a model pair no picture can be made.', {
    kept: 'Linkers fitted to them can be compared and exported.',
    remedy: 'Add a pair and draw samples from it.',
  });
}
