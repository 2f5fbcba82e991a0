import { Failure } from '../failure.ts';
import { gradientOfKernel, gradientOfPicture } from './convolution.ts';
import {
  describe,
  fixedShape,
  floatAttribute,
  illegal,
  inOrder,
  intAttribute,
  intsAttribute,
  type Op,
  operand,
  type Shape,
  type Value,
  wholeNumbers,
} from './node.ts';
import * as g from './ops.ts';

/**
 * Reverse-mode differentiation: gradients of a scalar, built of the same operators as the graph they are taken of.
 *
 * @param loss a single number
 * @param wrt  values the gradient is wanted for
 * @returns a gradient a value, of its shape
 * @throws Failure BAD_SHAPE where the loss is no scalar, does not depend on a value, or depends through an operator without a rule
 */
export function gradients(loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.shape.length > 0) throw illegal(loss, 'only a scalar has a gradient, and this value is none');
  const order = inOrder([loss]);
  const isReached = dependents(order, wrt);
  const incoming = new Map<Value, Value>([[loss, g.constant(Float32Array.of(1), [])]]);
  for (const value of order.toReversed()) {
    const dy = incoming.get(value);
    if (dy === undefined || !isReached.has(value) || value.inputs.length === 0) continue;
    const rule = RULES[value.op];
    if (rule === null) throw illegal(value, 'it has no gradient; put detached() around it where none is wanted');
    const contributions = rule(dy, value);
    value.inputs.forEach((source, index) => {
      const contribution = contributions[index];
      if (!contribution || !isReached.has(source)) return;
      const sum = incoming.get(source);
      incoming.set(source, sum === undefined ? contribution : g.add(sum, contribution));
    });
  }
  return wrt.map((value) => {
    const gradient = incoming.get(value);
    if (gradient === undefined)
      throw new Failure('BAD_SHAPE', `The loss does not depend on ${value.name || describe(value)}.`);
    return gradient;
  });
}

/** The values through which a change of `wrt` is felt. */
function dependents(order: readonly Value[], wrt: readonly Value[]): ReadonlySet<Value> {
  const reached = new Set(wrt);
  for (const value of order)
    if (!BLOCKS.has(value.op) && value.inputs.some((source) => reached.has(source))) reached.add(value);
  return reached;
}

/** Steps and constants of the gradient: nothing flows back through these. */
const BLOCKS: ReadonlySet<Op> = new Set(['Identity', 'Greater']);

/** From the gradient of the result to the gradient of each operand, in order; what is left out has none. */
type Rule = (dy: Value, y: Value) => readonly (Value | undefined)[];

/** A row an operator; x, a, b are its operands, y its result. */
const RULES: Readonly<Record<Op, Rule | null>> = {
  Input: null,
  Constant: null,
  Identity: null,
  Greater: null,
  ReduceMax: null,
  // (-x)' = -1
  Neg: (dy) => [g.neg(dy)],
  // (e^x)' = y
  Exp: (dy, y) => [g.mul(dy, y)],
  // (log x)' = 1 / x
  Log: (dy, y) => [g.div(dy, operand(y, 0))],
  // (sqrt x)' = 1 / 2y
  Sqrt: (dy, y) => [g.div(g.mul(dy, 0.5), y)],
  // y (1 - y)
  Sigmoid: (dy, y) => [g.mul(dy, g.mul(y, g.sub(1, y)))],
  // 1 - y^2
  Tanh: (dy, y) => [g.mul(dy, g.sub(1, g.mul(y, y)))],
  Relu: (dy, y) => [g.where(g.greater(y, 0), dy, 0)],
  LeakyRelu: (dy, y) => [g.where(g.greater(operand(y, 0), 0), dy, g.mul(dy, floatAttribute(y, 'alpha')))],
  // y (dy - sum(dy y))
  Softmax: (dy, y) => [g.mul(y, g.sub(dy, g.reduceSum(g.mul(dy, y), [intAttribute(y, 'axis')], 1)))],
  Add: (dy, y) => [sumTo(dy, operand(y, 0)), sumTo(dy, operand(y, 1))],
  Sub: (dy, y) => [sumTo(dy, operand(y, 0)), sumTo(g.neg(dy), operand(y, 1))],
  // (a b)' = b, a
  Mul: (dy, y) => {
    const [a, b] = [operand(y, 0), operand(y, 1)];
    return [sumTo(g.mul(dy, b), a), sumTo(g.mul(dy, a), b)];
  },
  // (a / b)' = 1 / b, -y / b
  Div: (dy, y) => {
    const [a, b] = [operand(y, 0), operand(y, 1)];
    const share = g.div(dy, b);
    return [sumTo(share, a), sumTo(g.neg(g.mul(share, y)), b)];
  },
  // (x^n)' = n x^(n-1)
  Pow: (dy, y) => {
    const exponent = operand(y, 1).data?.[0] as number;
    return [g.mul(g.mul(dy, exponent), g.pow(operand(y, 0), exponent - 1))];
  },
  Where: (dy, y) => {
    const condition = operand(y, 0);
    return [
      undefined,
      sumTo(g.where(condition, dy, 0), operand(y, 1)),
      sumTo(g.where(condition, 0, dy), operand(y, 2)),
    ];
  },
  Gemm: gradientOfGemm,
  // da = dy b^T, db = a^T dy
  MatMul: (dy, y) => {
    const [a, b] = [operand(y, 0), operand(y, 1)];
    return [sumTo(g.matMul(dy, g.transposeMatrices(b)), a), sumTo(g.matMul(g.transposeMatrices(a), dy), b)];
  },
  Conv: (dy, y) => [gradientOfPicture(dy, y), gradientOfKernel(dy, y), g.reduceSum(dy, [0, 2, 3])],
  Reshape: (dy, y) => [g.reshape(dy, fixedShape(operand(y, 0)))],
  Transpose: (dy, y) => {
    const order = intsAttribute(y, 'perm');
    return [
      g.transpose(
        dy,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  Expand: (dy, y) => [sumTo(dy, operand(y, 0))],
  ReduceSum: (dy, y) => {
    const axes = wholeNumbers(y, 1);
    const shape = fixedShape(operand(y, 0));
    return [
      g.expand(
        g.reshape(
          dy,
          shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
        ),
        shape,
      ),
    ];
  },
  Slice: gradientOfSlice,
  Pad: (dy, y) => {
    const shape = fixedShape(operand(y, 0));
    const before = wholeNumbers(y, 1).slice(0, shape.length);
    return [
      g.slice(
        dy,
        [...shape.keys()],
        before,
        shape.map((extent, axis) => extent + (before[axis] as number)),
      ),
    ];
  },
  Concat: (dy, y) => {
    const axis = intAttribute(y, 'axis');
    let end = 0;
    return y.inputs.map((part) => {
      const start = end;
      end += fixedShape(part)[axis] as number;
      return g.slice(dy, [axis], [start], [end]);
    });
  },
  Gather: gradientOfGather,
};

/** Sums what broadcasting has stretched, so that a gradient has the shape of its operand. */
function sumTo(dy: Value, source: Value): Value {
  const added = dy.shape.length - source.shape.length;
  const isStretched = (extent: Shape[number], axis: number) =>
    axis < added || (source.shape[axis - added] === 1 && extent !== 1);
  const axes = dy.shape.flatMap((extent, axis) => (isStretched(extent, axis) ? [axis] : []));
  if (axes.length === 0) return dy;
  const summed = g.reduceSum(dy, axes, added === 0 ? 1 : 0);
  return added === 0 ? summed : g.reshape(summed, fixedShape(source));
}

/** y = a' b' + bias, where a' may be a^T: da' = dy b'^T, db' = a'^T dy, each written without a transposed copy. */
function gradientOfGemm(dy: Value, y: Value): readonly Value[] {
  const [a, b] = [operand(y, 0), operand(y, 1)];
  const [transA, transB] = [intAttribute(y, 'transA') as 0 | 1, intAttribute(y, 'transB') as 0 | 1];
  const opposite = (trans: 0 | 1) => (trans === 1 ? 0 : 1);
  return [
    transA === 1 ? g.gemm(b, dy, null, transB, 1) : g.gemm(dy, b, null, 0, opposite(transB)),
    transB === 1 ? g.gemm(dy, a, null, 1, transA) : g.gemm(a, dy, null, opposite(transA), 0),
    g.reduceSum(dy, [0]),
  ];
}

function gradientOfSlice(dy: Value, y: Value): readonly Value[] {
  const shape = fixedShape(operand(y, 0));
  const [starts, ends, axes] = [1, 2, 3].map((index) => wholeNumbers(y, index)) as [number[], number[], number[]];
  const before = shape.map((_, axis) => starts[axes.indexOf(axis)] ?? 0);
  const after = shape.map((extent, axis) => extent - (ends[axes.indexOf(axis)] ?? extent));
  return [g.pad(dy, before, after)];
}

/** A product with the matrix that says which entry went where, since a scatter would leave some devices. */
function gradientOfGather(dy: Value, y: Value): readonly Value[] {
  const source = fixedShape(operand(y, 0));
  const axis = intAttribute(y, 'axis');
  const indices = wholeNumbers(y, 1);
  const extent = source[axis] as number;
  const chosen = new Float32Array(indices.length * extent);
  indices.forEach((index, i) => {
    chosen[i * extent + index] = 1;
  });
  const last = source.length - 1;
  const swapped = source.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const picked = g.transpose(dy, swapped);
  const others = picked.shape.slice(0, -1) as number[];
  const rows = others.reduce((product, one) => product * one, 1);
  const spread = g.matMul(g.reshape(picked, [rows, indices.length]), g.constant(chosen, [indices.length, extent]));
  return [g.transpose(g.reshape(spread, [...others, extent]), swapped)];
}
