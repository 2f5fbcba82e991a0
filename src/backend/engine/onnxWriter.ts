/** Writes ONNX models: the few messages of onnx.proto that a graph of float tensors needs, encode only. */

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A number is an INT attribute, `{ float }` a FLOAT, an array INTS. */
  readonly attributes?: Readonly<Record<string, number | { readonly float: number } | readonly number[]>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  /** A string is a symbolic extent. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const opset = integer(2, graph.opset);
  return Buffer.concat([
    integer(1, IR_VERSION),
    text(2, 'unitloom'),
    message(7, encodeGraph(graph)),
    message(8, opset),
  ]);
}

function encodeGraph(graph: OnnxGraph): Buffer {
  return Buffer.concat([
    ...graph.nodes.map((node) => message(1, encodeNode(node))),
    text(2, 'graph'),
    ...graph.initializers.map((tensor) => message(5, encodeTensor(tensor))),
    ...graph.inputs.map((value) => message(11, encodeValue(value))),
    ...graph.outputs.map((value) => message(12, encodeValue(value))),
  ]);
}

function encodeNode(node: OnnxNode): Buffer {
  return Buffer.concat([
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(4, node.op),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) => message(5, encodeAttribute(name, value))),
  ]);
}

function encodeAttribute(name: string, value: number | { readonly float: number } | readonly number[]): Buffer {
  if (typeof value === 'number') return Buffer.concat([text(1, name), integer(3, value), integer(20, ATTRIBUTE_INT)]);
  if ('float' in value) return Buffer.concat([text(1, name), float(2, value.float), integer(20, ATTRIBUTE_FLOAT)]);
  return Buffer.concat([text(1, name), ...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE_INTS)]);
}

function encodeTensor({ name, shape, data }: OnnxTensor): Buffer {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? FLOAT : INT64;
  return Buffer.concat([
    ...shape.map((extent) => integer(1, extent)),
    integer(2, type),
    text(8, name),
    message(9, bytes),
  ]);
}

function encodeValue({ name, shape }: OnnxValue): Buffer {
  const extents = shape.map((extent) => message(1, typeof extent === 'number' ? integer(1, extent) : text(2, extent)));
  const tensorType = Buffer.concat([integer(1, FLOAT), message(2, Buffer.concat(extents))]);
  return Buffer.concat([text(1, name), message(2, message(1, tensorType))]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function message(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value));
}

function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}
