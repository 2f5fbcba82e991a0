import { addProduct, wholeBlock } from '../linearAlgebra.ts';
import { pause } from '../pause.ts';
import type { SampleSet } from '../sampleSet.ts';
import { cosineRows, meanRowOf } from '../statistics.ts';
import type { Fidelity, LinkerSummary } from '../summary.ts';
import { type FloatTensor, type Tensor, type TypedArray, takeRows } from '../tensor.ts';
import { principalComponents } from './components.ts';
import type { HeldOutTask, SeenPictures } from './heldOutParts.ts';
import { type MeasuredAxes, measureAxes, measureScores } from './measure.ts';
import {
  centreColumns,
  PREDICTORS,
  type PredictorName,
  pickScoredRows,
  pickScores,
  SCORE_NAMES,
  type ScoredRows,
  type Scores,
} from './scores.ts';

/** The fidelity card of a linker: what its summary says of held-out samples, and the arrays behind it. */
export interface FidelityCard {
  readonly predictors: Readonly<Record<PredictorName, Fidelity>>;
  readonly perClass: LinkerSummary['perClass'];
  readonly arrays: Readonly<Record<string, Tensor<TypedArray>>>;
}

/**
 * @param seed of the bootstrap: every number draws the same resamples
 */
export async function fidelityCard(
  task: HeldOutTask,
  seen: SeenPictures,
  classNames: readonly string[],
  seed: number,
): Promise<FidelityCard> {
  const { training, heldOut } = task;
  const predictions = [...task.predictions, takeRows(training.w, Array.from(seen.nearest))];
  const rows = scoredRows(heldOut, seen);
  const centre = meanRowOf(training.w);
  const components = principalComponents(training.w);
  const scores = predictions.map((predicted, which) => scoresOf(heldOut.w, predicted, centre, seen, which));
  const axes: Axes[] = [];
  for (const predicted of predictions) {
    axes.push(await axesOf(heldOut.w, predicted, rows, components.axes, seed));
  }
  const fidelities = scores.map((given, which): Fidelity => {
    const { numbers, intervals } = measureScores(rows, given, seed);
    const { dimensions, components: perComponent } = axes[which] as Axes;
    return {
      ...numbers,
      intervals,
      r2PerDimension: Array.from(dimensions.values),
      r2PerComponent: Array.from(perComponent.values),
    };
  });
  return {
    predictors: Object.fromEntries(PREDICTORS.map((name, which) => [name, fidelities[which]])) as Record<
      PredictorName,
      Fidelity
    >,
    perClass: perClass(heldOut, rows, scores[0] as Scores, classNames, seed),
    arrays: {
      ...scoreArrays(heldOut, rows, scores),
      r2PerDimension: axesArray(axes.map(({ dimensions }) => dimensions)),
      r2PerComponent: axesArray(axes.map(({ components: perComponent }) => perComponent)),
      componentVariance: { data: components.variances, shape: [components.variances.length] },
    },
  };
}

function scoredRows(heldOut: SampleSet, { cycleSpread }: SeenPictures): ScoredRows {
  const width = heldOut.w.shape[1] as number;
  const deviations = centreColumns(Float64Array.from(heldOut.w.data), heldOut.count, width);
  return { clusters: heldOut.draw, deviations, cycleSpread };
}

function scoresOf(
  truth: FloatTensor,
  predicted: FloatTensor,
  centre: Float32Array,
  seen: SeenPictures,
  which: number,
): Scores {
  const [rows, width] = truth.shape as [number, number];
  const squaredError = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) {
      sum += ((predicted.data[at] as number) - (truth.data[at] as number)) ** 2;
    }
    squaredError[row] = sum;
  }
  const own = (values: Float64Array) => values.subarray(which * rows, (which + 1) * rows);
  return {
    squaredError,
    cosine: cosineRows(truth, predicted, centre),
    agrees: own(seen.agrees),
    divergence: own(seen.divergence),
    cycleSquares: own(seen.cycleSquares),
    pixelError: own(seen.pixelError),
    structureError: own(seen.structureError),
  };
}

interface Axes {
  readonly dimensions: MeasuredAxes;
  readonly components: MeasuredAxes;
}

async function axesOf(
  truth: FloatTensor,
  predicted: FloatTensor,
  rows: ScoredRows,
  axes: Float64Array,
  seed: number,
): Promise<Axes> {
  const [count, width] = truth.shape as [number, number];
  const errors = Float64Array.from(predicted.data, (value, at) => value - (truth.data[at] as number));
  const turn = (values: Float64Array) => {
    const turned = new Float64Array(values.length);
    addProduct(wholeBlock(turned, count, width), wholeBlock(values, count, width), wholeBlock(axes, width, width));
    return turned;
  };
  await pause();
  const dimensions = measureAxes(rows.deviations, errors, rows.clusters, seed);
  await pause();
  return { dimensions, components: measureAxes(turn(rows.deviations), turn(errors), rows.clusters, seed) };
}

/** [P L 3] float64, value and ends of its interval; without interval both ends are NaN. */
function axesArray(measured: readonly MeasuredAxes[]): Tensor<Float64Array> {
  const width = measured[0]?.values.length ?? 0;
  const rows = measured.flatMap(({ values, intervals }) =>
    Array.from(values, (value, axis) => [value, ...(intervals[axis] ?? [Number.NaN, Number.NaN])]),
  );
  return { data: Float64Array.from(rows.flat()), shape: [measured.length, width, 3] };
}

/** Scores row by row, so that two linkers can be compared on the samples that both were judged on. */
function scoreArrays(
  heldOut: SampleSet,
  { cycleSpread }: ScoredRows,
  scores: readonly Scores[],
): FidelityCard['arrays'] {
  const joined = SCORE_NAMES.map((name) => {
    const data = Float64Array.from(scores.flatMap((given) => Array.from(given[name])));
    return [name, { data, shape: [scores.length, heldOut.count] }] as const;
  });
  return {
    ...Object.fromEntries(joined),
    cycleSpread: { data: cycleSpread, shape: [heldOut.count] },
    heldOut: { data: heldOut.index, shape: [heldOut.count] },
  };
}

function perClass(
  heldOut: SampleSet,
  rows: ScoredRows,
  scores: Scores,
  names: readonly string[],
  seed: number,
): LinkerSummary['perClass'] {
  return names.flatMap((name, classIndex) => {
    const picked = Array.from(heldOut.classIndex.keys()).filter((row) => heldOut.classIndex[row] === classIndex);
    if (picked.length < 2) return [];
    const { numbers, intervals } = measureScores(pickScoredRows(rows, picked), pickScores(scores, picked), seed);
    return [{ name, ...numbers, intervals, n: picked.length }];
  });
}
