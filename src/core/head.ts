import { expectShape, type FloatTensor } from './tensor.ts';

/** The classifier's last layer: logits = weight r + bias. */
export interface Head {
  /** [C U] float32. */
  readonly weight: FloatTensor;
  /** [C] float32. */
  readonly bias: Float32Array;
}

/** [C] logits of a representation [U]. */
export function headLogits({ weight, bias }: Head, r: ArrayLike<number>): Float64Array {
  const [classes, units] = weight.shape as [number, number];
  expectShape([r.length], [units], 'the representation that the head reads');
  return Float64Array.from({ length: classes }, (_, c) => {
    let sum = bias[c] as number;
    for (let u = 0; u < units; u++) sum += (weight.data[c * units + u] as number) * (r[u] as number);
    return sum;
  });
}

/** Log-odds of a class, ln(p / (1 - p)) with p its softmax probability: its logit less the log-sum-exp of all others. */
export function logOdds(logits: ArrayLike<number>, target: number): number {
  return (logits[target] as number) - logSumOfOthers(logits, target);
}

/** [C] gradient of `logOdds` in the logits: 1 for the class itself, minus the shares of the others among themselves. */
export function logOddsGradient(logits: ArrayLike<number>, target: number): Float64Array {
  const total = logSumOfOthers(logits, target);
  return Float64Array.from(logits, (logit, c) => (c === target ? 1 : -Math.exp(logit - total)));
}

function logSumOfOthers(logits: ArrayLike<number>, target: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) if (c !== target) largest = Math.max(largest, logits[c] as number);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) if (c !== target) sum += Math.exp((logits[c] as number) - largest);
  return largest + Math.log(sum);
}
