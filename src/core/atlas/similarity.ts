import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import { randomState, shuffled } from '../random.ts';

/** How alike two classifiers are: by what their units do (profiles of effects), and by how they see the same pictures. */

/** Row-major [rows columns] float64. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * Linear centred kernel alignment (Kornblith et al. 2019, ICML) of two representations of the same pictures: 1 where one is the other
 * turned and scaled.
 */
export function linearCka(x: Table, y: Table): number {
  const [a, b] = [centreColumns(x), centreColumns(y)];
  return squaredNorm(crossProduct(a, b)) / Math.sqrt(squaredNorm(crossProduct(a, a)) * squaredNorm(crossProduct(b, b)));
}

/**
 * Representational similarity (Kriegeskorte et al. 2008, Front. Syst. Neurosci. 2): Spearman's correlation of the two lists of
 * dissimilarities, 1 less the correlation of the representations, over all pairs of pictures.
 */
export function representationalSimilarity(x: Table, y: Table): number {
  return pearson(ranksOf(dissimilarities(x)), ranksOf(dissimilarities(y)));
}

/** [A B] cosines of every row of x with every row of y; 0 where one of them is all 0. */
export function cosines(x: Table, y: Table): Table {
  const [a, b] = [unitRows(x), unitRows(y)];
  const data = new Float64Array(x.rows * y.rows);
  addProduct(wholeBlock(data, x.rows, y.rows), wholeBlock(a, x.rows, x.columns), wholeBlock(b, y.rows, y.columns));
  return { rows: x.rows, columns: y.rows, data };
}

/**
 * Probability of a statistic at least as large where the columns of y stand in random order, that is where a concept of one has nothing
 * to do with the same concept of the other: (1 + as large) / (1 + permutations).
 */
export function permutationProbability(
  x: Table,
  y: Table,
  statistic: (x: Table, y: Table) => number,
  options: { readonly permutations: number; readonly seed: number },
): number {
  const observed = statistic(x, y);
  const random = randomState(options.seed);
  let asLarge = 0;
  for (let trial = 0; trial < options.permutations; trial++) {
    const order = shuffled(y.columns, random.nextUint32());
    const data = Float64Array.from(y.data, (_, at) => {
      const column = at % y.columns;
      return y.data[at - column + (order[column] as number)] as number;
    });
    asLarge += Number(statistic(x, { ...y, data }) >= observed);
  }
  return (1 + asLarge) / (1 + options.permutations);
}

function centreColumns({ rows, columns, data }: Table): Table {
  const means = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) {
    means[at % columns] = (means[at % columns] as number) + (data[at] as number) / rows;
  }
  return { rows, columns, data: data.map((value, at) => value - (means[at % columns] as number)) };
}

/** [columns of x, columns of y] */
function crossProduct(x: Table, y: Table): Float64Array {
  const product = new Float64Array(x.columns * y.columns);
  addProduct(
    wholeBlock(product, x.columns, y.columns),
    wholeBlock(transpose(x.data, x.rows, x.columns), x.columns, x.rows),
    wholeBlock(transpose(y.data, y.rows, y.columns), y.columns, y.rows),
  );
  return product;
}

function squaredNorm(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function unitRows({ rows, columns, data }: Table): Float64Array {
  const scaled = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    const length = Math.sqrt(squaredNorm(values));
    if (length > 0)
      scaled.set(
        values.map((value) => value / length),
        row * columns,
      );
  }
  return scaled;
}

function dissimilarities({ rows, columns, data }: Table): Float64Array {
  const centred = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    const mean = values.reduce((sum, value) => sum + value, 0) / columns;
    centred.set(
      values.map((value) => value - mean),
      row * columns,
    );
  }
  const table = { rows, columns, data: centred };
  const { data: correlations } = cosines(table, table);
  const pairs: number[] = [];
  for (let a = 0; a < rows; a++)
    for (let b = a + 1; b < rows; b++) pairs.push(1 - (correlations[a * rows + b] as number));
  return Float64Array.from(pairs);
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, at) => at).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson's correlation; 0 where one does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let [xSum, ySum] = [0, 0];
  for (let at = 0; at < n; at++) {
    xSum += x[at] as number;
    ySum += y[at] as number;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < n; at++) {
    const [dx, dy] = [(x[at] as number) - xSum / n, (y[at] as number) - ySum / n];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
