import { Failure } from './failure.ts';
import { type ReadGraph, type ReadNode, readOnnxGraph } from './graph/onnxReader.ts';
import type { LinearMap } from './linear/linearMap.ts';
import { addProduct, transpose, wholeBlock } from './linearAlgebra.ts';
import type { Linker } from './linker.ts';
import { type LinkerOrigin, ORIGIN_KEY, readOrigin } from './linkerOrigin.ts';
import { expectShape, type FloatTensor, sizeOfShape } from './tensor.ts';

/**
 * A linker from an ONNX model that maps `r` [N U] to `w` [N L]: linear layers with ReLU between them, and numbers added or multiplied
 * on the way, as standardised inputs need. Everything between two ReLUs is put together into one linear map.
 *
 * @param expected units and latent dimensions the linker must have
 * @param name     what the sentence of a failure calls the file
 * @throws Failure BAD_MODEL for a model that is no such network, BAD_SHAPE, BAD_INPUT for values that are not finite
 */
export function linkerOfOnnx(
  bytes: Uint8Array,
  { units, latentDim }: { readonly units: number; readonly latentDim: number },
  name: string,
): Linker {
  const layers = layersOf(readOnnxGraph(bytes, name), units, name);
  const [first, last] = [layers[0] as LinearMap, layers.at(-1) as LinearMap];
  expectShape([last.bias.length], [latentDim], `the latents of ${name}`);
  if (!layers.every(({ weights, bias }) => weights.data.every(Number.isFinite) && bias.every(Number.isFinite)))
    throw new Failure('BAD_INPUT', `${name} holds values that are not finite numbers.`);
  if (layers.length === 1) return { kind: 'linear', map: first };
  const [zeros, ones] = [0, 1].map((value) => (width: number) => new Float32Array(width).fill(value)) as [Fill, Fill];
  const unscaled = { inputMean: zeros(units), inputSpread: ones(units) };
  return { kind: 'mlp', mlp: { layers, ...unscaled, outputMean: zeros(latentDim), outputSpread: ones(latentDim) } };
}

/**
 * What an ONNX model says it maps between; null for one that does not say.
 *
 * @throws Failure BAD_MODEL for what is no ONNX model, BAD_INPUT
 */
export function originInOnnx(bytes: Uint8Array, name: string): LinkerOrigin | null {
  const text = readOnnxGraph(bytes, name).metadata.get(ORIGIN_KEY);
  return text === undefined ? null : readOrigin(text, name);
}

type Fill = (width: number) => Float32Array;

/** The linear maps between ReLUs, from input to output. */
function layersOf({ nodes, initializers, inputs, outputs }: ReadGraph, units: number, name: string): LinearMap[] {
  const refuse = (why: string): Failure =>
    new Failure('BAD_MODEL', `${name} ${why}.`, {
      remedy: 'A linker is one chain of Gemm, MatMul, Add, Sub, Mul, Div and Relu with constant weights, from r to w.',
    });
  if (inputs.length !== 1 || outputs.length !== 1)
    throw refuse(`has ${inputs.length} inputs and ${outputs.length} outputs; a linker has one of each`);
  const constants = new Map(initializers);
  const layers: LinearMap[] = [];
  let part = unchanged(units);
  let current = inputs[0] as string;
  for (const node of nodes) {
    const result = node.outputs[0] ?? '';
    if (node.op === 'Constant') {
      const value = node.attributes.get('value');
      constants.set(result, typeof value === 'object' ? value : null);
      continue;
    }
    if (!node.inputs.includes(current)) throw refuse(`has a ${node.op} beside the chain`);
    if (node.op === 'Relu') {
      layers.push(mapOf(part));
      part = unchanged(part.shift.length);
    } else if (node.op !== 'Identity') {
      const apply = OPERATIONS[node.op];
      if (apply === undefined) throw refuse(`has the operation ${node.op}`);
      part = apply(part, {
        node,
        isFirst: node.inputs[0] === current,
        refuse,
        constant(operand) {
          const found = constants.get(operand);
          if (found === undefined || found === null) throw refuse(`has a ${node.op} without constant weights`);
          return found;
        },
        expectWidth(given, wanted) {
          const what = layers.length === 0 && part.weights === null ? 'units' : 'columns';
          if (given === wanted) return;
          throw new Failure('BAD_SHAPE', `Expected ${wanted} ${what} in ${name}, but got ${given}.`);
        },
      });
    }
    current = result;
  }
  if (current !== outputs[0]) throw refuse('does not lead from its input to its output');
  return [...layers, mapOf(part)];
}

/** v -> (v * scale) weights + shift; without weights, v * scale + shift. */
interface Affine {
  /** [in out] */
  readonly weights: Matrix | null;
  /** [in] */
  readonly scale: Float64Array;
  /** [out] */
  readonly shift: Float64Array;
}

interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

function unchanged(width: number): Affine {
  return { weights: null, scale: new Float64Array(width).fill(1), shift: new Float64Array(width) };
}

function mapOf({ weights, scale, shift }: Affine): LinearMap {
  const { data, rows, columns } = weights ?? diagonal(new Float64Array(scale.length).fill(1));
  const scaled = Float32Array.from(data, (value, i) => value * (scale[Math.floor(i / columns)] as number));
  return { weights: { data: scaled, shape: [rows, columns] }, bias: Float32Array.from(shift) };
}

function diagonal(values: Float64Array): Matrix {
  const size = values.length;
  const data = new Float64Array(size * size);
  for (const [i, value] of values.entries()) data[i * size + i] = value;
  return { data, rows: size, columns: size };
}

/** A node on the chain. */
interface Link {
  readonly node: ReadNode;
  /** Whether the chain is its first operand. */
  readonly isFirst: boolean;
  constant(operand: string): FloatTensor;
  /** @throws Failure BAD_SHAPE where so many columns do not go on from the part before */
  expectWidth(given: number, wanted: number): void;
  refuse(why: string): Failure;
}

const OPERATIONS: Readonly<Record<string, (part: Affine, link: Link) => Affine>> = {
  Gemm(part, link) {
    const { attributes, inputs } = link.node;
    const number = (name: string, usual: number) => (attributes.get(name) as number | undefined) ?? usual;
    if (number('transA', 0) !== 0) throw link.refuse('has a Gemm that takes samples as columns');
    const product = times(part, matrixOf(link, number('transB', 0) !== 0, number('alpha', 1)), link);
    if (!inputs[2]) return product;
    const bias = vectorOf(link, inputs[2], product.shift.length);
    return moved(product, bias, number('beta', 1));
  },
  MatMul: (part, link) => times(part, matrixOf(link, false, 1), link),
  Add: (part, link) => moved(part, otherOf(part, link), 1),
  Sub: (part, link) =>
    link.isFirst
      ? moved(part, otherOf(part, link), -1)
      : moved(stretched(part, new Float64Array(part.shift.length).fill(-1)), otherOf(part, link), 1),
  Mul: (part, link) => stretched(part, otherOf(part, link)),
  Div(part, link) {
    if (!link.isFirst) throw link.refuse('divides by what depends on r');
    return stretched(
      part,
      otherOf(part, link).map((value) => 1 / value),
    );
  },
};

function matrixOf({ node, isFirst, constant, refuse }: Link, isTransposed: boolean, factor: number): Matrix {
  if (!isFirst) throw refuse(`has a ${node.op} that takes samples as columns`);
  const { data, shape } = constant(node.inputs[1] ?? '');
  const [rows, columns, ...others] = shape;
  if (rows === undefined || columns === undefined || others.length > 0)
    throw refuse(`has weights of ${shape.length} axes in a ${node.op}`);
  const values = Float64Array.from(data, (value) => factor * value);
  return isTransposed
    ? { data: transpose(values, rows, columns), rows: columns, columns: rows }
    : { data: values, rows, columns };
}

function otherOf(part: Affine, link: Link): Float64Array {
  return vectorOf(link, link.node.inputs[link.isFirst ? 1 : 0] ?? '', part.shift.length);
}

/** One value a column; one alone stands for all. */
function vectorOf({ node, constant, expectWidth, refuse }: Link, operand: string, width: number): Float64Array {
  const { data, shape } = constant(operand);
  if (data.length === 1) return new Float64Array(width).fill(data[0] as number);
  if (sizeOfShape(shape) !== shape.at(-1)) throw refuse(`has a ${node.op} with numbers for single samples`);
  expectWidth(data.length, width);
  return Float64Array.from(data);
}

function moved(part: Affine, by: Float64Array, factor: number): Affine {
  return { ...part, shift: part.shift.map((value, i) => value + factor * (by[i] as number)) };
}

function stretched({ weights, scale, shift }: Affine, by: Float64Array): Affine {
  const columnTimes = (value: number, i: number) => value * (by[i % by.length] as number);
  return weights === null
    ? { weights, scale: scale.map(columnTimes), shift: shift.map(columnTimes) }
    : { weights: { ...weights, data: weights.data.map(columnTimes) }, scale, shift: shift.map(columnTimes) };
}

function times({ weights, scale, shift }: Affine, by: Matrix, { expectWidth }: Link): Affine {
  expectWidth(by.rows, shift.length);
  const turned = wholeBlock(transpose(by.data, by.rows, by.columns), by.columns, by.rows);
  const product = (left: Float64Array, height: number): Float64Array => {
    const out = new Float64Array(height * by.columns);
    addProduct(wholeBlock(out, height, by.columns), wholeBlock(left, height, by.rows), turned);
    return out;
  };
  return {
    weights: weights === null ? by : { ...by, data: product(weights.data, weights.rows), rows: weights.rows },
    scale,
    shift: product(shift, 1),
  };
}
