import type { CancelSignal } from '../cancel.ts';
import { headLogits, logOdds } from '../head.ts';
import { randomState } from '../random.ts';
import { argmaxRows, rowOf } from '../tensor.ts';
import { linkAt } from './linkAt.ts';
import type { Problem } from './problem.ts';
import { type Case, type Found, type Look, latentOf, type Outcome, stackLatents } from './search.ts';

/**
 * The reference's counterfactual, to reproduce old numbers: plain gradient descent on a shift s subtracted from r, with the loss
 *
 *   -logit_target(r - s) + 0.6 logit_origin(r - s) - 10 cos(link(r - s), link(r))
 *
 * whose logits are read without a ReLU, while the picture is drawn of link(relu(r - s)). The start s = U(0, 1) moves every unit before
 * anything is learned, and nothing bounds the logits or keeps the shift small.
 */
export interface ReferenceProblem extends Pick<Problem, 'setting' | 'start' | 'target'> {
  readonly origin: number;
}

const ORIGIN_WEIGHT = 0.6;
const COSINE_WEIGHT = 10;

/** [U] `torch.manual_seed(seed); torch.rand(U)`: the low 24 bits of each word of the Mersenne Twister. */
export function torchRand(units: number, seed: number): Float64Array {
  const random = randomState(seed);
  return Float64Array.from({ length: units }, () => (random.nextUint32() & 0xffffff) / 0x1000000);
}

export interface ReferenceLoss {
  readonly value: number;
  /** [U] in s */
  readonly gradient: Float64Array;
}

/** @param shift [U] s, subtracted from r */
export function referenceLoss(
  { setting, start, target, origin }: ReferenceProblem,
  shift: Float64Array,
): ReferenceLoss {
  const { head, linker } = setting;
  const units = start.length;
  const r = start.map((value, u) => value - (shift[u] as number));
  const logits = headLogits(head, r);
  const from = linkAt(linker, start).w;
  const { w, pullBack } = linkAt(linker, r);
  const [product, fromLength, length] = [dot(w, from), Math.sqrt(dot(from, from)), Math.sqrt(dot(w, w))];
  const cosine = product / (fromLength * length);
  const inW = w.map((value, d) => (from[d] as number) / (fromLength * length) - (cosine * value) / (length * length));
  const cosineInR = pullBack(inW);
  const { data } = head.weight;
  const gradient = Float64Array.from({ length: units }, (_, u) => {
    const inR =
      -(data[target * units + u] as number) +
      ORIGIN_WEIGHT * (data[origin * units + u] as number) -
      COSINE_WEIGHT * (cosineInR[u] as number);
    return -inR;
  });
  const value = -(logits[target] as number) + ORIGIN_WEIGHT * (logits[origin] as number) - COSINE_WEIGHT * cosine;
  return { value, gradient };
}

/** One step of gradient descent. */
export function referenceStep(problem: ReferenceProblem, shift: Float64Array, learningRate: number): Float64Array {
  const { gradient } = referenceLoss(problem, shift);
  return shift.map((value, u) => value - learningRate * (gradient[u] as number));
}

export interface ReferenceCase extends Case {
  readonly origin: number;
  readonly seed: number;
}

export interface ReferenceOptions {
  readonly learningRate: number;
  readonly budget: number;
}

/** A look after every step; a case ends when its picture is the target, however barely, or when the budget is spent. */
export async function searchReference(
  cases: readonly ReferenceCase[],
  startOdds: ArrayLike<number>,
  startIsTarget: ArrayLike<number>,
  { learningRate, budget }: ReferenceOptions,
  look: Look,
  signal: CancelSignal,
): Promise<Found[]> {
  const states = cases.map((each, at) => ({
    each,
    startOdds: startOdds[at] as number,
    isAlready: startIsTarget[at] === 1,
    isTarget: false,
    shift: torchRand(each.problem.start.length, each.seed),
    rounds: [] as { margin: number; head: number; picture: number }[],
  }));
  for (let step = 1; step <= budget; step++) {
    const active = states.filter((state) => !state.isAlready && !state.isTarget);
    if (active.length === 0) break;
    signal.throwIfAborted();
    for (const state of active) {
      const { problem, origin } = state.each;
      state.shift = referenceStep({ ...problem, origin }, state.shift, learningRate);
    }
    const { logits } = await look(
      stackLatents(active.map((state) => latentOf(state.each, rectified(state.each, state.shift)))),
    );
    const predicted = argmaxRows(logits);
    active.forEach((state, at) => {
      const { problem } = state.each;
      const r = problem.start.map((value, u) => value - (state.shift[u] as number));
      state.isTarget = predicted[at] === problem.target;
      state.rounds.push({
        margin: step,
        head: logOdds(headLogits(problem.setting.head, r), problem.target),
        picture: logOdds(rowOf(logits, at), problem.target),
      });
    });
  }
  return states.map(({ each, startOdds: odds, isAlready, isTarget, shift, rounds }) => {
    const last = rounds.at(-1);
    const outcome: Outcome = isAlready
      ? 'already'
      : isTarget
        ? 'reached'
        : (last?.head ?? 0) > 0
          ? 'picture-stays'
          : 'unreachable';
    return {
      outcome,
      z: isAlready ? each.from.map(() => 0) : rectified(each, shift),
      margin: 0,
      startOdds: odds,
      headOdds: last?.head ?? odds,
      pictureOdds: last?.picture ?? odds,
      rounds,
    };
  });
}

/** [U] relu(r - s) - r in standard deviations: the shift of what is drawn. A unit that never changes has no such unit and stays. */
function rectified({ problem }: Case, shift: Float64Array): Float64Array {
  const { deviations } = problem.setting.within;
  return problem.start.map((value, u) => {
    const deviation = deviations[u] as number;
    return deviation > 0 ? (Math.max(0, value - (shift[u] as number)) - value) / deviation : 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
