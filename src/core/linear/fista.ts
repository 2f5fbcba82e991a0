import type { FitTools, LinearProblem } from './problem.ts';
import { type Floats, zerosLike } from './products.ts';

/** Weights at one penalty, and whether all dimensions met the tolerance. */
export interface ElasticNetStep {
  readonly penalty: number;
  /** [U L] */
  readonly weights: Floats;
  readonly iterations: number;
  readonly isConverged: boolean;
}

/**
 * A latent dimension is done when its duality gap, which bounds how far the objective is from its minimum, is below this share of
 * its sum of squares: scikit-learn's `tol`, whose default is 1e-4. Where a step no longer moves its weights by more than the resolution
 * of their type, as a share of the largest, no gap could become smaller and it is done as well.
 */
const TOLERANCE = { float64: 1e-10, float32: 1e-5 } as const;
const RESOLUTION = { float64: 1e-13, float32: 1e-7 } as const;
const MAX_ITERATIONS = 5000;
/** Iterations between two looks at the gap. */
const CHECK_EVERY = 5;
/** Dimensions that are done leave the product once they are this share of those in it: leaving costs a copy. */
const LEAVING_SHARE = 0.2;

/** Latent dimensions in work; all arrays are [U M] of the M dimensions in `columns`. */
interface Front {
  readonly columns: Int32Array;
  readonly cross: Floats;
  readonly weights: Floats;
  readonly weightsBefore: Floats;
  /** X^T X times the weights, now and before. */
  image: Floats;
  imageBefore: Floats;
  /** [M] the sequence that sets the momentum */
  readonly pace: Float64Array;
}

/**
 * Minimises at one penalty from the weights given, which become the solution.
 *
 * The image of an extrapolated point is the extrapolation of the images, so an iteration needs one product, and what the gap needs is
 * always at hand.
 *
 * @param weights   [U L]
 * @param curvature bound on the largest eigenvalue of X^T X
 */
export async function descend(
  problem: LinearProblem,
  weights: Floats,
  penalty: number,
  curvature: number,
  share: number,
  tools: FitTools,
): Promise<ElasticNetStep> {
  const strength = { l1: penalty * share * problem.count, l2: penalty * (1 - share) * problem.count };
  const step = 1 / (curvature + strength.l2 || 1);
  let front = await openFront(problem, weights, Int32Array.from(problem.latentSquares.keys()), tools);
  let iterations = 0;
  for (; ; iterations++) {
    if (iterations % CHECK_EVERY === 0) {
      const open = openColumns(problem, front, strength, iterations > 0);
      if (open.length === 0 || iterations >= MAX_ITERATIONS) {
        writeBack(front, weights, problem.latentSquares.length);
        return { penalty, weights: weights.slice(), iterations, isConverged: open.length === 0 };
      }
      if (open.length <= (1 - LEAVING_SHARE) * front.columns.length) {
        writeBack(front, weights, problem.latentSquares.length);
        front = takeColumns(front, open);
      }
    }
    moveOn(front, step, strength);
    front.imageBefore = front.image;
    front.image = await imageOf(problem, front, tools);
  }
}

interface Strength {
  readonly l1: number;
  readonly l2: number;
}

async function openFront(
  problem: LinearProblem,
  weights: Floats,
  columns: Int32Array,
  tools: FitTools,
): Promise<Front> {
  const cross = zerosLike(weights, weights.length);
  cross.set(problem.cross);
  const start = weights.slice();
  const front: Front = {
    columns,
    cross,
    weights: start,
    weightsBefore: start.slice(),
    image: start,
    imageBefore: start,
    pace: new Float64Array(columns.length).fill(1),
  };
  front.image = await imageOf(problem, front, tools);
  front.imageBefore = front.image;
  return front;
}

function imageOf(problem: LinearProblem, { weights, columns }: Front, tools: FitTools): Promise<Floats> {
  return problem.gramTimes({ data: weights, rows: weights.length / columns.length, columns: columns.length }, tools);
}

/** One proximal gradient step from the extrapolated point; dimensions whose momentum points uphill lose it. */
function moveOn(front: Front, step: number, { l1, l2 }: Strength): void {
  const { weights, weightsBefore, image, imageBefore, cross, pace } = front;
  const width = pace.length;
  const next = pace.map((t) => (1 + Math.sqrt(1 + 4 * t * t)) / 2);
  const momentum = pace.map((t, m) => (t - 1) / (next[m] as number));
  const uphill = new Float64Array(width);
  const threshold = step * l1;
  for (let row = 0; row < weights.length; row += width) {
    for (let m = 0; m < width; m++) {
      const at = row + m;
      const push = momentum[m] as number;
      const before = weights[at] as number;
      const point = before + push * (before - (weightsBefore[at] as number));
      const seen = image[at] as number;
      const slope = seen + push * (seen - (imageBefore[at] as number)) - (cross[at] as number) + l2 * point;
      const free = point - step * slope;
      const value = free > threshold ? free - threshold : free < -threshold ? free + threshold : 0;
      uphill[m] = (uphill[m] as number) + (point - value) * (value - before);
      weightsBefore[at] = before;
      weights[at] = value;
    }
  }
  for (let m = 0; m < width; m++) pace[m] = (uphill[m] as number) > 0 ? 1 : (next[m] as number);
}

/** Positions in the front of the dimensions that are not done. */
function openColumns(problem: LinearProblem, front: Front, strength: Strength, hasMoved: boolean): readonly number[] {
  const type = front.weights instanceof Float32Array ? 'float32' : 'float64';
  const gaps = dualityGaps(problem, front, strength);
  const isDone = (column: number, m: number): boolean =>
    (gaps[m] as number) <= TOLERANCE[type] * (problem.latentSquares[column] as number);
  const moves = hasMoved ? lastMoves(front) : null;
  return Array.from(front.columns.keys()).filter(
    (m) => !isDone(front.columns[m] as number, m) && !(moves !== null && (moves[m] as number) <= RESOLUTION[type]),
  );
}

/** [M] the largest change of a weight in the last step as a share of the largest weight. */
function lastMoves({ columns, weights, weightsBefore }: Front): Float64Array {
  const width = columns.length;
  const changes = new Float64Array(width);
  const sizes = new Float64Array(width);
  for (let row = 0; row < weights.length; row += width) {
    for (let m = 0; m < width; m++) {
      const weight = weights[row + m] as number;
      changes[m] = Math.max(changes[m] as number, Math.abs(weight - (weightsBefore[row + m] as number)));
      sizes[m] = Math.max(sizes[m] as number, Math.abs(weight));
    }
  }
  return changes.map((change, m) => change / (sizes[m] as number));
}

/**
 * Duality gap of each dimension, as scikit-learn computes it: with residual e = y - X w, correlation c = X^T e - l2 w and the dual point
 * s e, where s = min(1, l1 / max |c|), it is (1 + s^2) / 2 |e|^2 + l1 |w|_1 - s e.y + l2 (1 + s^2) / 2 |w|^2.
 */
function dualityGaps(
  problem: LinearProblem,
  { columns, weights, image, cross }: Front,
  { l1, l2 }: Strength,
): Float64Array {
  const width = columns.length;
  const [correlation, absolute, squares, fitted, explained] = Array.from({ length: 5 }, () => new Float64Array(width));
  if (!correlation || !absolute || !squares || !fitted || !explained) throw new RangeError('five sums');
  for (let row = 0; row < weights.length; row += width) {
    for (let m = 0; m < width; m++) {
      const w = weights[row + m] as number;
      const c = cross[row + m] as number;
      const g = image[row + m] as number;
      correlation[m] = Math.max(correlation[m] as number, Math.abs(c - g - l2 * w));
      absolute[m] = (absolute[m] as number) + Math.abs(w);
      squares[m] = (squares[m] as number) + w * w;
      fitted[m] = (fitted[m] as number) + w * g;
      explained[m] = (explained[m] as number) + w * c;
    }
  }
  return Float64Array.from(columns, (column, m) => {
    const total = problem.latentSquares[column] as number;
    const residual = total + (fitted[m] as number) - 2 * (explained[m] as number);
    const scale = Math.min(1, l1 / (correlation[m] as number));
    const both = (1 + scale ** 2) / 2;
    const kept = total - (explained[m] as number);
    return both * residual + l1 * (absolute[m] as number) - scale * kept + l2 * both * (squares[m] as number);
  });
}

/** Puts the weights of the front into their columns of [U L]. */
function writeBack({ columns, weights }: Front, all: Floats, latentDim: number): void {
  const width = columns.length;
  for (let unit = 0; unit < weights.length / width; unit++) {
    for (let m = 0; m < width; m++)
      all[unit * latentDim + (columns[m] as number)] = weights[unit * width + m] as number;
  }
}

function takeColumns(front: Front, positions: readonly number[]): Front {
  const width = front.columns.length;
  const taken = (values: Floats): Floats => {
    const rows = values.length / width;
    const result = zerosLike(values, rows * positions.length);
    for (let row = 0, at = 0; row < rows; row++) {
      for (const position of positions) result[at++] = values[row * width + position] as number;
    }
    return result;
  };
  return {
    columns: Int32Array.from(positions, (position) => front.columns[position] as number),
    cross: taken(front.cross),
    weights: taken(front.weights),
    weightsBefore: taken(front.weightsBefore),
    image: taken(front.image),
    imageBefore: taken(front.imageBefore),
    pace: Float64Array.from(positions, (position) => front.pace[position] as number),
  };
}
