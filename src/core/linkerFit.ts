import type { CancelSignal } from './cancel.ts';
import type { TrainingEngine } from './engine.ts';
import type { TrainingReport } from './graph/train.ts';
import { countConstant, remarksOnConstants } from './linear/constants.ts';
import type { ValidatedPath } from './linear/crossValidation.ts';
import type { LinearSpec, PathSpec } from './linear/linearData.ts';
import type { Linker } from './linker.ts';
import type { LinkerParams } from './params.ts';
import { splitOf } from './random.ts';
import type { LinkerSummary, TrainingSummary } from './summary.ts';
import type { FloatTensor } from './tensor.ts';

/** Pairs to fit a linker to; row i of each is the same sample. */
export interface TrainingRows {
  /** [N U] float32 */
  readonly representations: FloatTensor;
  /** [N L] float32 */
  readonly latents: FloatTensor;
  /** [N] draw of each row: rows of one draw share a latent z, so cross-validation keeps them together. */
  readonly draws: Int32Array;
}

export interface FittedLinker {
  readonly linker: Linker;
  /** What was fitted, with the penalty or the components that were chosen; null for a network. */
  readonly spec: LinearSpec | null;
  readonly addedPenalty: number;
  /** The whole path where the penalty or the components were chosen by cross-validation. */
  readonly path: ValidatedPath | null;
  readonly training: TrainingSummary | null;
  /** What a person should know, as sentences. */
  readonly remarks: readonly string[];
}

export interface FitWatch {
  readonly signal?: CancelSignal;
  readonly onReport?: (report: TrainingReport) => void;
}

/** Fits a linker by the method that the parameters name. */
export function fitLinker(
  params: LinkerParams,
  rows: TrainingRows,
  engine: TrainingEngine,
  watch: FitWatch,
): Promise<FittedLinker> {
  return params.method === 'mlp' ? fitNetwork(params, rows, engine, watch) : fitMap(params, rows, engine, watch.signal);
}

/** The same linker on other pairs: what was chosen is not chosen again. */
export function fitAgain(
  params: LinkerParams,
  spec: LinearSpec | null,
  rows: TrainingRows,
  engine: TrainingEngine,
  watch: FitWatch,
): Promise<FittedLinker> {
  return spec ? fitSpec(spec, rows, engine, watch.signal) : fitNetwork(params, rows, engine, watch);
}

async function fitNetwork(
  params: LinkerParams,
  { representations, latents }: TrainingRows,
  engine: TrainingEngine,
  { signal, onReport }: FitWatch,
): Promise<FittedLinker> {
  const rows = representations.shape[0] as number;
  const { mlp, ...training } = await engine.fitMlp(
    {
      representations,
      latents,
      hidden: params.hidden,
      learningRate: params.learningRate,
      weightDecay: 0.01,
      batchSize: Math.min(128, Math.max(1, Math.floor(rows / 4))),
      maxEpochs: params.maxEpochs,
      patience: params.patience,
      validationShare: 0.15,
      seed: params.seed,
    },
    signal,
    onReport,
  );
  const remarks = [
    ...(training.message === null ? [] : [training.message]),
    ...remarksOnConstants(countConstant(mlp.inputSpread), countConstant(mlp.outputSpread)),
  ];
  return { linker: { kind: 'mlp', mlp }, spec: null, addedPenalty: 0, path: null, training, remarks };
}

async function fitMap(
  params: LinkerParams,
  rows: TrainingRows,
  engine: TrainingEngine,
  signal: CancelSignal | undefined,
): Promise<FittedLinker> {
  const path = pathOf(params);
  if (!path) return fitSpec(specOf(params, params.penalty, params.components), rows, engine, signal);
  const session = await openSession(rows, engine, params.folds, params.seed, signal);
  try {
    const validated = await session.crossValidate(path, signal);
    const chosen = params.choose === 'best' ? validated.best : validated.oneStandardError;
    const value = validated.values[chosen] as number;
    const spec = specOf(params, value, value);
    const { addedPenalty, remarks, ...map } = await session.fit(spec, signal);
    return { linker: { kind: 'linear', map }, spec, addedPenalty, path: validated, training: null, remarks };
  } finally {
    await session.close();
  }
}

async function fitSpec(
  spec: LinearSpec,
  rows: TrainingRows,
  engine: TrainingEngine,
  signal: CancelSignal | undefined,
): Promise<FittedLinker> {
  const session = await openSession(rows, engine, 1, 0, signal);
  try {
    const { addedPenalty, remarks, ...map } = await session.fit(spec, signal);
    return { linker: { kind: 'linear', map }, spec, addedPenalty, path: null, training: null, remarks };
  } finally {
    await session.close();
  }
}

/** What was fitted, from what an artifact says of it; null for a network. */
export function specOfLinker(
  params: LinkerParams,
  { penalty, components }: Pick<LinkerSummary, 'penalty' | 'components'>,
): LinearSpec | null {
  return params.method === 'mlp' ? null : specOf(params, penalty, components ?? params.components);
}

function specOf({ method, l1Ratio }: LinkerParams, penalty: number, components: number): LinearSpec {
  if (method === 'ridge') return { kind: 'ridge', penalty };
  if (method === 'elastic-net') return { kind: 'elastic-net', penalty, share: l1Ratio };
  return method === 'pls' ? { kind: 'pls', components } : { kind: 'least-squares' };
}

/** What cross-validation is to try; null where everything is given. */
function pathOf({ method, choose, l1Ratio, components }: LinkerParams): PathSpec | null {
  if (choose === 'given' || method === 'least-squares') return null;
  if (method === 'ridge') return { kind: 'ridge', penalties: null };
  return method === 'pls' ? { kind: 'pls', components } : { kind: 'elastic-net', penalties: null, share: l1Ratio };
}

/** Rows sent to the engine at once. */
const CHUNK_ROWS = 2048;
/** Folds must not follow the hold-out, which splits by the same draws. */
const FOLD_SEED = 0x5f0145;

async function openSession(
  { representations, latents, draws }: TrainingRows,
  engine: TrainingEngine,
  foldCount: number,
  seed: number,
  signal: CancelSignal | undefined,
) {
  const [rows, units] = representations.shape as [number, number];
  const latentDim = latents.shape[1] as number;
  const session = await engine.openLinear({ rows, units, latentDim, foldCount });
  try {
    for (let first = 0; first < rows; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - first);
      const folds = Int32Array.from({ length: count }, (_, at) =>
        Math.floor(splitOf((seed ^ FOLD_SEED) >>> 0, draws[first + at] as number) * foldCount),
      );
      await session.add(
        {
          representations: chunkOf(representations, first, count, units),
          latents: chunkOf(latents, first, count, latentDim),
          folds: foldCount > 1 ? folds : null,
        },
        signal,
      );
    }
    return session;
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

function chunkOf({ data }: FloatTensor, first: number, count: number, width: number): FloatTensor {
  return { data: data.slice(first * width, (first + count) * width), shape: [count, width] };
}
