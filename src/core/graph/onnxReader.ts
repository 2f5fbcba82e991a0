import { Failure } from '../failure.ts';
import { type FloatTensor, sizeOfShape } from '../tensor.ts';

/** Reads the nodes and weights of ONNX models: the few messages of onnx.proto that small feed-forward graphs need. */

export type ReadAttribute = number | string | FloatTensor | null;

export interface ReadNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Null for a kind that is not read. */
  readonly attributes: ReadonlyMap<string, ReadAttribute>;
}

export interface ReadGraph {
  /** In an order in which they can be computed. */
  readonly nodes: readonly ReadNode[];
  /** float32 and float64 ones; null for other element types. */
  readonly initializers: ReadonlyMap<string, FloatTensor | null>;
  /** Initializers not counted. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Texts of the model by their key. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * @param name what the sentence of a failure calls the file
 * @throws Failure BAD_MODEL when this is no ONNX model, or one that keeps its weights in another file
 */
export function readOnnxGraph(bytes: Uint8Array, name: string): ReadGraph {
  try {
    const fields = [...fieldsOf(bytes)];
    const graph = fields.find(({ field, bytes: nested }) => field === MODEL_GRAPH && nested !== null);
    if (!graph?.bytes) throw new RangeError('no graph');
    const texts = fields.flatMap(({ field, bytes: nested }) => (field === MODEL_METADATA && nested ? [nested] : []));
    return { ...readGraph(graph.bytes, name), metadata: new Map(texts.map(readEntry)) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Failure('BAD_MODEL', `${name} is not an ONNX model.`, { cause });
  }
}

const MODEL_GRAPH = 7;
const MODEL_METADATA = 14;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, op: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, int: 3, string: 4, tensor: 5 } as const;
const TENSOR = { extent: 1, type: 2, floats: 4, name: 8, raw: 9, doubles: 10, external: 13, location: 14 } as const;
const FLOAT32 = 1;
const FLOAT64 = 11;

function readEntry(bytes: Uint8Array): [key: string, value: string] {
  const fields = [...fieldsOf(bytes)];
  const at = (wanted: number) => textOf(fields.find(({ field }) => field === wanted)?.bytes ?? null);
  return [at(1), at(2)];
}

function readGraph(bytes: Uint8Array, name: string): Omit<ReadGraph, 'metadata'> {
  const nodes: ReadNode[] = [];
  const initializers = new Map<string, FloatTensor | null>();
  const inputs: string[] = [];
  const outputs: string[] = [];
  for (const { field, bytes: nested } of fieldsOf(bytes)) {
    if (nested === null) continue;
    if (field === GRAPH.node) nodes.push(readNode(nested, name));
    else if (field === GRAPH.input) inputs.push(nameOfValue(nested));
    else if (field === GRAPH.output) outputs.push(nameOfValue(nested));
    else if (field === GRAPH.initializer) {
      const tensor = readTensor(nested, name);
      initializers.set(tensor.name, tensor.values);
    }
  }
  return { nodes, initializers, inputs: inputs.filter((each) => !initializers.has(each)), outputs };
}

function nameOfValue(bytes: Uint8Array): string {
  return textOf([...fieldsOf(bytes)].find(({ field }) => field === 1)?.bytes ?? null);
}

function readNode(bytes: Uint8Array, name: string): ReadNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, ReadAttribute>();
  let op = '';
  for (const { field, bytes: nested } of fieldsOf(bytes)) {
    if (field === NODE.input) inputs.push(textOf(nested));
    else if (field === NODE.output) outputs.push(textOf(nested));
    else if (field === NODE.op) op = textOf(nested);
    else if (field === NODE.attribute && nested !== null) attributes.set(...readAttribute(nested, name));
  }
  return { op, inputs, outputs, attributes };
}

function readAttribute(bytes: Uint8Array, file: string): [name: string, value: ReadAttribute] {
  let name = '';
  let value: ReadAttribute = null;
  for (const { field, bytes: nested, number } of fieldsOf(bytes)) {
    if (field === ATTRIBUTE.name) name = textOf(nested);
    else if (field === ATTRIBUTE.int || field === ATTRIBUTE.float) value = number;
    else if (field === ATTRIBUTE.string) value = textOf(nested);
    else if (field === ATTRIBUTE.tensor && nested !== null) value = readTensor(nested, file).values;
  }
  return [name, value];
}

function readTensor(bytes: Uint8Array, file: string): { readonly name: string; readonly values: FloatTensor | null } {
  const shape: number[] = [];
  let values = new Uint8Array(0);
  let name = '';
  let type = 0;
  for (const { field, bytes: nested, number } of fieldsOf(bytes)) {
    if (field === TENSOR.extent) shape.push(...(nested === null ? [number] : packedIntegers(nested)));
    else if (field === TENSOR.type) type = number;
    else if (field === TENSOR.name) name = textOf(nested);
    else if (field === TENSOR.external || (field === TENSOR.location && number !== 0)) throw keptElsewhere(file);
    else if (field === TENSOR.raw || field === TENSOR.floats || field === TENSOR.doubles) {
      // Copied out: values need not lie at a multiple of their size.
      if (nested !== null) values = Uint8Array.from(nested);
    }
  }
  if (type !== FLOAT32 && type !== FLOAT64) return { name, values: null };
  const data = type === FLOAT32 ? new Float32Array(values.buffer) : Float32Array.from(new Float64Array(values.buffer));
  if (data.length !== sizeOfShape(shape)) throw new RangeError('values are missing');
  return { name, values: { data, shape } };
}

function keptElsewhere(file: string): Failure {
  return new Failure('BAD_MODEL', `${file} keeps its weights in another file, which is not allowed.`, {
    remedy: 'Export it as a single file.',
  });
}

/** A field of a protobuf message: a number, or bytes that hold text, packed numbers or another message. */
interface Field {
  readonly field: number;
  readonly number: number;
  /** Null for a number. */
  readonly bytes: Uint8Array | null;
}

/** @throws RangeError where the bytes are no protobuf */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, at);
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    at = afterTag;
    if (wire === 0) {
      const [number, after] = readVarint(bytes, at);
      yield { field, number, bytes: null };
      at = after;
    } else if (wire === 1) {
      yield { field, number: view.getFloat64(at, true), bytes: null };
      at += 8;
    } else if (wire === 5) {
      yield { field, number: view.getFloat32(at, true), bytes: null };
      at += 4;
    } else if (wire === 2) {
      const [length, start] = readVarint(bytes, at);
      if (start + length > bytes.length) throw new RangeError('truncated');
      yield { field, number: Number.NaN, bytes: bytes.subarray(start, start + length) };
      at = start + length;
    } else {
      throw new RangeError('unknown wire type');
    }
  }
}

/** A signed number of up to 64 bits, and where it ends. */
function readVarint(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0n;
  for (let at = from, shift = 0n; shift < 70n; at++, shift += 7n) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError('truncated');
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return [Number(BigInt.asIntN(64, value)), at + 1];
  }
  throw new RangeError('endless number');
}

function packedIntegers(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [value, end] = readVarint(bytes, at);
    values.push(value);
    at = end;
  }
  return values;
}

const decoder = new TextDecoder();

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : decoder.decode(bytes);
}
