import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '#core/failure.ts';

/**
 * Looks through an ONNX file without loading it: a model is untrusted, and one whose tensors lie in other files
 * could make ONNX Runtime read anything. Walks the protobuf messages that can hold tensors and skips all else.
 */

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function' | 'training';

/** Fields of each message that lead to tensors, by onnx.proto. */
const FIELDS: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
};

const GRAPH_OF_MODEL = 7;
const TENSOR_EXTERNAL_DATA = 13;
const TENSOR_DATA_LOCATION = 14;
const MAX_DEPTH = 64;
const WINDOW_BYTES = 65_536;

/** @throws Failure BAD_MODEL when the file is no ONNX model, or keeps tensors in other files */
export function checkOnnxFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    const reader = createReader(file, fstatSync(file).size);
    let graphs = 0;
    const walk = (end: number, message: Message, depth: number): void => {
      if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
      while (reader.at() < end) {
        const { field, wire } = reader.tag();
        if (message === 'model' && field === GRAPH_OF_MODEL) graphs++;
        if (message === 'tensor' && (field === TENSOR_EXTERNAL_DATA || field === TENSOR_DATA_LOCATION)) {
          if (wire !== 0 || reader.varint() !== 0) throw externalData(path);
          continue;
        }
        const child = wire === 2 ? FIELDS[message][field] : undefined;
        if (child === undefined) reader.skip(wire, end);
        else walk(reader.length(end), child, depth + 1);
      }
    };
    walk(reader.size, 'model', 0);
    if (graphs === 0) throw new RangeError('no graph');
  } catch (error) {
    if (error instanceof RangeError)
      throw new Failure('BAD_MODEL', `${basename(path)} is not an ONNX model.`, { cause: error });
    throw error;
  } finally {
    closeSync(file);
  }
}

function externalData(path: string): Failure {
  return new Failure('BAD_MODEL', `${basename(path)} keeps its weights in another file, which is not allowed.`, {
    remedy: 'Export it as a single file.',
  });
}

/** Reads protobuf from a file, a window at a time. A RangeError means that the bytes are no protobuf. */
function createReader(file: number, size: number) {
  const window = Buffer.alloc(WINDOW_BYTES);
  let windowStart = 0;
  let windowEnd = 0;
  let position = 0;

  const byte = (): number => {
    if (position >= size) throw new RangeError('truncated');
    if (position < windowStart || position >= windowEnd) {
      windowStart = position;
      windowEnd = position + readSync(file, window, 0, WINDOW_BYTES, position);
    }
    return window[position++ - windowStart] as number;
  };
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const next = byte();
      value += (next & 127) * factor;
      if (next < 128) return value;
    }
    throw new RangeError('endless number');
  };
  const moveTo = (to: number, end: number): number => {
    if (to > end) throw new RangeError('truncated');
    position = to;
    return to;
  };

  return {
    size,
    at: () => position,
    varint,
    tag(): { field: number; wire: number } {
      const tag = varint();
      return { field: Math.floor(tag / 8), wire: tag % 8 };
    },
    /** End of a nested message that starts here. */
    length(end: number): number {
      const to = varint() + position;
      if (to > end) throw new RangeError('truncated');
      return to;
    },
    skip(wire: number, end: number): void {
      if (wire === 0) varint();
      else if (wire === 1) moveTo(position + 8, end);
      else if (wire === 2) moveTo(varint() + position, end);
      else if (wire === 5) moveTo(position + 4, end);
      else throw new RangeError('unknown wire type');
    },
  };
}
