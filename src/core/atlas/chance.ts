import { fitTail, sharedShape, type Tail, tailProbability } from './tail.ts';

/** Does a unit move a concept more than a random direction of the same length would? */

/** What null directions changed, walked at a grid of lengths from the same start pictures. */
export interface NullChanges {
  /** N */
  readonly directions: number;
  /** [G] lengths in w, ascending */
  readonly lengths: Float64Array;
  readonly starts: number;
  readonly concepts: number;
  /** [N G S C] float32, changes in within-class standard deviations; NaN for missing */
  readonly data: Float32Array;
}

/** Statistics of null directions at any length. */
export interface NullStatistics {
  readonly directions: number;
  readonly concepts: number;
  /** Writes the null of one concept at a length: means and squared standard errors, [N] each; NaN where a direction shows nothing. */
  at(length: number, concept: number, means: Float64Array, errors: Float64Array): void;
}

/** Number of start pictures, and means and deviations over them at two neighbouring lengths. */
const MOMENTS = 5;

/**
 * Between two lengths of the grid a direction's effect, and its deviation, lie on the straight line between those at its ends. Noise
 * of the two ends would cancel there in part, so the effects are spread out again, until their size over all directions lies on
 * the straight line too.
 *
 * @param among positions of the start pictures to take; all when absent
 */
export function nullStatistics(nulls: NullChanges, among?: readonly number[]): NullStatistics {
  const { directions, lengths, starts, concepts, data } = nulls;
  const chosen = among ?? Array.from({ length: starts }, (_, start) => start);
  const spans = Math.max(1, lengths.length - 1);
  // [spans C N MOMENTS]: the null of one concept is read in one run.
  const table = new Float32Array(spans * concepts * directions * MOMENTS);
  for (let direction = 0; direction < directions; direction++) {
    for (let span = 0; span < spans; span++) {
      const upper = Math.min(span + 1, lengths.length - 1);
      for (let concept = 0; concept < concepts; concept++) {
        const changeAt = (grid: number, start: number) =>
          data[((direction * lengths.length + grid) * starts + start) * concepts + concept] as number;
        const at = ((span * concepts + concept) * directions + direction) * MOMENTS;
        writeMoments(
          table,
          at,
          chosen,
          (start) => changeAt(span, start),
          (start) => changeAt(upper, start),
        );
      }
    }
  }
  return {
    directions,
    concepts,
    at(length, concept, means, errors) {
      const { span, share } = placeOf(lengths, length);
      const first = (span * concepts + concept) * directions * MOMENTS;
      let [between, lower, upper] = [0, 0, 0];
      for (let direction = 0; direction < directions; direction++) {
        const at = first + direction * MOMENTS;
        const n = table[at] as number;
        const [low, high] = [table[at + 1] as number, table[at + 2] as number];
        const deviation = (table[at + 3] as number) + share * ((table[at + 4] as number) - (table[at + 3] as number));
        const mean = low + share * (high - low);
        means[direction] = mean;
        errors[direction] = n > 1 ? (deviation * deviation) / n : Number.NaN;
        if (n < 2) continue;
        between += mean * mean;
        lower += low * low;
        upper += high * high;
      }
      const size = Math.sqrt(lower) + share * (Math.sqrt(upper) - Math.sqrt(lower));
      const spread = between > 0 ? size / Math.sqrt(between) : 1;
      for (let direction = 0; direction < directions; direction++) {
        means[direction] = (means[direction] as number) * spread;
      }
    },
  };
}

function writeMoments(
  table: Float32Array,
  at: number,
  chosen: readonly number[],
  lower: (start: number) => number,
  upper: (start: number) => number,
): void {
  let [n, a, b] = [0, 0, 0];
  for (const start of chosen) {
    const [x, y] = [lower(start), upper(start)];
    if (Number.isNaN(x + y)) continue;
    n += 1;
    a += x;
    b += y;
  }
  const [aMean, bMean] = [a / n, b / n];
  let [aa, bb] = [0, 0];
  for (const start of chosen) {
    const [x, y] = [lower(start) - aMean, upper(start) - bMean];
    if (Number.isNaN(x + y)) continue;
    aa += x * x;
    bb += y * y;
  }
  table.set([n, aMean, bMean, Math.sqrt(aa / (n - 1)), Math.sqrt(bb / (n - 1))], at);
}

/** Where a length lies in the grid; beyond its ends, at them. */
export function placeOf(grid: Float64Array, length: number): { readonly span: number; readonly share: number } {
  let span = 0;
  while (span < grid.length - 2 && length > (grid[span + 1] as number)) span++;
  const [low, high] = [grid[span] as number, (grid[span + 1] ?? grid[span]) as number];
  const share = high > low ? Math.min(1, Math.max(0, (length - low) / (high - low))) : 0;
  return { span, share };
}

export interface LineTests {
  /** [C] studentised effects, squared; NaN where nothing can be tested. */
  readonly statistic: Float32Array;
  /** [C] two-sided probability of one as large under the null. */
  readonly p: Float32Array;
  /** [C] the same for the largest of the line's statistics: corrects for all concepts of one unit. */
  readonly pMax: Float32Array;
}

/**
 * Tests all concepts of one line against null directions of its length.
 *
 * The statistic is mean^2 / (squared error + between), where `between` is the variance of the null's means beyond their own errors:
 * an effect in units of what chance and its own uncertainty make of it, so that neither a tiny steady effect nor a large shaky one
 * stands out. Small errors of a few start pictures are drawn to what is usual for the concept under the null, as moderated t-statistics do
 * (Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3(1)): else those that happen to be small would make the tail. It is squared because normal directions have nearly normal effects, whose squares have an exponential tail. Where a concept never moves under the null there is nothing to compare with, and it is not tested.
 *
 * @param value     [C] the line's effects
 * @param deviation [C] their standard deviations over start pictures
 * @param n         [C]
 * @param shape     of the tails; see `sharedShape`
 */
export function testLine(
  length: number,
  value: Float32Array,
  deviation: Float32Array,
  n: Int32Array,
  nulls: NullStatistics,
  shape: number,
): LineTests {
  const { directions, concepts } = nulls;
  const statistic = new Float32Array(concepts).fill(Number.NaN);
  const p = new Float32Array(concepts).fill(Number.NaN);
  const pMax = new Float32Array(concepts).fill(Number.NaN);
  const [means, errors] = [new Float64Array(directions), new Float64Array(directions)];
  const largest = new Float64Array(directions);
  for (let concept = 0; concept < concepts; concept++) {
    if ((n[concept] as number) < 2) continue;
    nulls.at(length, concept, means, errors);
    const yardstick = yardstickOf(means, errors);
    if (yardstick === null) continue;
    const drawn: number[] = [];
    for (let direction = 0; direction < directions; direction++) {
      const t = studentised(means[direction] as number, errors[direction] as number, yardstick);
      if (Number.isNaN(t)) continue;
      drawn.push(t);
      largest[direction] = Math.max(largest[direction] as number, t);
    }
    const error = (deviation[concept] as number) ** 2 / (n[concept] as number);
    statistic[concept] = studentised(value[concept] as number, error, yardstick);
    const tail = fitTail(Float64Array.from(drawn).sort(), shape);
    p[concept] = tailProbability(tail, statistic[concept] as number);
  }
  const maximum = fitTail(largest.sort(), shape);
  statistic.forEach((t, concept) => {
    if (!Number.isNaN(t)) pMax[concept] = tailProbability(maximum, t);
  });
  return { statistic, p, pMax };
}

/** What an effect on one concept is compared with. */
interface Yardstick {
  /** Variance of the null's effects beyond their own errors. */
  readonly between: number;
  /** Mean of the null's squared errors. */
  readonly usual: number;
}

/** A small error counts half, and the usual one half; a large one counts as it is. */
function studentised(mean: number, error: number, { between, usual }: Yardstick): number {
  const variance = Math.max(error, (error + usual) / 2) + between;
  if (variance > 0) return (mean * mean) / variance;
  return mean === 0 ? 0 : Number.NaN;
}

/** Directions a null must show before anything is tested against it. */
const LEAST_DIRECTIONS = 50;

/** @returns null where too few directions show the part, or none of them moves it */
function yardstickOf(means: Float64Array, errors: Float64Array): Yardstick | null {
  let [count, squares, noise] = [0, 0, 0];
  for (let direction = 0; direction < means.length; direction++) {
    const error = errors[direction] as number;
    if (Number.isNaN(error)) continue;
    count += 1;
    squares += (means[direction] as number) ** 2;
    noise += error;
  }
  if (count < LEAST_DIRECTIONS || squares === 0) return null;
  return { between: Math.max(0, (squares - noise) / count), usual: noise / count };
}

/** Null statistics of one concept at one length, ascending; empty where nothing can be tested. */
export function nullDistribution(nulls: NullStatistics, length: number, concept: number): Float64Array {
  const [means, errors] = [new Float64Array(nulls.directions), new Float64Array(nulls.directions)];
  nulls.at(length, concept, means, errors);
  const yardstick = yardstickOf(means, errors);
  if (yardstick === null) return new Float64Array(0);
  return Float64Array.from(means, (mean, direction) => studentised(mean, errors[direction] as number, yardstick))
    .filter((t) => !Number.isNaN(t))
    .sort();
}

/**
 * The effect at which a concept's probability falls to a level: what an empty answer leaves open.
 *
 * @param error squared standard error of a typical effect
 * @returns standard deviations; NaN where nothing can be tested
 */
export function detectableEffect(
  nulls: NullStatistics,
  length: number,
  concept: number,
  shape: number,
  error: number,
  level: number,
): number {
  const [means, errors] = [new Float64Array(nulls.directions), new Float64Array(nulls.directions)];
  nulls.at(length, concept, means, errors);
  const yardstick = yardstickOf(means, errors);
  if (yardstick === null) return Number.NaN;
  const variance = 1 / studentised(1, error, yardstick);
  const sorted = nullDistribution(nulls, length, concept);
  if (!(variance > 0)) return Number.NaN;
  const tail = fitTail(sorted, shape);
  let [low, high] = [0, 1];
  while (tailProbability(tail, high) > level && high < 1e9) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (tailProbability(tail, middle) > level) low = middle;
    else high = middle;
  }
  return Math.sqrt(high * variance);
}

/** The shape shared by the tails of all concepts, at the lengths of the grid. */
export function tailShapeOf(nulls: NullStatistics, lengths: Float64Array): number {
  const distributions = Array.from(lengths, (length) =>
    Array.from({ length: nulls.concepts }, (_, concept) => nullDistribution(nulls, length, concept)),
  ).flat();
  return sharedShape(distributions.filter(({ length }) => length >= LEAST_DIRECTIONS));
}

/** How the fitted tails fare on directions they were not fitted to. */
export interface TailCheck {
  /** Left-out statistics judged. */
  readonly n: number;
  /** Share of them with a probability at or below each level. */
  readonly shares: readonly { readonly level: number; readonly share: number }[];
}

const CHECKED_LEVELS = [0.05, 0.01, 0.001];
const FOLDS = 5;

/** Fits the tails without a fifth of the directions, and counts how often these fall beyond a level; near it, the fit is good. */
export function checkTails(nulls: NullStatistics, lengths: Float64Array, shape: number): TailCheck {
  const hits = CHECKED_LEVELS.map(() => 0);
  const [means, errors] = [new Float64Array(nulls.directions), new Float64Array(nulls.directions)];
  let n = 0;
  for (const length of lengths) {
    for (let concept = 0; concept < nulls.concepts; concept++) {
      nulls.at(length, concept, means, errors);
      for (let fold = 0; fold < FOLDS; fold++) {
        const kept = errors.map((error, direction) => (direction % FOLDS === fold ? Number.NaN : error));
        const yardstick = yardstickOf(means, kept);
        if (yardstick === null) continue;
        const statisticAt = (direction: number) =>
          studentised(means[direction] as number, errors[direction] as number, yardstick);
        const [inside, outside]: [number[], number[]] = [[], []];
        for (let direction = 0; direction < nulls.directions; direction++) {
          const t = statisticAt(direction);
          if (!Number.isNaN(t)) (direction % FOLDS === fold ? outside : inside).push(t);
        }
        const tail: Tail = fitTail(Float64Array.from(inside).sort(), shape);
        for (const t of outside) {
          const p = tailProbability(tail, t);
          n += 1;
          CHECKED_LEVELS.forEach((level, at) => {
            if (p <= level) hits[at] = (hits[at] as number) + 1;
          });
        }
      }
    }
  }
  return { n, shares: CHECKED_LEVELS.map((level, at) => ({ level, share: (hits[at] as number) / Math.max(1, n) })) };
}
