import { benjaminiHochberg } from '../falseDiscovery.ts';
import { studentProbability, studentQuantile } from '../statistics.ts';
import type { Changes } from './effects.ts';

/** How much the units of two classifiers move concepts, start picture by start picture. Arrays [G], one place a group of concepts. */
export interface Contrasts {
  /** Root mean square change over units and the concepts of a group, the mean over start pictures; NaN where none is seen. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** a less b */
  readonly difference: Float64Array;
  /** Half the width of its 95 % interval; NaN below two start pictures. */
  readonly half: Float64Array;
  /** Of no difference, with Benjamini and Hochberg's rate over groups. */
  readonly q: Float32Array;
}

/**
 * The use of concepts from one start picture is the root mean square of their changes over units. Uses are compared over start pictures:
 * paired where both classifiers were swept from the same ones, else by Welch's test (1947, Biometrika 34).
 *
 * @param groups concepts that are taken together: one each, or all metrics of a part
 */
export function contrastUses(
  a: Changes,
  b: Changes,
  groups: readonly (readonly number[])[],
  isPaired: boolean,
): Contrasts {
  const none = () => new Float64Array(groups.length).fill(Number.NaN);
  const result = { a: none(), b: none(), difference: none(), half: none() };
  const p = none();
  for (const [at, group] of groups.entries()) {
    const [x, y] = [usesOf(a, group), usesOf(b, group)];
    const [first, second] = [summarise(x), summarise(y)];
    result.a[at] = first.mean;
    result.b[at] = second.mean;
    result.difference[at] = first.mean - second.mean;
    const { error, freedom } = isPaired ? pairedError(x, y) : welchError(first, second);
    if (!(freedom >= 1)) continue;
    result.half[at] = studentQuantile(0.95, freedom) * error;
    p[at] = error > 0 ? 1 - studentProbability(Math.abs(first.mean - second.mean) / error, freedom) : Number.NaN;
  }
  return { ...result, q: Float32Array.from(benjaminiHochberg(p)) };
}

/** [S] NaN where no unit shows any of the concepts. */
function usesOf({ lines, starts, concepts, data }: Changes, group: readonly number[]): Float64Array {
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
