import { type Head, headLogits, logOdds, logOddsGradient } from '../head.ts';
import type { Linker } from '../linker.ts';
import { linkAt } from './linkAt.ts';
import { mahalanobis, type WithinClass } from './withinClass.ts';

/** What a shift costs, beside the margin that it has to reach. */
export interface Costs {
  /** Of the squared length in w, in squared standard deviations of w. */
  readonly closeness: number;
  /** Of each unit's standard deviation moved (L1). */
  readonly sparsity: number;
  /** Of the squared Mahalanobis length within classes. */
  readonly plausibility: number;
}

/** Everything that is the same for all samples and targets. */
export interface Setting {
  readonly head: Head;
  readonly linker: Linker;
  readonly within: WithinClass;
  /** [U] box that every representation stays in: never below 0 where r cannot be, never beyond what was observed. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Root of the summed variances of w. */
  readonly latentSpread: number;
  readonly costs: Costs;
}

/**
 * One start and one target. The unknown is z [U], the shift of r in standard deviations: r' = r + deviation * z. The smooth part of
 * what is minimised is
 *
 *   1/2 max(0, margin - odds)^2 + closeness/2 |w(r') - w(r)|^2 / spread^2 + plausibility/2 M(z)^2
 *
 * with the log-odds of the target at r', and M the Mahalanobis length; sparsity is added by the proximal step. Inside the box a ReLU
 * changes nothing, so the logits are those of the representation that is linked and drawn.
 */
export interface Problem {
  readonly setting: Setting;
  /** [U] */
  readonly start: Float64Array;
  readonly target: number;
  /** [U] box in z; both ends 0 for a unit that never changes. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** [U] cost of moving a unit by one standard deviation. */
  readonly unitCost: Float64Array;
}

/** @param start [U] @param unitFactor [U] by how much a unit's cost is multiplied; none at all when absent */
export function posedProblem(
  setting: Setting,
  start: ArrayLike<number>,
  target: number,
  unitFactor?: Float64Array,
): Problem {
  const { deviations } = setting.within;
  const end = (box: Float64Array, side: typeof Math.min) =>
    deviations.map((deviation, u) =>
      deviation > 0 ? side(0, ((box[u] as number) - (start[u] as number)) / deviation) : 0,
    );
  return {
    setting,
    start: Float64Array.from(start),
    target,
    least: end(setting.low, Math.min),
    most: end(setting.high, Math.max),
    unitCost: deviations.map((_, u) => setting.costs.sparsity * (unitFactor?.[u] ?? 1)),
  };
}

/** [U] representation that a shift leads to. */
export function shifted({ start, setting }: Problem, z: Float64Array): Float64Array {
  return start.map((value, u) => value + (setting.within.deviations[u] as number) * (z[u] as number));
}

export interface Evaluation {
  readonly value: number;
  /** [U] in z */
  readonly gradient: Float64Array;
  /** Log-odds of the target by the head. */
  readonly odds: number;
}

/** The smooth part at z, closed form through head and link. */
export function evaluate(problem: Problem, z: Float64Array, margin: number): Evaluation {
  const { setting, start, target } = problem;
  const { head, linker, within, costs, latentSpread } = setting;
  const units = z.length;
  const r = shifted(problem, z);
  const logits = headLogits(head, r);
  const odds = logOdds(logits, target);
  const short = Math.max(0, margin - odds);
  const inR = new Float64Array(units);
  if (short > 0) {
    const perLogit = logOddsGradient(logits, target);
    perLogit.forEach((share, c) => {
      const factor = -short * share;
      for (let u = 0, at = c * units; u < units; u++, at++) {
        inR[u] = (inR[u] as number) + factor * (head.weight.data[at] as number);
      }
    });
  }
  let value = 0.5 * short * short;
  if (costs.closeness > 0) {
    const { w, pullBack } = linkAt(linker, r);
    const from = startLatent(linker, start);
    const factor = costs.closeness / latentSpread ** 2;
    const change = w.map((end, d) => end - (from[d] as number));
    value += 0.5 * factor * change.reduce((sum, each) => sum + each * each, 0);
    pullBack(change).forEach((slope, u) => {
      inR[u] = (inR[u] as number) + factor * slope;
    });
  }
  const length = mahalanobis(within, z);
  value += 0.5 * costs.plausibility * length.squared;
  return {
    value,
    odds,
    gradient: inR.map(
      (slope, u) =>
        slope * (within.deviations[u] as number) + 0.5 * costs.plausibility * (length.gradient[u] as number),
    ),
  };
}

const latents = new WeakMap<Float64Array, Float64Array>();

/** Latent of a start, which every evaluation needs again. */
function startLatent(linker: Linker, start: Float64Array): Float64Array {
  const known = latents.get(start) ?? linkAt(linker, start).w;
  latents.set(start, known);
  return known;
}
