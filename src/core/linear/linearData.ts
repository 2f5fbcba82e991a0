import { Failure } from '../failure.ts';
import { concatRows, expectShape, type FloatTensor } from '../tensor.ts';
import { countConstant, remarksOnConstants } from './constants.ts';
import { crossValidate, type PathErrors, type ValidatedPath } from './crossValidation.ts';
import { elasticNetErrors, elasticNetPath, zeroingPenalty } from './elasticNet.ts';
import type { ElasticNetStep } from './fista.ts';
import { type LinearMap, linearMap } from './linearMap.ts';
import { createMoments } from './moments.ts';
import { partialLeastSquaresErrors, partialLeastSquaresPath } from './partialLeastSquares.ts';
import type { FitTools, LinearProblem, Split } from './problem.ts';
import type { Floats, Products } from './products.ts';
import { penaltyGrid, ridgeErrors, ridgePenalties } from './ridge.ts';
import { tallSplits, tallWhole } from './tall.ts';
import { type WideRows, wideProblem, wideSplits } from './wide.ts';

/** One fit. Penalties are scikit-learn's alpha, `share` its l1_ratio; the bias is not penalised. */
export type LinearSpec =
  | { readonly kind: 'least-squares' }
  | { readonly kind: 'ridge'; readonly penalty: number }
  | { readonly kind: 'elastic-net'; readonly penalty: number; readonly share: number }
  | { readonly kind: 'pls'; readonly components: number };

/** Fits to choose from. Penalties null take a grid that suits the data; components run from 1 to `components`. */
export type PathSpec =
  | { readonly kind: 'ridge'; readonly penalties: readonly number[] | null }
  | { readonly kind: 'elastic-net'; readonly penalties: readonly number[] | null; readonly share: number }
  | { readonly kind: 'pls'; readonly components: number };

export interface LinearResult extends LinearMap {
  /** Ridge that had to be added because the units are linearly dependent on the samples; 0 when none was needed. */
  readonly addedPenalty: number;
  /** Units that never change: their weights are 0. */
  readonly constantUnits: number;
  /** What a person should know of this fit, as sentences. */
  readonly remarks: readonly string[];
}

export interface LinearDataShape {
  readonly rows: number;
  readonly units: number;
  readonly latentDim: number;
  /** 1 where nothing is to be cross-validated. */
  readonly foldCount: number;
}

/**
 * Paired rows to fit linear maps to, taken in chunks. With no more units than rows only their moments are kept, so that memory
 * does not grow with the rows.
 */
export interface LinearData {
  /**
   * @param representations [B U] float32
   * @param latents         [B L] float32
   * @param folds           [B] fold of each row, 0 to foldCount - 1; null for fold 0
   */
  add(
    representations: FloatTensor,
    latents: FloatTensor,
    folds: Int32Array | null,
    signal?: FitTools['signal'],
  ): Promise<void>;
  fit(spec: LinearSpec, tools?: Omit<FitTools, 'products'>): Promise<LinearResult>;
  crossValidate(spec: PathSpec, tools?: Omit<FitTools, 'products'>): Promise<ValidatedPath>;
}

/** Values of a path of penalties that nobody gave. */
const PATH_LENGTH = 20;
/** Where the default path of an elastic net ends, as a share of the penalty that zeroes everything. */
const ELASTIC_NET_END = 1e-3;

/** Where rows end up: the two kinds differ in what they keep. */
interface Source {
  add: LinearData['add'];
  whole(tools: FitTools): Promise<LinearProblem>;
  splits(tools: FitTools): AsyncIterable<Split>;
}

export function createLinearData(shape: LinearDataShape, products: Products): LinearData {
  const counts = new Array<number>(shape.foldCount).fill(0);
  const source = shape.units > shape.rows ? wideSource(shape) : tallSource(shape, products);
  let whole: Promise<LinearProblem> | null = null;
  let before: Promise<void> = Promise.resolve();
  const problemOf = (tools: FitTools): Promise<LinearProblem> => {
    expectRows(counts, shape);
    whole ??= source.whole(tools);
    whole.catch(() => {
      whole = null;
    });
    return whole;
  };
  return {
    async add(representations, latents, folds, signal) {
      const rows = representations.shape[0] as number;
      expectShape(representations.shape, [-1, shape.units], 'the representations to fit');
      expectShape(latents.shape, [rows, shape.latentDim], 'the latents to fit');
      // Chunks may be sent without waiting for the ones before; they share a buffer.
      const turn = before.then(() => source.add(representations, latents, folds, signal));
      before = turn.catch(() => {});
      await turn;
      for (let row = 0; row < rows; row++) {
        const fold = folds?.[row] ?? 0;
        counts[fold] = (counts[fold] ?? 0) + 1;
      }
    },
    async fit(spec, tools = {}) {
      return fitProblem(await problemOf({ ...tools, products }), spec, shape, { ...tools, products });
    },
    async crossValidate(spec, given = {}) {
      const tools = { ...given, products };
      expectFolds(counts);
      const { values, errors } = pathOf(spec, await problemOf(tools));
      // The folds need the memory; a fit makes the whole problem again from what they keep.
      whole = null;
      return crossValidate(source.splits(tools), values, shape.foldCount, errors, tools);
    },
  };
}

function tallSource({ units, latentDim, foldCount }: LinearDataShape, products: Products): Source {
  const accumulator = createMoments(units, latentDim, foldCount, products);
  return {
    add: accumulator.add,
    whole: async () => tallWhole(await accumulator.finish()),
    async *splits() {
      yield* tallSplits(await accumulator.finish());
    },
  };
}

function wideSource({ units, latentDim, foldCount }: LinearDataShape): Source {
  const representations: FloatTensor[] = [];
  const latents: FloatTensor[] = [];
  const folds: Int32Array[] = [];
  const rows = (): WideRows => ({
    representations: concatRows(representations, units),
    latents: concatRows(latents, latentDim),
  });
  return {
    async add(x, y, foldOfRow) {
      representations.push(x);
      latents.push(y);
      folds.push(foldOfRow ?? new Int32Array(x.shape[0] as number));
    },
    whole: (tools) => wideProblem(rows(), tools),
    splits: (tools) => wideSplits(rows(), Int32Array.from(folds.flatMap((some) => [...some])), foldCount, tools),
  };
}

function expectRows(counts: readonly number[], { rows }: LinearDataShape): void {
  const given = counts.reduce((sum, count) => sum + count, 0);
  if (given === 0) throw new Failure('NO_SAMPLES', 'There are no samples to fit.', { remedy: 'Draw samples first.' });
  if (given !== rows) throw new Failure('BAD_SHAPE', `Expected ${rows} samples to fit, but got ${given}.`);
  if (given === 1) {
    throw new Failure('BAD_INPUT', 'One sample alone cannot be fitted: at least two are needed.', {
      remedy: 'Draw more samples.',
    });
  }
}

function expectFolds(counts: readonly number[]): void {
  if (counts.length < 2) {
    throw new Failure('BAD_INPUT', 'Cross-validation needs at least two folds, but the samples are in one.');
  }
  const small = counts.findIndex((count) => count < 2);
  if (small === -1) return;
  const has = counts[small] === 1 ? '1 sample' : 'no sample';
  throw new Failure(
    'BAD_INPUT',
    `Fold ${small + 1} of ${counts.length} of the cross-validation has ${has}; it needs two.`,
    {
      remedy: 'Draw more samples, or ask for fewer folds.',
    },
  );
}

function pathOf(spec: PathSpec, problem: LinearProblem): { values: readonly number[]; errors: PathErrors } {
  switch (spec.kind) {
    case 'ridge': {
      const values = falling(spec.penalties) ?? ridgePenalties(problem, PATH_LENGTH);
      return { values, errors: ridgeErrors(values) };
    }
    case 'elastic-net': {
      const largest = zeroingPenalty(problem, spec.share) || 1;
      const values = falling(spec.penalties) ?? penaltyGrid(largest, ELASTIC_NET_END * largest, PATH_LENGTH);
      return { values, errors: elasticNetErrors(values, spec.share) };
    }
    case 'pls': {
      const values = Array.from({ length: spec.components }, (_, i) => i + 1);
      return { values, errors: partialLeastSquaresErrors(spec.components) };
    }
  }
}

function falling(penalties: readonly number[] | null): readonly number[] | null {
  if (penalties === null) return null;
  for (const penalty of penalties) expectPenalty(penalty);
  return penalties.toSorted((a, b) => b - a);
}

function expectPenalty(penalty: number): void {
  if (penalty >= 0 && Number.isFinite(penalty)) return;
  throw new Failure('BAD_INPUT', `A penalty is a number from 0 up, but is ${penalty}.`);
}

async function fitProblem(
  problem: LinearProblem,
  spec: LinearSpec,
  shape: LinearDataShape,
  tools: FitTools,
): Promise<LinearResult> {
  const { weights, addedPenalty, remarks } = await solveSpec(problem, spec, tools);
  const constantUnits = countConstant(problem.unitSquares);
  return {
    ...linearMap(problem, weights),
    addedPenalty,
    constantUnits,
    remarks: [
      ...remarks,
      ...remarksOnConstants(constantUnits, countConstant(problem.latentSquares)),
      ...remarksOn(spec, shape, addedPenalty),
    ],
  };
}

interface Solved {
  readonly weights: Floats;
  readonly addedPenalty: number;
  readonly remarks: readonly string[];
}

async function solveSpec(problem: LinearProblem, spec: LinearSpec, tools: FitTools): Promise<Solved> {
  switch (spec.kind) {
    case 'least-squares':
      return { ...(await problem.ridge(0, tools)), remarks: [] };
    case 'ridge':
      expectPenalty(spec.penalty);
      return { ...(await problem.ridge(spec.penalty, tools)), remarks: [] };
    case 'elastic-net': {
      expectPenalty(spec.penalty);
      const path = elasticNetPath(problem, [spec.penalty], spec.share, tools);
      const { weights, isConverged, iterations } = (await path.next()).value as ElasticNetStep;
      const remark = `The elastic net did not settle within ${iterations} iterations: a larger penalty would.`;
      return { weights, addedPenalty: 0, remarks: isConverged ? [] : [remark] };
    }
    case 'pls': {
      let solved: Solved = { weights: new Float64Array(problem.cross.length), addedPenalty: 0, remarks: [] };
      let used = 0;
      for await (const weights of partialLeastSquaresPath(problem, spec.components, tools)) {
        solved = { ...solved, weights };
        used++;
        tools.onProgress?.(used, spec.components);
      }
      const explain = used === 1 ? '1 component explains' : `${used} components explain`;
      const remark = `${explain} all there is; the other ${spec.components - used} were left out.`;
      return used === spec.components ? solved : { ...solved, remarks: [remark] };
    }
  }
}

function remarksOn(spec: LinearSpec, { rows, units }: LinearDataShape, addedPenalty: number): readonly string[] {
  const remarks: string[] = [];
  if (addedPenalty > 0) {
    remarks.push(
      `The units are linearly dependent on these samples: a ridge penalty of ${addedPenalty.toPrecision(2)}, the smallest that works, was added.`,
    );
  }
  if (spec.kind === 'least-squares' && units > rows) {
    remarks.push(
      `${units} units and ${rows} samples: least squares has no single answer, and the one of least norm was taken.`,
    );
  }
  return remarks;
}
