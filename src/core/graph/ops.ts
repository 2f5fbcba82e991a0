import { fixedShape, type Op, type Shape, type Value } from './node.ts';
import type { OnnxAttribute } from './onnx.ts';
import { infer } from './shape.ts';

/** The words graphs are written in. Each makes one value, or none where nothing is to be done; a number stands for a scalar. */

export type Term = Value | number;

const BARE = { inputs: [], attributes: {}, name: '', data: null } as const;

/** A value given from outside when the model runs. */
export function input(name: string, shape: Shape): Value {
  return { ...BARE, op: 'Input', shape, type: 'float32', name };
}

export function constant(data: Float32Array, shape: readonly number[]): Value {
  return { ...BARE, op: 'Constant', shape, type: 'float32', data };
}

export function whole(values: readonly number[]): Value {
  return { ...BARE, op: 'Constant', shape: [values.length], type: 'int64', data: BigInt64Array.from(values, BigInt) };
}

function asValue(term: Term): Value {
  return typeof term === 'number' ? constant(Float32Array.of(term), []) : term;
}

function make(op: Op, inputs: readonly Term[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): Value {
  const draft = { ...BARE, op, inputs: inputs.map(asValue), attributes };
  return { ...draft, ...infer(draft) };
}

export const neg = (x: Value): Value => make('Neg', [x]);
export const exp = (x: Value): Value => make('Exp', [x]);
export const log = (x: Value): Value => make('Log', [x]);
export const sqrt = (x: Value): Value => make('Sqrt', [x]);
export const sigmoid = (x: Value): Value => make('Sigmoid', [x]);
export const tanh = (x: Value): Value => make('Tanh', [x]);
export const relu = (x: Value): Value => make('Relu', [x]);
export const leakyRelu = (x: Value, alpha: number): Value => make('LeakyRelu', [x], { alpha: { float: alpha } });
export const softmax = (x: Value, axis: number): Value => make('Softmax', [x], { axis });

export const add = (a: Term, b: Term): Value => make('Add', [a, b]);
export const sub = (a: Term, b: Term): Value => make('Sub', [a, b]);
export const mul = (a: Term, b: Term): Value => make('Mul', [a, b]);
export const div = (a: Term, b: Term): Value => make('Div', [a, b]);
export const square = (x: Value): Value => mul(x, x);
/** For bases of at least 0: WebGPU has no power of a negative number. `square` takes any. */
export const pow = (base: Value, exponent: number): Value => make('Pow', [base, exponent]);
export const greater = (a: Term, b: Term): Value => make('Greater', [a, b]);
export const where = (condition: Value, a: Term, b: Term): Value => make('Where', [condition, a, b]);

/** The same numbers, through which no gradient flows. */
export const detached = (x: Value): Value => make('Identity', [x]);

/** a b + bias of matrices, each transposed first where asked; bias [columns] or none. */
export function gemm(a: Value, b: Value, bias: Value | null = null, transA: 0 | 1 = 0, transB: 0 | 1 = 0): Value {
  return make('Gemm', bias === null ? [a, b] : [a, b, bias], { transA, transB });
}

/** Products of the matrices in the last two axes; the others are broadcast. */
export const matMul = (a: Value, b: Value): Value => make('MatMul', [a, b]);

export interface Convolution {
  /** [top left bottom right] px */
  readonly pads?: readonly number[];
  /** [vertical horizontal] */
  readonly dilations?: readonly number[];
}

/** x [B C H W], weights [O C kernelHeight kernelWidth], bias [O] or none; stride 1. */
export function conv(
  x: Value,
  weights: Value,
  bias: Value | null = null,
  { pads = [0, 0, 0, 0], dilations = [1, 1] }: Convolution = {},
): Value {
  return make('Conv', bias === null ? [x, weights] : [x, weights, bias], { pads, dilations });
}

export function reshape(x: Value, shape: readonly number[]): Value {
  return isSame(x.shape, shape) ? x : make('Reshape', [x, whole(shape)]);
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(x: Value, order: readonly number[]): Value {
  return order.every((axis, i) => axis === i) ? x : make('Transpose', [x], { perm: order });
}

/** The matrices in the last two axes, transposed. */
export function transposeMatrices(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

/** Stretches extents of 1, and adds axes on the left. */
export function expand(x: Value, shape: readonly number[]): Value {
  return isSame(x.shape, shape) ? x : make('Expand', [x, whole(shape)]);
}

/** Over all axes unless some are named. */
export function reduceSum(x: Value, axes: readonly number[] = allAxes(x), keepdims: 0 | 1 = 0): Value {
  return axes.length === 0 ? x : make('ReduceSum', [x, whole(axes)], { keepdims });
}

export function reduceMax(x: Value, axes: readonly number[] = allAxes(x), keepdims: 0 | 1 = 0): Value {
  return make('ReduceMax', [x], { axes, keepdims });
}

export function reduceMean(x: Value, axes: readonly number[] = allAxes(x), keepdims: 0 | 1 = 0): Value {
  const shape = fixedShape(x);
  const count = axes.reduce((product, axis) => product * (shape[axis] ?? 1), 1);
  return mul(reduceSum(x, axes, keepdims), 1 / count);
}

/** The part of some axes from `starts` up to, not including, `ends`. */
export function slice(x: Value, axes: readonly number[], starts: readonly number[], ends: readonly number[]): Value {
  const isWhole = axes.every((axis, i) => starts[i] === 0 && ends[i] === x.shape[axis]);
  return isWhole ? x : make('Slice', [x, whole(starts), whole(ends), whole(axes)]);
}

/** Zeros around: so many before and after each axis. */
export function pad(x: Value, before: readonly number[], after: readonly number[]): Value {
  const widths = [...before, ...after];
  return widths.every((width) => width === 0) ? x : make('Pad', [x, whole(widths)]);
}

export function concat(values: readonly Value[], axis: number): Value {
  return values.length === 1 && values[0] !== undefined ? values[0] : make('Concat', values, { axis });
}

/** The entries of an axis at constant indices. */
export const gather = (x: Value, axis: number, indices: readonly number[]): Value =>
  make('Gather', [x, whole(indices)], { axis });

/** The mean of squared differences over all numbers. */
export const meanSquaredError = (predicted: Value, wanted: Value): Value => reduceMean(square(sub(predicted, wanted)));

/**
 * The mean over rows of -sum(target log softmax(logits)), by the logarithm of summed exponentials: the largest logit of a row is
 * taken out first, a constant to the gradient because it cancels.
 *
 * @param logits  [B C]
 * @param targets [B C] probabilities, each row summing to 1
 */
export function crossEntropy(logits: Value, targets: Value): Value {
  const centred = sub(logits, detached(reduceMax(logits, [1], 1)));
  const surprise = sub(log(reduceSum(exp(centred), [1], 1)), centred);
  return reduceMean(reduceSum(mul(targets, surprise), [1]));
}

function isSame(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

function allAxes(x: Value): readonly number[] {
  return [...x.shape.keys()];
}
