import { benjaminiHochberg } from '../falseDiscovery.ts';
import { studentProbability, studentQuantile } from '../statistics.ts';
import type { Changes } from './effects.ts';

/** How much the units of two classifiers move concepts, compared over start pictures. Arrays [G], one place a group of concepts. */
export interface Contrasts {
  /** Of either classifier; NaN where nothing is seen. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** a less b */
  readonly difference: Float64Array;
  /** Half the width of its 95 % interval; NaN where there are too few start pictures. */
  readonly half: Float64Array;
  /** Of no difference, with Benjamini and Hochberg's rate over groups. */
  readonly q: Float32Array;
}

/** Concepts that are taken together, as lists of their places: one each, or all metrics of a part. */
export type Groups = readonly (readonly number[])[];

/**
 * Size of what units change: the root mean square change over units and the concepts of a group, standard deviations, from each start
 * picture; the mean over start pictures. A classifier whose units all reach further has more of everything.
 *
 * Compared over start pictures, paired where both classifiers were swept from the same ones, else by Welch's test (1947, Biometrika 34).
 */
export function contrastSizes(a: Changes, b: Changes, groups: Groups, isPaired: boolean): Contrasts {
  const sizesOf = (changes: Changes) => groups.map((group) => rootMeanSquares(changes, group));
  return contrastOver(sizesOf(a), sizesOf(b), isPaired);
}

/** What the units of a classifier change, and what the segmenter leaves in it. */
export interface MeasuredChanges {
  readonly changes: Changes;
  /** [C] standard deviation that the segmenter leaves in an effect, the same from every start picture; 0 where it is not known. */
  readonly error: Float32Array;
}

/**
 * Share of a group in the energy of all effects, 0 to 1, whatever their overall size: a classifier whose units all reach twice as far has
 * the same shares. Energy is an effect squared, without what chance adds to a square: the product of the changes from two different start
 * pictures, the mean over all pairs of them, less the segmenter's error squared, summed over units and concepts. So noise is no share, and
 * the share of a group of no effect lies around 0, on either side.
 *
 * Compared over start pictures by the jackknife (Tukey 1958, Ann. Math. Stat. 29): from n start pictures, the pseudo-value of one is n times
 * the share less n - 1 times the share without it. Pseudo-values are paired, or compared by Welch's test, as sizes are. Needs 3 start pictures.
 *
 * @param groups together all concepts, each once
 */
export function contrastShares(a: MeasuredChanges, b: MeasuredChanges, groups: Groups, isPaired: boolean): Contrasts {
  return contrastOver(pseudoShares(a, groups), pseudoShares(b, groups), isPaired);
}

/** @param x [G][S] of the first classifier, one value a start picture; NaN for missing. @param y of the second */
function contrastOver(x: readonly Float64Array[], y: readonly Float64Array[], isPaired: boolean): Contrasts {
  const none = () => new Float64Array(x.length).fill(Number.NaN);
  const result = { a: none(), b: none(), difference: none(), half: none() };
  const p = none();
  for (const [at, values] of x.entries()) {
    const others = y[at] as Float64Array;
    const [first, second] = [summarise(values), summarise(others)];
    result.a[at] = first.mean;
    result.b[at] = second.mean;
    result.difference[at] = first.mean - second.mean;
    const { error, freedom } = isPaired ? pairedError(values, others) : welchError(first, second);
    if (!(freedom >= 1)) continue;
    result.half[at] = studentQuantile(0.95, freedom) * error;
    p[at] = error > 0 ? 1 - studentProbability(Math.abs(first.mean - second.mean) / error, freedom) : Number.NaN;
  }
  return { ...result, q: Float32Array.from(benjaminiHochberg(p)) };
}

/** [S] NaN where no unit shows any of the concepts. */
function rootMeanSquares({ lines, starts, concepts, data }: Changes, group: readonly number[]): Float64Array {
  return Float64Array.from({ length: starts }, (_, start) => {
    let [n, squares] = [0, 0];
    for (let line = 0; line < lines; line++) {
      for (const concept of group) {
        const change = data[(line * starts + start) * concepts + concept] as number;
        if (Number.isNaN(change)) continue;
        n += 1;
        squares += change * change;
      }
    }
    return n > 0 ? Math.sqrt(squares / n) : Number.NaN;
  });
}

/** [G][S] pseudo-values of the shares; NaN below 3 start pictures, or where all effects together have no energy. */
function pseudoShares(measured: MeasuredChanges, groups: Groups): Float64Array[] {
  const { starts } = measured.changes;
  const energies = groups.map((group) => energiesWithout(measured, group));
  const totals = Float64Array.from({ length: starts + 1 }, (_, without) =>
    energies.reduce((sum, energy) => sum + (energy[without] as number), 0),
  );
  const hasEnergy = starts >= 3 && totals.every((total) => total > 0);
  return energies.map((energy) => {
    const share = energy.map((value, without) => value / (totals[without] as number));
    return share
      .subarray(0, starts)
      .map((without) => (hasEnergy ? starts * (share[starts] as number) - (starts - 1) * without : Number.NaN));
  });
}

/** [S + 1] energy of a group without each start picture, and at the end of all. A concept seen from fewer than two of them has none. */
function energiesWithout({ changes, error }: MeasuredChanges, group: readonly number[]): Float64Array {
  const { lines, starts, concepts, data } = changes;
  const energies = new Float64Array(starts + 1);
  const add = (at: number, n: number, sum: number, squares: number, noise: number) => {
    if (n >= 2) energies[at] = (energies[at] as number) + (sum * sum - squares) / (n * (n - 1)) - noise;
  };
  for (let line = 0; line < lines; line++) {
    for (const concept of group) {
      const changeFrom = (start: number) => data[(line * starts + start) * concepts + concept] as number;
      const noise = (error[concept] as number) ** 2;
      let [n, sum, squares] = [0, 0, 0];
      for (let start = 0; start < starts; start++) {
        const change = changeFrom(start);
        if (Number.isNaN(change)) continue;
        n += 1;
        sum += change;
        squares += change * change;
      }
      add(starts, n, sum, squares, noise);
      for (let start = 0; start < starts; start++) {
        const change = changeFrom(start);
        if (Number.isNaN(change)) add(start, n, sum, squares, noise);
        else add(start, n - 1, sum - change, squares - change * change, noise);
      }
    }
  }
  return energies;
}

interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Of the mean, squared; NaN below two. */
  readonly error: number;
}

function summarise(values: Float64Array): Summary {
  const seen = values.filter((value) => !Number.isNaN(value));
  const n = seen.length;
  const mean = seen.reduce((sum, value) => sum + value, 0) / n;
  const squares = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, error: n > 1 ? squares / (n - 1) / n : Number.NaN };
}

interface StandardError {
  readonly error: number;
  /** Degrees of freedom, whole; below 1 where nothing can be said. */
  readonly freedom: number;
}

function pairedError(x: Float64Array, y: Float64Array): StandardError {
  const { n, error } = summarise(x.map((value, at) => value - (y[at] as number)));
  return { error: Math.sqrt(error), freedom: n - 1 };
}

function welchError(a: Summary, b: Summary): StandardError {
  const sum = a.error + b.error;
  const freedom = sum ** 2 / (a.error ** 2 / (a.n - 1) + b.error ** 2 / (b.n - 1));
  // Whole degrees of freedom, rounded down: wider, never narrower.
  return { error: Math.sqrt(sum), freedom: Number.isFinite(freedom) ? Math.floor(freedom) : 0 };
}
