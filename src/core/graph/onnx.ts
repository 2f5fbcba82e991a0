/** Writes ONNX models: the few messages of onnx.proto that graphs of this product need, encode only. */

export type ElementType = 'float32' | 'float64' | 'int64' | 'bool';

/** A number is an INT attribute, `{ float }` a FLOAT, an array INTS, a string STRING, `{ graph }` a GRAPH: the body of a Loop. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  /** An empty name leaves out an optional operand. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
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
  /** float32 unless said otherwise. */
  readonly type?: ElementType;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxModel extends OnnxGraph {
  readonly opset: number;
  /** Texts by their key that runtimes pass over. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const IR_VERSION = 8;
const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };
const ATTRIBUTE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

export function encodeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return join([
    integer(1, IR_VERSION),
    text(2, 'unitloom'),
    message(7, encodeGraph(model)),
    message(8, integer(2, model.opset)),
    ...Object.entries(model.metadata ?? {}).map(([key, value]) => message(14, join([text(1, key), text(2, value)]))),
  ]);
}

function encodeGraph(graph: OnnxGraph): Uint8Array {
  return join([
    ...graph.nodes.map((node) => message(1, encodeNode(node))),
    text(2, 'graph'),
    ...graph.initializers.map((tensor) => message(5, encodeTensor(tensor))),
    ...graph.inputs.map((value) => message(11, encodeValue(value))),
    ...graph.outputs.map((value) => message(12, encodeValue(value))),
  ]);
}

function encodeNode(node: OnnxNode): Uint8Array {
  return join([
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(4, node.op),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      message(5, join([text(1, name), ...encodeAttribute(value)])),
    ),
  ]);
}

function encodeAttribute(value: OnnxAttribute): readonly Uint8Array[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, ATTRIBUTE.int)];
  if (typeof value === 'string') return [text(4, value), integer(20, ATTRIBUTE.string)];
  if ('float' in value) return [float(2, value.float), integer(20, ATTRIBUTE.float)];
  if ('graph' in value) return [message(6, encodeGraph(value.graph)), integer(20, ATTRIBUTE.graph)];
  return [...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE.ints)];
}

function encodeTensor({ name, shape, data }: OnnxTensor): Uint8Array {
  const type = ELEMENT_TYPES[data instanceof Float32Array ? 'float32' : 'int64'];
  return join([
    ...shape.map((extent) => integer(1, extent)),
    integer(2, type),
    text(8, name),
    message(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}

function encodeValue({ name, shape, type = 'float32' }: OnnxValue): Uint8Array {
  const extents = shape.map((extent) => message(1, typeof extent === 'number' ? integer(1, extent) : text(2, extent)));
  const tensorType = join([integer(1, ELEMENT_TYPES[type]), message(2, join(extents))]);
  return join([text(1, name), message(2, message(1, tensorType))]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.of(...bytes, Number(rest));
}

function integer(field: number, value: number): Uint8Array {
  return join([varint(field << 3), varint(value)]);
}

function message(field: number, bytes: Uint8Array): Uint8Array {
  return join([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

const encoder = new TextEncoder();

function text(field: number, value: string): Uint8Array {
  return message(field, encoder.encode(value));
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([varint((field << 3) | 5), bytes]);
}

function join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
