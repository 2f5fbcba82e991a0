import { graphModel } from '../graph/emit.ts';
import type { Value } from '../graph/node.ts';
import type { OnnxModel } from '../graph/onnx.ts';
import {
  add,
  concat,
  constant,
  conv,
  gather,
  input,
  log,
  matMul,
  mul,
  neg,
  reduceSum,
  softmax,
  sub,
} from '../graph/ops.ts';
import { layersOf, networkLogits, parameterInputs } from './network.ts';
import type { FeatureTap, Projection } from './projection.ts';
import { channelsOf, type Segmenter } from './segmenter.ts';

/** A segmenter as ONNX models: native tap maps in, enlarged features or probabilities out. */

/** Projected and enlarged features: taps [B C S S] by name in, `features` [B D H W] out. */
export function featureModel(segmenter: Segmenter): OnnxModel {
  const { taps, features } = featureGraph(segmenter);
  return graphModel([['features', features]], taps);
}

/**
 * Taps [B C S S] by name in; out come `probability` [B K H W], the mean of the members' softmax, and, of an ensemble, `disagreement`
 * [B H W], nats: the entropy of the mean less the mean of the members' entropies (mutual information; Depeweg et al. 2018), 0 where
 * all say the same.
 */
export function segmentModel(segmenter: Segmenter): OnnxModel {
  const { taps, features } = featureGraph(segmenter);
  const layers = layersOf(segmenter.architecture, segmenter.labels.length);
  const known = new Map<Value, Float32Array>();
  const probabilities = segmenter.members.map((numbers, member) => {
    const parameters = parameterInputs(layers, channelsOf(segmenter), `member${member}_`);
    for (const [at, value] of parameters.entries()) known.set(value, numbers[at] as Float32Array);
    return softmax(networkLogits(features, layers, parameters), 1);
  });
  const share = 1 / probabilities.length;
  const probability = mul(sum(probabilities), share);
  if (probabilities.length === 1) return graphModel([['probability', probability]], taps, known);
  const disagreement = sub(entropy(probability), mul(sum(probabilities.map(entropy)), share));
  return graphModel(
    [
      ['probability', probability],
      ['disagreement', disagreement],
    ],
    taps,
    known,
  );
}

function sum(values: readonly Value[]): Value {
  return values.reduce((total, value) => add(total, value));
}

/** Keeps the logarithm of a probability of 0 finite. */
const TINY = 1e-12;

function entropy(probability: Value): Value {
  return neg(reduceSum(mul(probability, log(add(probability, TINY))), [1]));
}

function featureGraph({ projections, ...segmenter }: Segmenter): { taps: readonly Value[]; features: Value } {
  const taps = projections.map(({ tap }) => input(tap.name, ['B', tap.channels, tap.size, tap.size]));
  const maps = projections.map((projection, at) => {
    const projected = project(taps[at] as Value, projection);
    return enlarge(projected, projection.tap, segmenter);
  });
  return { taps, features: concat(maps, 1) };
}

function project(x: Value, { tap, weights, bias }: Projection): Value {
  const kept = bias.length;
  return conv(x, constant(weights, [kept, tap.channels, 1, 1]), constant(bias, [kept]));
}

/** Indices by Gather, not by Resize, which picks wrong pixels at some ratios. */
function enlarge(
  x: Value,
  tap: FeatureTap,
  { resampling, widthPx, heightPx, cropsMargin }: Omit<Segmenter, 'projections'>,
): Value {
  const margin = cropsMargin ? tap.margin : 0;
  if (resampling === 'nearest') {
    const rows = gather(x, 2, nearest(tap.size, margin, heightPx));
    return gather(rows, 3, nearest(tap.size, margin, widthPx));
  }
  if (tap.size === heightPx && tap.size === widthPx && margin === 0) return x;
  const down = constant(bilinear(tap.size, margin, heightPx), [heightPx, tap.size]);
  const across = constant(transposed(bilinear(tap.size, margin, widthPx), tap.size), [tap.size, widthPx]);
  return matMul(matMul(down, x), across);
}

/** [target] index of the source pixel that each target pixel shows. */
export function nearest(size: number, margin: number, target: number): readonly number[] {
  const inner = size - 2 * margin;
  return Array.from({ length: target }, (_, j) => margin + Math.floor((j * inner) / target));
}

/** [target size] weights of the source pixels at each target pixel: centres meet, as in PyTorch's `align_corners=False`. */
function bilinear(size: number, margin: number, target: number): Float32Array {
  const inner = size - 2 * margin;
  const weights = new Float32Array(target * size);
  for (let j = 0; j < target; j++) {
    const place = Math.min(Math.max(((j + 0.5) * inner) / target - 0.5, 0), inner - 1);
    const first = Math.floor(place);
    const share = place - first;
    weights[j * size + margin + first] = 1 - share;
    if (share > 0) weights[j * size + margin + first + 1] = share;
  }
  return weights;
}

function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return Float32Array.from(
    { length: matrix.length },
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
}
