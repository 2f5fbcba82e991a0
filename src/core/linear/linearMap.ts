import type { FloatTensor } from '../tensor.ts';
import type { LinearProblem } from './problem.ts';
import type { Floats } from './products.ts';

/** latents = representations * weights + bias */
export interface LinearMap {
  /** [U L] float32. */
  readonly weights: FloatTensor;
  /** [L] float32. */
  readonly bias: Float32Array;
}

/**
 * The map of a solved problem. A unit that never changes gets weights of exactly 0.
 *
 * @param weights [U L]
 */
export function linearMap({ representationMean, latentMean, unitSquares }: LinearProblem, weights: Floats): LinearMap {
  const units = representationMean.length;
  const latentDim = latentMean.length;
  const data = Float32Array.from(weights);
  const bias = latentMean.slice();
  for (let unit = 0; unit < units; unit++) {
    const row = unit * latentDim;
    if (unitSquares[unit] === 0) data.fill(0, row, row + latentDim);
    const mean = representationMean[unit] as number;
    for (let i = 0; i < latentDim; i++) bias[i] = (bias[i] as number) - mean * (data[row + i] as number);
  }
  return { weights: { data, shape: [units, latentDim] }, bias: Float32Array.from(bias) };
}
