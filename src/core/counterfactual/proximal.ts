import { type Evaluation, evaluate, type Problem } from './problem.ts';

export interface Minimum {
  /** [U] shift in standard deviations */
  readonly z: Float64Array;
  /** Log-odds of the target by the head. */
  readonly odds: number;
  readonly steps: number;
}

const MOST_STEPS = 400;
/** Largest change of any unit in a step, standard deviations, below which nothing more is gained. */
const STILL = 1e-4;

/**
 * Minimises smooth part + L1 inside the box by accelerated proximal gradient with backtracking, and with a restart wherever the
 * momentum points uphill (Beck and Teboulle 2009, SIAM J. Imaging Sci. 2(1); O'Donoghue and Candes 2015, Found. Comput. Math. 15).
 * The proximal step of L1 and a box that holds 0 is soft-thresholding, then clamping.
 */
export function minimise(problem: Problem, margin: number, from: Float64Array): Minimum {
  let z = clamp(problem, from);
  let ahead = z;
  let momentum = 1;
  let rate = 1;
  for (let step = 1; step <= MOST_STEPS; step++) {
    const here = evaluate(problem, ahead, margin);
    const taken = descend(problem, ahead, here, margin, rate);
    rate = taken.rate * 1.25;
    const next = taken.z;
    const largest = largestChange(z, next);
    // The gradient mapping against the way that was gone: uphill means that the momentum has overshot.
    let uphill = 0;
    for (let u = 0; u < z.length; u++) {
      uphill += ((ahead[u] as number) - (next[u] as number)) * ((next[u] as number) - (z[u] as number));
    }
    const grown = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = uphill > 0 ? 0 : (momentum - 1) / grown;
    ahead = next.map((value, u) => value + push * (value - (z[u] as number)));
    z = next;
    momentum = grown;
    if (largest < STILL) return finished(problem, z, margin, step);
  }
  return finished(problem, z, margin, MOST_STEPS);
}

function finished(problem: Problem, z: Float64Array, margin: number, steps: number): Minimum {
  return { z, odds: evaluate(problem, z, margin).odds, steps };
}

/** One proximal step, shortened until the smooth part stays below its quadratic bound. */
function descend(
  problem: Problem,
  at: Float64Array,
  here: Evaluation,
  margin: number,
  firstRate: number,
): { readonly z: Float64Array; readonly rate: number } {
  for (let rate = firstRate; ; rate /= 2) {
    const z = proximalStep(problem, at, here.gradient, rate);
    let along = 0;
    let squares = 0;
    for (let u = 0; u < z.length; u++) {
      const change = (z[u] as number) - (at[u] as number);
      along += change * (here.gradient[u] as number);
      squares += change * change;
    }
    const bound = here.value + along + squares / (2 * rate);
    if (rate < 1e-12 || evaluate(problem, z, margin).value <= bound + 1e-12 * Math.abs(bound)) return { z, rate };
  }
}

function proximalStep(
  { least, most, unitCost }: Problem,
  at: Float64Array,
  gradient: Float64Array,
  rate: number,
): Float64Array {
  return at.map((value, u) => {
    const moved = value - rate * (gradient[u] as number);
    const threshold = rate * (unitCost[u] as number);
    const shrunk = Math.sign(moved) * Math.max(0, Math.abs(moved) - threshold);
    return Math.min(most[u] as number, Math.max(least[u] as number, shrunk));
  });
}

function clamp({ least, most }: Problem, z: Float64Array): Float64Array {
  return z.map((value, u) => Math.min(most[u] as number, Math.max(least[u] as number, value)));
}

function largestChange(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let u = 0; u < a.length; u++) largest = Math.max(largest, Math.abs((a[u] as number) - (b[u] as number)));
  return largest;
}
