import type { CancelSignal } from '../cancel.ts';
import type { Head } from '../head.ts';
import { pause } from '../pause.ts';
import { randomState, shuffled } from '../random.ts';
import type { SampleSet } from '../sampleSet.ts';
import { meanRowOf } from '../statistics.ts';
import { argmaxRows, type FloatTensor } from '../tensor.ts';
import { type Problem, posedProblem, shifted } from './problem.ts';
import { minimise } from './proximal.ts';
import { type Case, type Found, type Look, latentOf, stackLatents } from './search.ts';
import { mahalanobis, type WithinClass } from './withinClass.ts';

/** What is found where there should be nothing to find, and whether the same is found again. */
export interface Controls {
  /** [R] class of the picture a random direction away, as far in w as the counterfactual. */
  readonly randomClasses: Int32Array;
  /** Class of the picture that the same search on a head of shuffled labels leads to. */
  readonly shuffledClass: number;
  /** Mean cosine, in w, of the shift and the shifts found from random first shifts. */
  readonly seedAgreement: number;
  /** Mean cosine, in w, of the shift and the shifts found from a start with noise. */
  readonly noiseAgreement: number;
}

/** Random directions per case. */
export const RANDOM_DIRECTIONS = 5;
const RESTARTS = 3;
/** Standard deviation of the first shift and of the noise on the start, in those of each unit. */
const FIRST_SHIFT = 0.5;
const START_NOISE = 0.1;

/** Directions in w as the samples vary: draws from the normal distribution with the covariance of w. */
export function randomDirections({ data, shape }: FloatTensor, count: number, seed: number): Float64Array[] {
  const [rows, width] = shape as [number, number];
  const centre = meanRowOf({ data, shape });
  const random = randomState(seed);
  return Array.from({ length: count }, () => {
    const direction = new Float64Array(width);
    for (let row = 0; row < rows; row++) {
      const weight = random.randn();
      for (let d = 0; d < width; d++) {
        direction[d] = (direction[d] as number) + weight * ((data[row * width + d] as number) - (centre[d] as number));
      }
    }
    return direction;
  });
}

/**
 * A head that was taught nothing: the linear discriminant of labels in shuffled order, scaled to the size of the true head.
 * Whatever it asks for has nothing to do with the classes.
 */
export function shuffledHead(head: Head, samples: SampleSet, within: WithinClass, seed: number): Head {
  const [classes, units] = head.weight.shape as [number, number];
  const order = shuffled(samples.count, seed);
  const means = new Float64Array(classes * units);
  const counts = new Float64Array(classes);
  for (let row = 0; row < samples.count; row++) {
    const c = samples.classIndex[order[row] as number] as number;
    counts[c] = (counts[c] as number) + 1;
    for (let u = 0; u < units; u++) {
      means[c * units + u] = (means[c * units + u] as number) + (samples.r.data[row * units + u] as number);
    }
  }
  const overall = meanRowOf(samples.r);
  const weight = new Float32Array(classes * units);
  for (let c = 0; c < classes; c++) {
    const z = within.deviations.map((deviation, u) =>
      deviation > 0
        ? ((means[c * units + u] as number) / Math.max(1, counts[c] as number) - (overall[u] as number)) / deviation
        : 0,
    );
    const { gradient } = mahalanobis(within, z);
    gradient.forEach((slope, u) => {
      const deviation = within.deviations[u] as number;
      weight[c * units + u] = deviation > 0 ? slope / deviation : 0;
    });
  }
  const scale =
    normOf(centred(head.weight)) / Math.max(1e-12, normOf(centred({ data: weight, shape: [classes, units] })));
  return {
    weight: { data: weight.map((value) => value * scale), shape: [classes, units] },
    // At the mean sample no class is preferred.
    bias: Float32Array.from({ length: classes }, (_, c) => {
      let sum = 0;
      for (let u = 0; u < units; u++) sum -= scale * (weight[c * units + u] as number) * (overall[u] as number);
      return sum;
    }),
  };
}

/** What all classes share changes no probability. */
function centred({ data, shape }: FloatTensor): Float64Array {
  const [classes, units] = shape as [number, number];
  const mean = meanRowOf({ data, shape });
  return Float64Array.from({ length: classes * units }, (_, at) => (data[at] as number) - (mean[at % units] as number));
}

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

export interface ControlOptions {
  /** [N L] latents whose covariance random directions have. */
  readonly latents: FloatTensor;
  readonly shuffledHead: Head;
  /** One seed a case, so that a case has the same controls whatever it is computed with. */
  readonly seeds: readonly number[];
}

export async function controlsOf(
  cases: readonly Case[],
  found: readonly Found[],
  { latents, shuffledHead: untaught, seeds }: ControlOptions,
  look: Look,
  signal: CancelSignal,
): Promise<Controls[]> {
  const rows: Float32Array[] = [];
  const agreements: { readonly seed: number; readonly noise: number }[] = [];
  for (const [at, each] of cases.entries()) {
    signal.throwIfAborted();
    await pause();
    const { z, margin } = found[at] as Found;
    const seed = seeds[at] as number;
    const change = changeOf(each, z);
    const length = normOf(change);
    for (const direction of randomDirections(latents, RANDOM_DIRECTIONS, seed)) {
      const scale = length / Math.max(1e-12, normOf(direction));
      rows.push(each.base.map((value, d) => value + scale * (direction[d] as number)));
    }
    const misled = { ...each, problem: withHead(each.problem, untaught) };
    rows.push(latentOf(each, minimise(misled.problem, margin, each.from).z));
    agreements.push(agreementOf(each, change, margin, seed));
  }
  const classes = argmaxRows((await look(stackLatents(rows))).logits);
  const perCase = RANDOM_DIRECTIONS + 1;
  return cases.map((_, at) => ({
    randomClasses: classes.slice(at * perCase, at * perCase + RANDOM_DIRECTIONS),
    shuffledClass: classes[at * perCase + RANDOM_DIRECTIONS] as number,
    seedAgreement: agreements[at]?.seed ?? Number.NaN,
    noiseAgreement: agreements[at]?.noise ?? Number.NaN,
  }));
}

function withHead(problem: Problem, head: Head): Problem {
  return { ...problem, setting: { ...problem.setting, head } };
}

/** No pictures are needed: the same margin is asked of the head again. */
function agreementOf(each: Case, change: Float64Array, margin: number, seed: number) {
  const { problem } = each;
  const random = randomState(seed);
  const { deviations } = problem.setting.within;
  const cosines = (again: () => Float64Array) =>
    Array.from({ length: RESTARTS }, () => cosineOf(change, again())).reduce(
      (sum, cosine) => sum + cosine / RESTARTS,
      0,
    );
  return {
    seed: cosines(() => changeOf(each, minimise(problem, margin, firstShift(deviations.length, random.randn)).z)),
    noise: cosines(() => {
      const moved = shifted(
        problem,
        deviations.map(() => START_NOISE * random.randn()),
      );
      const { low, high } = problem.setting;
      const start = moved.map((value, u) => Math.min(high[u] as number, Math.max(low[u] as number, value)));
      const noisy = { ...each, problem: posedProblem(problem.setting, start, problem.target) };
      return changeOf(noisy, minimise(noisy.problem, margin, each.from).z);
    }),
  };
}

/** [U] where a search with a seed begins, in standard deviations. */
export function firstShift(units: number, randn: () => number): Float64Array {
  return Float64Array.from({ length: units }, () => FIRST_SHIFT * randn());
}

/** [L] change of the latent that a shift makes. */
export function changeOf(each: Case, z: Float64Array): Float64Array {
  const end = latentOf(each, z);
  return Float64Array.from(end, (value, d) => value - (each.base[d] as number));
}

function cosineOf(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i] as number) * (b[i] as number);
  const lengths = normOf(a) * normOf(b);
  return lengths > 0 ? product / lengths : 0;
}
