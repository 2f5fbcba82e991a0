import { benjaminiHochberg } from '../falseDiscovery.ts';
import { studentProbability, studentQuantile } from '../statistics.ts';
import type { Changes } from './effects.ts';

/** How much the units of two classifiers move each concept, start picture by start picture. */
export interface Contrasts {
  /** [C] root mean square change over units, the mean over start pictures; NaN where the part is never seen. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** [C] a less b */
  readonly difference: Float64Array;
  /** [C] half the width of its 95 % interval; NaN below two start pictures. */
  readonly half: Float64Array;
  /** [C] of no difference, with Benjamini and Hochberg's rate over concepts. */
  readonly q: Float32Array;
}

/**
 * The use of a concept from one start picture is the root mean square of its change over units. Uses are compared over start pictures:
 * paired where both classifiers were swept from the same ones, else by Welch's test (1947, Biometrika 34).
 */
export function contrastConcepts(a: Changes, b: Changes, isPaired: boolean): Contrasts {
  const { concepts } = a;
  const none = () => new Float64Array(concepts).fill(Number.NaN);
  const result = { a: none(), b: none(), difference: none(), half: none() };
  const p = none();
  for (let concept = 0; concept < concepts; concept++) {
    const [x, y] = [usesOf(a, concept), usesOf(b, concept)];
    const [first, second] = [summarise(x), summarise(y)];
    result.a[concept] = first.mean;
    result.b[concept] = second.mean;
    result.difference[concept] = first.mean - second.mean;
    const { error, freedom } = isPaired ? pairedError(x, y) : welchError(first, second);
    if (!(freedom >= 1)) continue;
    result.half[concept] = studentQuantile(0.95, freedom) * error;
    p[concept] = error > 0 ? 1 - studentProbability(Math.abs(first.mean - second.mean) / error, freedom) : Number.NaN;
  }
  return { ...result, q: Float32Array.from(benjaminiHochberg(p)) };
}

/** [S] NaN where no unit shows the concept. */
function usesOf({ lines, starts, concepts, data }: Changes, concept: number): Float64Array {
  return Float64Array.from({ length: starts }, (_, start) => {
    let [n, squares] = [0, 0];
    for (let line = 0; line < lines; line++) {
      const change = data[(line * starts + start) * concepts + concept] as number;
      if (Number.isNaN(change)) continue;
      n += 1;
      squares += change * change;
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
