import { Failure } from '../failure.ts';
import type { ElementType, OnnxAttribute } from './onnx.ts';

/**
 * A graph of standard ONNX operators (opset 17) as immutable values: each knows the operator that makes it and its operands,
 * and a graph is whatever its outputs reach. What nothing reaches is never written, so rules may build more than is asked for.
 */
export interface Value {
  readonly op: Op;
  readonly inputs: readonly Value[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly shape: Shape;
  readonly type: ElementType;
  /** Name of an Input; empty for all others, which are named when they are written. */
  readonly name: string;
  /** What a Constant holds; null for all others. */
  readonly data: Float32Array | BigInt64Array | null;
}

/** A string is an extent known only when the model runs: the batch. */
export type Shape = readonly (number | string)[];

/** Sign and LogSoftmax are left out on purpose: they leave a WebGPU device for the processor. */
export type Op =
  | 'Input'
  | 'Constant'
  | 'Identity'
  | 'Neg'
  | 'Exp'
  | 'Log'
  | 'Sqrt'
  | 'Sigmoid'
  | 'Tanh'
  | 'Relu'
  | 'LeakyRelu'
  | 'Softmax'
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Pow'
  | 'Greater'
  | 'Where'
  | 'Gemm'
  | 'MatMul'
  | 'Conv'
  | 'Reshape'
  | 'Transpose'
  | 'Expand'
  | 'ReduceSum'
  | 'ReduceMax'
  | 'Slice'
  | 'Pad'
  | 'Concat'
  | 'Gather';

/** A value before its shape and type are known. */
export type Draft = Pick<Value, 'op' | 'inputs' | 'attributes'>;

/** The values that the outputs are made of, operands before what is made of them. */
export function inOrder(outputs: readonly Value[]): Value[] {
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    for (const operand of value.inputs) visit(operand);
    seen.add(value);
  };
  outputs.forEach(visit);
  // A set keeps the order in which its members were added.
  return [...seen];
}

/** A value as it stands in a sentence: "Gemm of 4 x 3 and 5 x 2". */
export function describe({ op, inputs }: Draft): string {
  const shapes = inputs.filter(({ type }) => type === 'float32').map(({ shape }) => describeShape(shape));
  return shapes.length === 0 ? op : `${op} of ${shapes.join(' and ')}`;
}

export function describeShape(shape: Shape): string {
  return shape.join(' x ') || 'a scalar';
}

export function illegal(node: Draft, why: string): Failure {
  return new Failure('BAD_SHAPE', `${describe(node)}: ${why}.`);
}

export function operand(node: Draft, index: number): Value {
  const value = node.inputs[index];
  if (value === undefined) throw illegal(node, `operand ${index + 1} is missing`);
  return value;
}

/** The extents where all must be numbers, because a shape is written into the graph. */
export function fixedShape(value: Value): readonly number[] {
  return value.shape.map((extent) => {
    if (typeof extent === 'number') return extent;
    throw illegal(value, `its extent ${extent} must be a number here, since a shape is written into the graph`);
  });
}

/** What an int64 constant holds: axes, extents, indices. */
export function wholeNumbers(node: Draft, index: number): readonly number[] {
  const { data } = operand(node, index);
  if (!(data instanceof BigInt64Array)) throw illegal(node, `operand ${index + 1} must be constant whole numbers`);
  return Array.from(data, Number);
}

export function intsAttribute(node: Draft, name: string): readonly number[] {
  const value = node.attributes[name];
  if (!Array.isArray(value)) throw illegal(node, `its attribute ${name} must be a list of whole numbers`);
  return value as readonly number[];
}

export function intAttribute(node: Draft, name: string): number {
  const value = node.attributes[name];
  if (typeof value !== 'number') throw illegal(node, `its attribute ${name} must be a whole number`);
  return value;
}

export function floatAttribute(node: Draft, name: string): number {
  const value = node.attributes[name];
  if (typeof value !== 'object' || !('float' in value)) throw illegal(node, `its attribute ${name} must be a number`);
  return value.float;
}
