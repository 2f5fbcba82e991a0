import type { Estimate } from './summary.ts';
import type { FloatTensor } from './tensor.ts';

/** Numbers to describe; typed arrays and plain ones. */
export type Numbers = ArrayLike<number>;

export function mean(values: Numbers): number {
  return sumOf(values, (value) => value) / values.length;
}

/** Unbiased: squared deviations divided by n - 1; 0 for a single value. */
export function variance(values: Numbers): number {
  const centre = mean(values);
  return sumOf(values, (value) => (value - centre) ** 2) / Math.max(values.length - 1, 1);
}

function sumOf(values: Numbers, term: (value: number, index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term(values[i] as number, i);
  return sum;
}

/**
 * NumPy's `percentile`, method `linear`: between two values of the sorted list the percentile moves on the straight line.
 *
 * @param values     in any order; a sorted list saves the sorting
 * @param percentage 0 to 100
 */
export function percentile(values: Numbers, percentage: number): number {
  if (values.length === 0) throw new RangeError('no values to take a percentile of');
  const sorted = isSorted(values) ? values : Float64Array.from(values).sort();
  const position = ((sorted.length - 1) * percentage) / 100;
  const below = Math.floor(position);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - below);
}

export function median(values: Numbers): number {
  return percentile(values, 50);
}

function isSorted(values: Numbers): boolean {
  for (let i = 1; i < values.length; i++) {
    if (!((values[i - 1] as number) <= (values[i] as number))) return false;
  }
  return true;
}

/**
 * The mean with its 95 % interval by Student's t. A single value has no interval: both ends are then the value itself, and n says so.
 */
export function estimate(values: Numbers): Estimate {
  const n = values.length;
  if (n === 0) throw new RangeError('no values to estimate from');
  const value = mean(values);
  const half = n === 1 ? 0 : studentQuantile(0.95, n - 1) * Math.sqrt(variance(values) / n);
  return { value, low: value - half, high: value + half, n };
}

/**
 * The t within which Student's distribution has the given probability on both sides of 0, by bisection on the closed form for whole
 * degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4) in the angle atan(t / sqrt(freedom)).
 */
export function studentQuantile(probability: number, freedom: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (probabilityWithin(middle, freedom) < probability) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(high);
}

/** Probability that Student's t with whole degrees of freedom lies within -t and t. */
export function studentProbability(t: number, freedom: number): number {
  return probabilityWithin(Math.atan(t / Math.sqrt(freedom)), freedom);
}

function probabilityWithin(angle: number, freedom: number): number {
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** Slope of the least-squares line of y on x; null where x does not vary. */
export function slope(x: Numbers, y: Numbers): number | null {
  const xMean = mean(x);
  const yMean = mean(y);
  const spread = sumOf(x, (value) => (value - xMean) ** 2);
  return spread > 0 ? sumOf(x, (value, i) => (value - xMean) * ((y[i] as number) - yMean)) / spread : null;
}

/** R2 from sums of squares; without spread 1 where there is no error either, else 0. */
export function explained(error: number, spread: number): number {
  if (spread > 0) return 1 - error / spread;
  if (Number.isNaN(error)) return Number.NaN;
  return error === 0 ? 1 : 0;
}

/**
 * Cosine of the angle between corresponding rows, both seen from `centre`; 0 where one of them lies on it.
 *
 * @param a      [N L] float32
 * @param b      [N L] float32
 * @param centre [L]
 * @returns [N] float64
 */
export function cosineRows(a: FloatTensor, b: FloatTensor, centre: Numbers): Float64Array {
  const [rows, columns] = a.shape as [number, number];
  return Float64Array.from({ length: rows }, (_, row) => {
    let product = 0;
    let aSquared = 0;
    let bSquared = 0;
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const x = (a.data[at] as number) - (centre[column] as number);
      const y = (b.data[at] as number) - (centre[column] as number);
      product += x * y;
      aSquared += x * x;
      bSquared += y * y;
    }
    const lengths = Math.sqrt(aSquared * bSquared);
    return lengths > 0 ? product / lengths : 0;
  });
}

/** Probabilities from logits; the largest is subtracted first, so that none overflows. */
export function softmax(logits: Numbers): number[] {
  const values = Array.from(logits);
  const largest = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const exponentials = values.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** Kullback-Leibler divergence, nats, from the class probabilities of the first logits to those of the second. */
export function divergence(from: Numbers, to: Numbers): number {
  const [p, q] = [logSoftmax(from), logSoftmax(to)];
  return Math.max(
    0,
    sumOf(p, (value, i) => Math.exp(value) * (value - (q[i] as number))),
  );
}

function logSoftmax(logits: Numbers): number[] {
  const values = Array.from(logits);
  const largest = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return values.map((value) => value - largest - total);
}

export interface Histogram {
  /** One more than there are bins, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * NumPy's `histogram`: equal bins, each with its lower edge, the last with both. Values outside the range are not counted.
 *
 * @param range of the bins; smallest to largest value when absent. Where both ends are equal it is widened by 0.5 to either side.
 */
export function histogram(values: Numbers, bins: number, range: readonly [number, number] = extent(values)): Histogram {
  const flat = range[0] === range[1];
  const low = flat ? range[0] - 0.5 : range[0];
  const high = flat ? range[1] + 0.5 : range[1];
  const width = (high - low) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * width));
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value >= low && value <= high)) continue;
    let bin = Math.min(Math.floor(((value - low) / (high - low)) * bins), bins - 1);
    if (value < (edges[bin] as number)) bin--;
    else if (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { edges, counts };
}

function extent(values: Numbers): [number, number] {
  if (values.length === 0) return [0, 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return [low, high];
}

/** [L] mean over the rows of [N L]. */
export function meanRowOf(matrix: FloatTensor): Float32Array {
  const [rows, width] = matrix.shape as [number, number];
  const sums = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) sums[d] = (sums[d] as number) + (matrix.data[row * width + d] as number);
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, rows));
}

/** [U] standard deviation of each column of [N U]; 0 for a single row. */
export function columnDeviations(matrix: FloatTensor): Float64Array {
  const [rows, width] = matrix.shape as [number, number];
  const centre = meanRowOf(matrix);
  const squares = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) {
      squares[d] = (squares[d] as number) + ((matrix.data[row * width + d] as number) - (centre[d] as number)) ** 2;
    }
  }
  return squares.map((sum) => Math.sqrt(sum / Math.max(1, rows - 1)));
}

/** Root of the summed variances of the columns of [N L]: the size of a typical row's distance from the mean; 1 where there is none. */
export function spreadOf(matrix: FloatTensor): number {
  const squares = columnDeviations(matrix).reduce((sum, deviation) => sum + deviation * deviation, 0);
  return Math.sqrt(squares) || 1;
}
