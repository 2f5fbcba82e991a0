import { type Bootstrapped, bootstrap, type Interval, type SumStatistics, sumClusters } from '../bootstrap.ts';
import { wilsonInterval } from '../normal.ts';
import { explained } from '../statistics.ts';
import type { FidelityNumbers } from '../summary.ts';
import type { ScoredRows, Scores } from './scores.ts';

/** Numbers of the card from scores, with 95 % intervals from a bootstrap over the latent draws. */

export const FIDELITY_NUMBERS = [
  'r2',
  'cosine',
  'agreement',
  'divergence',
  'cycleError',
  'pixelError',
  'structureError',
] as const satisfies readonly (keyof FidelityNumbers)[];

export interface MeasuredNumbers {
  readonly numbers: FidelityNumbers;
  readonly intervals: Readonly<Record<keyof FidelityNumbers, Interval>>;
}

export function measureScores(rows: ScoredRows, scores: Scores, seed: number): MeasuredNumbers {
  const table = scoreTable(rows, scores);
  const sums = sumClusters(table.data, table.columns, rows.clusters);
  const measured = bootstrap(sums, numbersOfSums, { seed });
  const numbers = numbersOf(measured);
  const { agreement } = numbers;
  const intervals = intervalsOf(measured);
  if (agreement !== 0 && agreement !== 1) return { numbers, intervals };
  // A resample of cases that are all alike is like them, too: there the bootstrap knows no width.
  const settled = wilsonInterval(agreement * sums.clusters, sums.clusters);
  return { numbers, intervals: { ...intervals, agreement: settled } };
}

/** Numbers of `b` less those of `a` on the same rows, with the interval of the difference. */
export function compareScores(
  a: { readonly rows: ScoredRows; readonly scores: Scores },
  b: { readonly rows: ScoredRows; readonly scores: Scores },
  seed: number,
): MeasuredNumbers {
  const tables = [scoreTable(a.rows, a.scores), scoreTable(b.rows, b.scores)] as const;
  const columns = tables[0].columns + tables[1].columns;
  const n = a.rows.clusters.length;
  const both = new Float64Array(n * columns);
  tables.forEach(({ data, columns: width }, which) => {
    for (let row = 0; row < n; row++)
      both.set(data.subarray(row * width, (row + 1) * width), row * columns + which * width);
  });
  const sums = sumClusters(both, columns, a.rows.clusters);
  const measured = bootstrap(sums, differencesOf(tables[0].columns), { seed });
  const intervals = intervalsOf(measured);
  const differs = a.scores.agrees.some((value, row) => value !== b.scores.agrees[row]);
  const [, most] = wilsonInterval(0, sums.clusters);
  return {
    numbers: numbersOf(measured),
    intervals: differs ? intervals : { ...intervals, agreement: [-most, most] },
  };
}

/** Sums kept per cluster, before the deviations of w: their order here is that of `scoreTable`. */
const COUNT = 0;
const DEVIATION = 1;
const ERROR = 2;
const COSINE = 3;
const AGREES = 4;
const DIVERGENCE = 5;
const CYCLE = 6;
const CYCLE_SPREAD = 7;
const PIXEL = 8;
const STRUCTURE = 9;
const LATENT = 10;

interface Table {
  readonly columns: number;
  /** [N columns] */
  readonly data: Float64Array;
}

function scoreTable({ clusters, deviations, cycleSpread }: ScoredRows, scores: Scores): Table {
  const width = deviations.length / clusters.length;
  const columns = LATENT + width;
  const data = new Float64Array(clusters.length * columns);
  for (let row = 0; row < clusters.length; row++) {
    const deviation = deviations.subarray(row * width, (row + 1) * width);
    const at = row * columns;
    data[at + COUNT] = 1;
    data[at + DEVIATION] = deviation.reduce((sum, value) => sum + value * value, 0);
    data[at + ERROR] = scores.squaredError[row] as number;
    data[at + COSINE] = scores.cosine[row] as number;
    data[at + AGREES] = scores.agrees[row] as number;
    data[at + DIVERGENCE] = scores.divergence[row] as number;
    data[at + CYCLE] = scores.cycleSquares[row] as number;
    data[at + CYCLE_SPREAD] = cycleSpread[row] as number;
    data[at + PIXEL] = scores.pixelError[row] as number;
    data[at + STRUCTURE] = scores.structureError[row] as number;
    data.set(deviation, at + LATENT);
  }
  return { columns, data };
}

const numbersOfSums: SumStatistics = {
  count: FIDELITY_NUMBERS.length,
  compute(sums, out) {
    const count = sums[COUNT] as number;
    const mean = (column: number) => (sums[column] as number) / count;
    out[0] = explained(sums[ERROR] as number, spreadAboutMean(sums, DEVIATION, LATENT, sums.length, count));
    out[1] = mean(COSINE);
    out[2] = mean(AGREES);
    out[3] = mean(DIVERGENCE);
    out[4] = 1 - explained(sums[CYCLE] as number, sums[CYCLE_SPREAD] as number);
    out[5] = mean(PIXEL);
    out[6] = mean(STRUCTURE);
  },
};

/** Both tables side by side, the first with this many columns. */
function differencesOf(columns: number): SumStatistics {
  const other = new Float64Array(FIDELITY_NUMBERS.length);
  return {
    count: FIDELITY_NUMBERS.length,
    compute(sums, out) {
      numbersOfSums.compute(sums.subarray(0, columns), other);
      numbersOfSums.compute(sums.subarray(columns), out);
      for (let at = 0; at < other.length; at++) out[at] = (out[at] as number) - (other[at] as number);
    },
  };
}

/** Sum of squares about the mean of the rows drawn, from sums of squares and of values about another centre. */
function spreadAboutMean(sums: Float64Array, squares: number, first: number, last: number, count: number): number {
  let shift = 0;
  for (let at = first; at < last; at++) shift += (sums[at] as number) ** 2;
  const total = sums[squares] as number;
  const spread = total - shift / count;
  // What is left of equal values after rounding is no spread.
  return spread > 1e-12 * total ? spread : 0;
}

/** R2 of each column with its interval. */
export interface MeasuredAxes {
  readonly values: Float64Array;
  readonly intervals: readonly Interval[];
}

/**
 * @param deviations [N L] float64, true values less their mean over the rows
 * @param errors     [N L] float64, predicted less true values
 * @param clusters   [N]
 */
export function measureAxes(
  deviations: Float64Array,
  errors: Float64Array,
  clusters: Int32Array,
  seed: number,
): MeasuredAxes {
  const width = deviations.length / clusters.length;
  const columns = 1 + 3 * width;
  const data = new Float64Array(clusters.length * columns);
  for (let row = 0; row < clusters.length; row++) {
    data[row * columns] = 1;
    for (let axis = 0; axis < width; axis++) {
      const at = row * columns + 1 + 3 * axis;
      const deviation = deviations[row * width + axis] as number;
      data[at] = (errors[row * width + axis] as number) ** 2;
      data[at + 1] = deviation ** 2;
      data[at + 2] = deviation;
    }
  }
  const statistics: SumStatistics = {
    count: width,
    compute(sums, out) {
      for (let axis = 0; axis < width; axis++) {
        const at = 1 + 3 * axis;
        out[axis] = explained(sums[at] as number, spreadAboutMean(sums, at + 1, at + 2, at + 3, sums[0] as number));
      }
    },
  };
  return bootstrap(sumClusters(data, columns, clusters), statistics, { seed });
}

/** What was not seen is null. */
function numbersOf({ values }: Bootstrapped): FidelityNumbers {
  const seen = named((at) => (Number.isNaN(values[at]) ? null : (values[at] as number)));
  return { ...seen, r2: values[0] as number, cosine: values[1] as number };
}

function intervalsOf({ values, intervals }: Bootstrapped): Record<keyof FidelityNumbers, Interval> {
  return named((at) => (Number.isNaN(values[at]) ? null : (intervals[at] ?? null)));
}

function named<T>(value: (at: number) => T): Record<keyof FidelityNumbers, T> {
  return Object.fromEntries(FIDELITY_NUMBERS.map((name, at) => [name, value(at)])) as Record<keyof FidelityNumbers, T>;
}
