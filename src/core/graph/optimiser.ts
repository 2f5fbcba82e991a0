import type { Value } from './node.ts';
import { add, div, mul, slice, sqrt, square, sub } from './ops.ts';

/**
 * How parameters follow their gradients. All that depends on the number of the step is computed on the host in float64 and fed as a
 * short list, so that the graph holds no counter, no powers of decay rates and no rounding of them.
 */
export interface Optimiser {
  /** Arrays kept beside each parameter, of its shape, zero at the start. */
  readonly slots: readonly string[];
  /** What the step needs of its number, which counts from 1; always of the same length. */
  schedule(step: number): readonly number[];
  /** @param schedule [S] what `schedule` gave */
  update(parameter: Value, gradient: Value, slots: readonly Value[], schedule: Value): Update;
}

export interface Update {
  readonly parameter: Value;
  readonly slots: readonly Value[];
}

/** p <- p - rate g */
export function sgd(learningRate: number): Optimiser {
  return {
    slots: [],
    schedule: () => [learningRate],
    update: (parameter, gradient, _, schedule) => ({
      parameter: sub(parameter, mul(gradient, entry(schedule, 0))),
      slots: [],
    }),
  };
}

export interface AdamOptions {
  readonly learningRate: number;
  /** Decay rates of the running means of g and g^2. */
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** This times each parameter is added to its gradient, as PyTorch's `Adam` does with its `weight_decay`: a penalty on its square. */
  readonly penalty?: number;
}

export interface AdamWOptions extends AdamOptions {
  /** Share of each parameter taken off a step, in units of the learning rate; not part of the gradient (Loshchilov and Hutter 2019). */
  readonly weightDecay: number;
}

/** Adam (Kingma and Ba 2015). */
export function adam(options: AdamOptions): Optimiser {
  return adamWith(options, null);
}

export function adamW(options: AdamWOptions): Optimiser {
  return adamWith(options, options.weightDecay);
}

/**
 * Running sums instead of means, M <- beta1 M + g and V <- beta2 V + g^2, which need two multiplications fewer. Adam's means are
 * m = (1 - beta1) M and v = (1 - beta2) V, so with c = sqrt((1 - beta2) / (1 - beta2^t)) its step
 *
 *   rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)  is  s M / (sqrt(V) + e)
 *
 * where s = rate (1 - beta1) / (1 - beta1^t) / c and e = epsilon / c.
 */
function adamWith(options: AdamOptions, weightDecay: number | null): Optimiser {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, penalty = 0 } = options;
  return {
    slots: ['momentum', 'spread'],
    schedule(step) {
      const scale = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
      const stepSize = (learningRate * (1 - beta1)) / (1 - beta1 ** step) / scale;
      return [stepSize, epsilon / scale, 1 - learningRate * (weightDecay ?? 0)];
    },
    update(parameter, slope, [momentum, spread], schedule) {
      const gradient = penalty === 0 ? slope : add(slope, mul(parameter, penalty));
      const nextMomentum = add(mul(momentum as Value, beta1), gradient);
      const nextSpread = add(mul(spread as Value, beta2), square(gradient));
      const direction = div(nextMomentum, add(sqrt(nextSpread), entry(schedule, 1)));
      const kept = weightDecay === null ? parameter : mul(parameter, entry(schedule, 2));
      return { parameter: sub(kept, mul(direction, entry(schedule, 0))), slots: [nextMomentum, nextSpread] };
    },
  };
}

/** [1] one number of the schedule, which broadcasts over a parameter */
function entry(schedule: Value, index: number): Value {
  return slice(schedule, [0], [index], [index + 1]);
}
