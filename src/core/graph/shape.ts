import {
  type Draft,
  describeShape,
  fixedShape,
  illegal,
  intAttribute,
  intsAttribute,
  type Op,
  operand,
  type Shape,
  wholeNumbers,
} from './node.ts';
import type { ElementType } from './onnx.ts';

/** What an operator takes and gives. */
interface Row {
  readonly operands: readonly [least: number, most: number];
  /** Types of the operands where they are not all float32. */
  readonly takes?: readonly ElementType[];
  readonly gives?: ElementType;
  shape(node: Draft): Shape;
}

const unary: Row = { operands: [1, 1], shape: (node) => operand(node, 0).shape };
const binary: Row = { operands: [2, 2], shape: (node) => broadcast(node, [0, 1]) };

/** A row an operator. Input and Constant are not here: they state their shape themselves. */
const ROWS: Readonly<Record<Exclude<Op, 'Input' | 'Constant'>, Row>> = {
  Identity: unary,
  Neg: unary,
  Exp: unary,
  Log: unary,
  Sqrt: unary,
  Sigmoid: unary,
  Tanh: unary,
  Relu: unary,
  LeakyRelu: unary,
  Softmax: { operands: [1, 1], shape: shapeOfSoftmax },
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Pow: { operands: [2, 2], shape: shapeOfPow },
  Greater: { ...binary, gives: 'bool' },
  Where: { operands: [3, 3], takes: ['bool', 'float32', 'float32'], shape: (node) => broadcast(node, [0, 1, 2]) },
  Gemm: { operands: [2, 3], shape: shapeOfGemm },
  MatMul: { operands: [2, 2], shape: shapeOfMatMul },
  Conv: { operands: [2, 3], shape: shapeOfConv },
  Reshape: { operands: [2, 2], takes: ['float32', 'int64'], shape: shapeOfReshape },
  Transpose: { operands: [1, 1], shape: shapeOfTranspose },
  Expand: { operands: [2, 2], takes: ['float32', 'int64'], shape: shapeOfExpand },
  ReduceSum: { operands: [2, 2], takes: ['float32', 'int64'], shape: (node) => reduced(node, wholeNumbers(node, 1)) },
  ReduceMax: { operands: [1, 1], shape: (node) => reduced(node, intsAttribute(node, 'axes')) },
  Slice: { operands: [4, 4], takes: ['float32', 'int64', 'int64', 'int64'], shape: shapeOfSlice },
  Pad: { operands: [2, 2], takes: ['float32', 'int64'], shape: shapeOfPad },
  Concat: { operands: [1, Number.POSITIVE_INFINITY], shape: shapeOfConcat },
  Gather: { operands: [2, 2], takes: ['float32', 'int64'], shape: shapeOfGather },
};

/**
 * Shape and type of what an operator makes of its operands.
 *
 * @throws Failure BAD_SHAPE with a sentence that names the operator, the shapes and what is wrong
 */
export function infer(node: Draft): { readonly shape: Shape; readonly type: ElementType } {
  const row: Row | undefined = ROWS[node.op as keyof typeof ROWS];
  if (row === undefined) throw illegal(node, 'this operator is not one that graphs here are made of');
  const [least, most] = row.operands;
  const count = node.inputs.length;
  if (count < least || count > most)
    throw illegal(node, `it has ${count} operands, but must have ${least === most ? least : `${least} to ${most}`}`);
  node.inputs.forEach(({ type }, index) => {
    const wanted = row.takes?.[index] ?? 'float32';
    if (type !== wanted) throw illegal(node, `operand ${index + 1} must be ${wanted}, not ${type}`);
  });
  return { shape: row.shape(node), type: row.gives ?? 'float32' };
}

/** NumPy's rule: extents are aligned from the right, and 1 stretches. */
function broadcast(node: Draft, indices: readonly number[]): Shape {
  return indices
    .map((index) => operand(node, index).shape)
    .reduce((a, b) => {
      const rank = Math.max(a.length, b.length);
      return Array.from({ length: rank }, (_, axis) => {
        const left = a[axis - rank + a.length] ?? 1;
        const right = b[axis - rank + b.length] ?? 1;
        if (left === right || right === 1) return left;
        if (left === 1) return right;
        throw illegal(node, `the extents ${left} and ${right} differ, and neither is 1`);
      });
    });
}

function axisOf(node: Draft, rank: number, axis: number): number {
  if (Number.isInteger(axis) && axis >= 0 && axis < rank) return axis;
  throw illegal(node, `there is no axis ${axis}`);
}

function shapeOfSoftmax(node: Draft): Shape {
  const { shape } = operand(node, 0);
  axisOf(node, shape.length, intAttribute(node, 'axis'));
  return shape;
}

function shapeOfPow(node: Draft): Shape {
  const exponent = operand(node, 1);
  if (exponent.data === null || exponent.shape.length > 0)
    throw illegal(node, 'its exponent must be a constant scalar');
  return operand(node, 0).shape;
}

function shapeOfGemm(node: Draft): Shape {
  const [a, b] = [operand(node, 0).shape, operand(node, 1).shape];
  if (a.length !== 2 || b.length !== 2) throw illegal(node, 'both factors must be matrices');
  const [rows, inner] = intAttribute(node, 'transA') === 1 ? [a[1], a[0]] : a;
  const [other, columns] = intAttribute(node, 'transB') === 1 ? [b[1], b[0]] : b;
  if (inner !== other) throw illegal(node, `the inner extents ${inner} and ${other} differ`);
  const bias = node.inputs[2]?.shape;
  if (bias !== undefined && (bias.length !== 1 || bias[0] !== columns))
    throw illegal(node, `the bias must hold ${columns} numbers, one a column`);
  return [rows as number, columns as number];
}

function shapeOfMatMul(node: Draft): Shape {
  const [a, b] = [operand(node, 0).shape, operand(node, 1).shape];
  if (a.length < 2 || b.length < 2) throw illegal(node, 'both factors must have two axes or more');
  const [inner, other] = [a.at(-1), b.at(-2)];
  if (inner !== other) throw illegal(node, `the inner extents ${inner} and ${other} differ`);
  const stacks = [a, b].map((shape) => ({ ...operand(node, 0), shape: shape.slice(0, -2) }));
  return [...broadcast({ ...node, inputs: stacks }, [0, 1]), a.at(-2) as number, b.at(-1) as number];
}

/** The stride is 1, so that the gradients are convolutions and products of the same kind. */
function shapeOfConv(node: Draft): Shape {
  const [x, weights] = [operand(node, 0).shape, operand(node, 1).shape];
  if (x.length !== 4 || weights.length !== 4)
    throw illegal(node, 'it takes [B C H W] and a kernel of [O C kernelHeight kernelWidth]');
  if (x[1] !== weights[1]) throw illegal(node, `the channels ${x[1]} and ${weights[1]} differ`);
  const bias = node.inputs[2]?.shape;
  if (bias !== undefined && (bias.length !== 1 || bias[0] !== weights[0]))
    throw illegal(node, `the bias must hold ${weights[0]} numbers, one a channel`);
  const dilations = intsAttribute(node, 'dilations');
  const pads = intsAttribute(node, 'pads');
  const extents = [0, 1].map((side) => {
    const [extent, kernel] = [x[2 + side], weights[2 + side]];
    if (typeof extent !== 'number' || typeof kernel !== 'number')
      throw illegal(node, 'its picture must have a fixed size');
    const reach = (dilations[side] ?? 1) * (kernel - 1);
    const [before, after] = [pads[side] ?? 0, pads[2 + side] ?? 0];
    if (Math.min(before, after) < 0 || Math.max(before, after) > reach)
      throw illegal(node, `it may be padded by 0 to ${reach}, not by ${before} and ${after}`);
    if (extent + before + after <= reach) throw illegal(node, `its kernel reaches over the whole picture`);
    return extent + before + after - reach;
  });
  return [x[0] as number, weights[0] as number, ...extents];
}

function shapeOfReshape(node: Draft): Shape {
  const shape = wholeNumbers(node, 1);
  const [from, to] = [fixedShape(operand(node, 0)), shape].map((one) => one.reduce((size, extent) => size * extent, 1));
  if (from !== to) throw illegal(node, `its ${from} numbers do not fill ${describeShape(shape)}`);
  return shape;
}

function shapeOfTranspose(node: Draft): Shape {
  const { shape } = operand(node, 0);
  const order = intsAttribute(node, 'perm');
  if (order.length !== shape.length || new Set(order).size !== order.length)
    throw illegal(node, `the order ${order.join(' ')} does not name each of its ${shape.length} axes once`);
  return order.map((axis) => shape[axisOf(node, shape.length, axis)] as number);
}

function shapeOfExpand(node: Draft): Shape {
  const shape = wholeNumbers(node, 1);
  const target = { ...operand(node, 0), shape };
  const result = broadcast({ ...node, inputs: [operand(node, 0), target] }, [0, 1]);
  if (result.length !== shape.length || result.some((extent, axis) => extent !== shape[axis]))
    throw illegal(node, `it cannot be stretched to ${describeShape(shape)}`);
  return shape;
}

function reduced(node: Draft, axes: readonly number[]): Shape {
  const { shape } = operand(node, 0);
  for (const axis of axes) axisOf(node, shape.length, axis);
  const isKept = intAttribute(node, 'keepdims') === 1;
  return shape.flatMap((extent, axis) => (axes.includes(axis) ? (isKept ? [1] : []) : [extent]));
}

function shapeOfSlice(node: Draft): Shape {
  const shape = [...operand(node, 0).shape];
  const [starts, ends, axes] = [1, 2, 3].map((index) => wholeNumbers(node, index)) as [number[], number[], number[]];
  axes.forEach((axis, i) => {
    const [start, end, extent] = [starts[i] ?? -1, ends[i] ?? -1, shape[axisOf(node, shape.length, axis)]];
    if (typeof extent !== 'number' || start < 0 || end <= start || end > extent)
      throw illegal(node, `axis ${axis} of ${extent} has no part from ${start} to ${end}`);
    shape[axis] = end - start;
  });
  return shape;
}

function shapeOfPad(node: Draft): Shape {
  const { shape } = operand(node, 0);
  const pads = wholeNumbers(node, 1);
  if (pads.length !== 2 * shape.length || pads.some((pad) => pad < 0))
    throw illegal(node, 'it needs two widths of at least 0 for each axis');
  return shape.map((extent, axis) => {
    const added = (pads[axis] as number) + (pads[shape.length + axis] as number);
    if (added === 0) return extent;
    if (typeof extent !== 'number') throw illegal(node, `axis ${axis} has no fixed extent`);
    return extent + added;
  });
}

function shapeOfConcat(node: Draft): Shape {
  const { shape } = operand(node, 0);
  const along = axisOf(node, shape.length, intAttribute(node, 'axis'));
  const fits = node.inputs.every(
    (one) =>
      one.shape.length === shape.length && one.shape.every((extent, axis) => axis === along || extent === shape[axis]),
  );
  if (!fits) throw illegal(node, `extents may differ only along axis ${along}`);
  const total = node.inputs.reduce(
    (sum, one) => sum + (fixedShape({ ...one, shape: one.shape.slice(along, along + 1) })[0] ?? 0),
    0,
  );
  return shape.with(along, total);
}

function shapeOfGather(node: Draft): Shape {
  const { shape } = operand(node, 0);
  const along = axisOf(node, shape.length, intAttribute(node, 'axis'));
  const indices = wholeNumbers(node, 1);
  const extent = shape[along];
  const wrong = indices.find((index) => typeof extent !== 'number' || index < 0 || index >= extent);
  if (wrong !== undefined) throw illegal(node, `axis ${along} of ${extent} has no index ${wrong}`);
  return shape.with(along, indices.length);
}
