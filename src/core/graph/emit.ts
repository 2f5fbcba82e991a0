import { checkGraph } from './check.ts';
import { fixedShape, inOrder, type Shape, type Value } from './node.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnx.ts';

/** Operator set the graphs are written in. */
export const OPSET = 17;

export type NamedOutput = readonly [name: string, value: Value];

/**
 * A graph as a model that computes it.
 *
 * @param inputs what is fed when the model runs
 * @param known  inputs whose numbers are written into the model, such as trained parameters
 */
export function graphModel(
  outputs: readonly NamedOutput[],
  inputs: readonly Value[],
  known: ReadonlyMap<Value, Float32Array> = new Map(),
): OnnxModel {
  const values = outputs.map(([, value]) => value);
  checkGraph(values, [...inputs, ...known.keys()]);
  const names = new Map([...inputs, ...known.keys()].map((value) => [value, value.name]));
  const { nodes, initializers } = emit(outputs, names);
  const weights = [...known].map(([value, data]) => ({ name: value.name, shape: fixedShape(value), data }));
  return {
    opset: OPSET,
    nodes,
    initializers: [...weights, ...initializers],
    inputs: inputs.map(({ name, shape }) => shaped(name, shape)),
    outputs: outputs.map(([name, { shape }]) => shaped(name, shape)),
  };
}

export function shaped(name: string, shape: Shape): OnnxValue {
  return { name, shape };
}

/**
 * The nodes and constants that make the outputs, every value written once.
 *
 * @param names names of the values that are there already
 */
export function emit(
  outputs: readonly NamedOutput[],
  names: ReadonlyMap<Value, string>,
): { readonly nodes: readonly OnnxNode[]; readonly initializers: readonly OnnxTensor[] } {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const nameOf = new Map(names);
  const named = (value: Value) => nameOf.get(value) as string;
  for (const [name, value] of outputs) if (value.data === null && !nameOf.has(value)) nameOf.set(value, name);
  for (const value of inOrder(outputs.map(([, output]) => output))) {
    if (names.has(value)) continue;
    const name = nameOf.get(value) ?? `${value.op}:${nameOf.size}`;
    nameOf.set(value, name);
    if (value.data !== null) initializers.push({ name, shape: fixedShape(value), data: value.data });
    else nodes.push({ op: value.op, inputs: value.inputs.map(named), outputs: [name], attributes: value.attributes });
  }
  // What is an input, a constant, or wanted under a second name is copied.
  for (const [name, value] of outputs)
    if (named(value) !== name) nodes.push({ op: 'Identity', inputs: [named(value)], outputs: [name] });
  return { nodes, initializers };
}
