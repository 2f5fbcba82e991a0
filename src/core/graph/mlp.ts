import type { Mlp } from '../engine.ts';
import { Failure } from '../failure.ts';
import { predictLatents } from '../linearFit.ts';
import { randomState } from '../random.ts';
import { expectShape, type FloatTensor } from '../tensor.ts';
import { graphModel } from './emit.ts';
import type { Value } from './node.ts';
import { encodeOnnx, type OnnxModel } from './onnx.ts';
import { add, constant, gemm, input, meanSquaredError, mul, relu, sub } from './ops.ts';

/** A multilayer perceptron from representations to latents: linear maps with ReLU between them, on standardised numbers. */

/** A column's values are `mean + spread * standardised`. */
export interface Standard {
  readonly mean: Float32Array;
  /** Standard deviations; 0 where a column is constant. */
  readonly spread: Float32Array;
}

/** Standard deviations below this share of the mean are float32 rounding. */
const ROUNDING = 1e-6;

/**
 * Means and standard deviations of the columns over some rows.
 *
 * @throws Failure BAD_INPUT where a value is not finite
 */
export function standardOf({ data, shape }: FloatTensor, rows: Int32Array, what: string): Standard {
  const columns = shape[1] as number;
  const mean = columnMeans(data, columns, rows, () => 0, 1);
  const at = mean.findIndex((value) => !Number.isFinite(value));
  if (at !== -1)
    throw new Failure('BAD_INPUT', `The ${what} hold values that are not finite numbers, first in column ${at}.`, {
      remedy: 'Draw the samples again, or take those rows out.',
    });
  const variance = columnMeans(data, columns, rows, (column) => mean[column] as number, 2);
  const spread = variance.map((value, column) => {
    const deviation = Math.sqrt(value);
    return deviation > ROUNDING * Math.abs(mean[column] as number) ? deviation : 0;
  });
  return { mean: Float32Array.from(mean), spread: Float32Array.from(spread) };
}

/** [columns] float64, mean of (value - centre)^power */
function columnMeans(
  data: Float32Array,
  columns: number,
  rows: Int32Array,
  centre: (column: number) => number,
  power: 1 | 2,
): Float64Array {
  const centres = Float64Array.from({ length: columns }, (_, column) => centre(column));
  const sums = new Float64Array(columns);
  for (const row of rows) {
    for (let column = 0; column < columns; column++) {
      const value = (data[row * columns + column] as number) - (centres[column] as number);
      sums[column] = (sums[column] as number) + (power === 1 ? value : value * value);
    }
  }
  return sums.map((sum) => sum / rows.length);
}

/** Inverse, where a constant column stays out: it says nothing. */
export function scaleOf({ spread }: Standard): Float32Array {
  return spread.map((deviation) => (deviation === 0 ? 0 : 1 / deviation));
}

export interface MlpGraph {
  /** [B U] and [B L] as they are in the data. */
  readonly x: Value;
  readonly y: Value;
  /** weights0 [U H], bias0 [H], weights1 ... */
  readonly parameters: readonly Value[];
  /** [B L] in the units of the data. */
  readonly prediction: Value;
  /** Mean squared error on standardised latents: 1 is what predicting the mean gives. */
  readonly loss: Value;
}

/** @param sizes U, the widths of the hidden layers, L */
export function mlpGraph(sizes: readonly number[], rows: number, from: Standard, to: Standard): MlpGraph {
  const y = input('y', [rows, sizes.at(-1) as number]);
  const { x, parameters, standardised, prediction } = forward(sizes, rows, from, to);
  const wanted = mul(sub(y, vector(to.mean)), vector(scaleOf(to)));
  return { x, y, parameters, prediction, loss: meanSquaredError(standardised, wanted) };
}

function forward(sizes: readonly number[], rows: number | string, from: Standard, to: Standard) {
  const x = input('r', [rows, sizes[0] as number]);
  let standardised = mul(sub(x, vector(from.mean)), vector(scaleOf(from)));
  const parameters: Value[] = [];
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [inputs, outputs] = [sizes[layer] as number, sizes[layer + 1] as number];
    const [weights, bias] = [input(`weights${layer}`, [inputs, outputs]), input(`bias${layer}`, [outputs])];
    parameters.push(weights, bias);
    const sum = gemm(standardised, weights, bias);
    standardised = layer + 2 < sizes.length ? relu(sum) : sum;
  }
  return { x, parameters, standardised, prediction: add(mul(standardised, vector(to.spread)), vector(to.mean)) };
}

function vector(values: Float32Array): Value {
  return constant(values, [values.length]);
}

/**
 * Where training starts, in the order of `MlpGraph.parameters`: weights before a ReLU uniform with variance 2 / inputs (He et al. 2015),
 * those of the last layer 0, so that the untrained network predicts the mean; biases 0.
 */
export function initialParameters(sizes: readonly number[], seed: number): Float32Array[] {
  const random = randomState(seed);
  return sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer] as number;
    const bound = layer + 2 < sizes.length ? Math.sqrt(6 / inputs) : 0;
    const weights = Float32Array.from({ length: inputs * outputs }, () => bound * (2 * random.uniform() - 1));
    return [weights, new Float32Array(outputs)];
  });
}

/** A network of trained parameters, in the order of `MlpGraph.parameters`. */
export function mlpOf(
  sizes: readonly number[],
  parameters: readonly Float32Array[],
  from: Standard,
  to: Standard,
): Mlp {
  const layers = sizes.slice(1).map((outputs, layer) => ({
    weights: { data: parameters[2 * layer] as Float32Array, shape: [sizes[layer] as number, outputs] },
    bias: parameters[2 * layer + 1] as Float32Array,
  }));
  return { layers, inputMean: from.mean, inputSpread: from.spread, outputMean: to.mean, outputSpread: to.spread };
}

/**
 * The latents that a network links to representations, without ONNX Runtime.
 *
 * @param representations [N U] float32
 * @returns [N L] float32
 */
export function predictMlp(mlp: Mlp, representations: FloatTensor): FloatTensor {
  const { layers, inputMean, outputMean, outputSpread } = mlp;
  const units = inputMean.length;
  expectShape(representations.shape, [-1, units], 'the representations to link');
  const scale = scaleOf({ mean: inputMean, spread: mlp.inputSpread });
  let values: FloatTensor = {
    shape: representations.shape,
    data: representations.data.map(
      (value, i) => (value - (inputMean[i % units] as number)) * (scale[i % units] as number),
    ),
  };
  layers.forEach((layer, index) => {
    const sums = predictLatents(layer, values);
    values = index + 1 < layers.length ? { ...sums, data: sums.data.map((sum) => Math.max(sum, 0)) } : sums;
  });
  const width = outputMean.length;
  const data = values.data.map(
    (value, i) => value * (outputSpread[i % width] as number) + (outputMean[i % width] as number),
  );
  return { shape: values.shape, data };
}

/** The network as an ONNX model: `r` [N U] to `w` [N L], both float32 in the units of the data. */
export function mlpModel({ layers, ...mlp }: Mlp, metadata: OnnxModel['metadata'] = {}): Uint8Array<ArrayBuffer> {
  const sizes = [mlp.inputMean.length, ...layers.map(({ bias }) => bias.length)];
  const from = { mean: mlp.inputMean, spread: mlp.inputSpread };
  const to = { mean: mlp.outputMean, spread: mlp.outputSpread };
  const { x, parameters, prediction } = forward(sizes, 'N', from, to);
  const numbers = layers.flatMap(({ weights, bias }) => [weights.data, bias]);
  const known = new Map(parameters.map((value, i) => [value, numbers[i] as Float32Array]));
  return encodeOnnx({ ...graphModel([['w', prediction]], [x], known), metadata });
}
