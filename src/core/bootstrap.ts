import { normalProbability, normalQuantile } from './normal.ts';
import { randomState } from './random.ts';
import { percentile, studentQuantile } from './statistics.ts';

/**
 * Bootstrap of statistics that follow from sums over cases, with whole clusters of cases drawn. A resample is then a weighted sum
 * of the clusters' sums, and leaving one cluster out a subtraction: no resample looks at a case again.
 */
export interface ClusterSums {
  readonly clusters: number;
  /** Sums kept of every cluster. */
  readonly columns: number;
  /** [clusters columns] float64 */
  readonly data: Float64Array;
}

/** Statistics of sums over cases; written to `out`. */
export interface SumStatistics {
  readonly count: number;
  compute(sums: Float64Array, out: Float64Array): void;
}

export interface BootstrapOptions {
  readonly seed: number;
  /** Resamples. */
  readonly draws?: number;
}

/** 95 % interval; null where a single cluster leaves nothing to draw. */
export type Interval = readonly [number, number] | null;

/** Statistics of all cases with their intervals, in the order in which they are computed. */
export interface Bootstrapped {
  readonly values: Float64Array;
  readonly intervals: readonly Interval[];
}

const DRAWS = 2000;

/**
 * Adds up the columns of a table over the cases of each cluster.
 *
 * @param table    [N columns] float64
 * @param clusters [N] cases with the same number belong together
 */
export function sumClusters(table: Float64Array, columns: number, clusters: ArrayLike<number>): ClusterSums {
  const places = new Map<number, number>();
  for (let row = 0; row < clusters.length; row++) {
    const cluster = clusters[row] as number;
    if (!places.has(cluster)) places.set(cluster, places.size);
  }
  const data = new Float64Array(places.size * columns);
  for (let row = 0; row < clusters.length; row++) {
    addRow(data, (places.get(clusters[row] as number) as number) * columns, table, row * columns, columns, 1);
  }
  return { clusters: places.size, columns, data };
}

/**
 * Bias-corrected and accelerated intervals (Efron 1987, J. Am. Stat. Assoc. 82), with the acceleration from leaving out one cluster and
 * expanded percentiles (Hesterberg 2015, Am. Stat. 69(4)): a resample of few clusters varies too little, by sqrt((n - 1) / n) and by
 * the difference of Student's and the normal distribution.
 */
export function bootstrap(sums: ClusterSums, statistics: SumStatistics, options: BootstrapOptions): Bootstrapped {
  const { clusters, columns, data } = sums;
  const total = new Float64Array(columns);
  for (let cluster = 0; cluster < clusters; cluster++) addRow(total, 0, data, cluster * columns, columns, 1);
  const values = new Float64Array(statistics.count);
  statistics.compute(total, values);
  if (clusters < 2) return { values, intervals: Array.from(values, () => null) };
  const replicates = resample(sums, statistics, options);
  const jackknife = leaveOneOut(sums, total, statistics);
  const tail = normalProbability(-Math.sqrt(clusters / (clusters - 1)) * studentQuantile(0.95, clusters - 1));
  return {
    values,
    intervals: Array.from(values, (value, at) => bcaInterval(value, row(replicates, at), row(jackknife, at), tail)),
  };
}

/** One row a statistic. */
interface Replicates {
  readonly width: number;
  readonly data: Float64Array;
}

function row({ width, data }: Replicates, at: number): Float64Array {
  return data.subarray(at * width, (at + 1) * width);
}

function resample(sums: ClusterSums, statistics: SumStatistics, { seed, draws = DRAWS }: BootstrapOptions): Replicates {
  const random = randomState(seed);
  const chosen = new Uint32Array(sums.clusters);
  return replicate(draws, sums.columns, statistics, (drawn) => {
    chosen.fill(0);
    for (let i = 0; i < sums.clusters; i++) {
      const cluster = Math.floor((random.nextUint32() / 4294967296) * sums.clusters);
      chosen[cluster] = (chosen[cluster] as number) + 1;
    }
    drawn.fill(0);
    for (let cluster = 0; cluster < sums.clusters; cluster++) {
      const times = chosen[cluster] as number;
      if (times > 0) addRow(drawn, 0, sums.data, cluster * sums.columns, sums.columns, times);
    }
  });
}

function leaveOneOut(sums: ClusterSums, total: Float64Array, statistics: SumStatistics): Replicates {
  return replicate(sums.clusters, sums.columns, statistics, (left, cluster) => {
    left.set(total);
    addRow(left, 0, sums.data, cluster * sums.columns, sums.columns, -1);
  });
}

function replicate(
  width: number,
  columns: number,
  { count, compute }: SumStatistics,
  fill: (sums: Float64Array, which: number) => void,
): Replicates {
  const data = new Float64Array(count * width);
  const drawn = new Float64Array(columns);
  const out = new Float64Array(count);
  for (let which = 0; which < width; which++) {
    fill(drawn, which);
    compute(drawn, out);
    for (let at = 0; at < count; at++) data[at * width + which] = out[at] as number;
  }
  return { width, data };
}

function addRow(
  into: Float64Array,
  at: number,
  from: Float64Array,
  start: number,
  columns: number,
  times: number,
): void {
  for (let i = 0; i < columns; i++) into[at + i] = (into[at + i] as number) + times * (from[start + i] as number);
}

/**
 * The interval from its ingredients, as `scipy.stats.bootstrap(method='BCa')` computes it.
 *
 * @param value      of all cases
 * @param replicates one value a resample
 * @param jackknife  one value for each cluster left out
 * @param tail       probability below the interval, and above it
 */
export function bcaInterval(
  value: number,
  replicates: Float64Array,
  jackknife: Float64Array,
  tail: number,
): readonly [number, number] {
  const sorted = replicates.slice().sort();
  const draws = sorted.length;
  // Resamples that hit the value count half; a value beyond all of them is taken to lie just inside.
  const below = sorted.reduce((sum, drawn) => sum + Number(drawn < value) + Number(drawn <= value), 0) / (2 * draws);
  const bias = normalQuantile(Math.min(Math.max(below, 1 / (draws + 1)), draws / (draws + 1)));
  const acceleration = accelerationOf(jackknife);
  const end = (probability: number) => {
    const shifted = bias + normalQuantile(probability);
    return percentile(sorted, 100 * normalProbability(bias + shifted / (1 - acceleration * shifted)));
  };
  return [end(tail), end(1 - tail)];
}

/** A sixth of the skewness of what the clusters contribute. */
function accelerationOf(jackknife: Float64Array): number {
  const centre = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length;
  let squares = 0;
  let cubes = 0;
  for (const value of jackknife) {
    squares += (centre - value) ** 2;
    cubes += (centre - value) ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}
