import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { encodeOnnx, type OnnxModel } from '#core/graph/onnx.ts';
import { adamW } from '#core/graph/optimiser.ts';
import { loopGraph, stepGraph } from '#core/graph/training.ts';
import reference from '../../fixtures/graph/onnx_model.json' with { type: 'json' };
import { convNetwork, mlpNetwork } from './networks.ts';

/** The model of onnx_model.py. */
const MODEL: OnnxModel = {
  opset: 17,
  nodes: [
    {
      op: 'Loop',
      inputs: ['count', '', 'x'],
      outputs: ['looped'],
      attributes: {
        body: {
          graph: {
            nodes: [
              { op: 'Identity', inputs: ['going'], outputs: ['still'] },
              { op: 'LeakyRelu', inputs: ['now'], outputs: ['next'], attributes: { alpha: { float: 0.25 } } },
            ],
            initializers: [],
            inputs: [
              { name: 'iteration', shape: [], type: 'int64' },
              { name: 'going', shape: [], type: 'bool' },
              { name: 'now', shape: [2, 3] },
            ],
            outputs: [
              { name: 'still', shape: [], type: 'bool' },
              { name: 'next', shape: [2, 3] },
            ],
          },
        },
      },
    },
    { op: 'Transpose', inputs: ['looped'], outputs: ['turned'], attributes: { perm: [1, 0] } },
    { op: 'Softmax', inputs: ['turned'], outputs: ['soft'], attributes: { axis: -1 } },
    { op: 'Pad', inputs: ['soft', 'widths'], outputs: ['padded'], attributes: { mode: 'constant' } },
    { op: 'Add', inputs: ['padded', 'one'], outputs: ['y'] },
  ],
  initializers: [
    { name: 'count', shape: [], data: BigInt64Array.of(300n) },
    { name: 'widths', shape: [4], data: BigInt64Array.of(0n, -1n, 0n, 0n) },
    { name: 'one', shape: [1, 1], data: Float32Array.of(0.5) },
  ],
  inputs: [{ name: 'x', shape: [2, 3] }],
  outputs: [{ name: 'y', shape: [3, 'N'] }],
};

test('writes the bytes that the onnx package writes', () => {
  expect(Buffer.from(encodeOnnx(MODEL)).toString('base64')).toBe(reference.base64);
});

test('ONNX Runtime reads every kind of attribute', async () => {
  const session = await InferenceSession.create(encodeOnnx(MODEL), { logSeverityLevel: 3 });
  const x = new Tensor('float32', Float32Array.of(1, 2, 3, -1e30, 2, 4), [2, 3]);
  const { y } = (await session.run({ x })) as { y: Tensor };
  // Columns of x after 300 leaks: 1 0, 2 2, 3 4; the softmax of each pair, its first entry cut off, plus 0.5.
  const second = [
    [1, 0],
    [2, 2],
    [3, 4],
  ].map(([a, b]) => 1 / (1 + Math.exp((a as number) - (b as number))) + 0.5);
  expect(y.dims).toEqual([3, 1]);
  second.forEach((value, i) => {
    expect((y.data as Float32Array)[i]).toBeCloseTo(value, 6);
  });
});

/** Reads protobuf without knowing the messages: [field, value] pairs, length-delimited ones as bytes. */
function fieldsOf(bytes: Uint8Array): [field: number, value: bigint | Uint8Array][] {
  const fields: [number, bigint | Uint8Array][] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('ends within a number');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (size: number): Uint8Array => {
    if (at + size > bytes.length) throw new Error('ends within a field');
    at += size;
    return bytes.subarray(at - size, at);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const wire = key & 7;
    if (wire !== 0 && wire !== 2 && wire !== 5) throw new Error(`wire type ${wire}`);
    fields.push([key >> 3, wire === 0 ? varint() : take(wire === 5 ? 4 : Number(varint()))]);
  }
  return fields;
}

function all(bytes: Uint8Array, field: number): Uint8Array[] {
  return fieldsOf(bytes).flatMap(([number, value]) => (number === field && value instanceof Uint8Array ? [value] : []));
}

const texts = (values: Uint8Array[]): string[] => values.map((value) => new TextDecoder().decode(value));

/** Operators in order, with those of bodies; and the names each node reads before any node, input or initializer has made them. */
function readGraph(
  graph: Uint8Array,
  outside: ReadonlySet<string> = new Set(),
): { ops: string[]; unknown: string[]; twice: string[] } {
  const known = new Set(outside);
  const twice: string[] = [];
  const make = (name: string): void => {
    if (known.has(name)) twice.push(name);
    known.add(name);
  };
  for (const value of all(graph, 11)) texts(all(value, 1)).forEach(make);
  for (const tensor of all(graph, 5)) texts(all(tensor, 8)).forEach(make);
  const ops: string[] = [];
  const unknown: string[] = [];
  for (const node of all(graph, 1)) {
    unknown.push(...texts(all(node, 1)).filter((name) => name !== '' && !known.has(name)));
    ops.push(...texts(all(node, 4)));
    for (const body of all(node, 5).flatMap((attribute) => all(attribute, 6))) {
      const inner = readGraph(body, known);
      ops.push(...inner.ops);
      unknown.push(...inner.unknown);
      twice.push(...inner.twice);
    }
    texts(all(node, 2)).forEach(make);
  }
  const outputs = all(graph, 12).flatMap((value) => texts(all(value, 1)));
  unknown.push(...outputs.filter((name) => !known.has(name)));
  return { ops, unknown, twice };
}

describe.each([
  ['MLP', mlpNetwork()],
  ['convolutions', convNetwork()],
])('the training of %s', (_, network) => {
  const training = { ...network, optimiser: adamW({ learningRate: 0.01, weightDecay: 0.1 }) };
  test.each([
    ['stepGraph', stepGraph(training)],
    ['loopGraph', loopGraph(training)],
  ])('%s is read back whole: every name is made once and before it is used', (kind, model) => {
    const [graph] = all(encodeOnnx(model), 7);
    const { ops, unknown, twice } = readGraph(graph as Uint8Array);
    expect({ unknown, twice }).toEqual({ unknown: [], twice: [] });
    expect(ops).toHaveLength(countNodes(model));
    expect(ops.includes('Loop')).toBe(kind === 'loopGraph');
    // These leave a WebGPU device for the processor.
    expect(ops.filter((op) => ['Sign', 'LogSoftmax', 'ConvTranspose', 'ScatterND'].includes(op))).toEqual([]);
  });
});

function countNodes({ nodes }: Pick<OnnxModel, 'nodes'>): number {
  return nodes.reduce((sum, { attributes }) => {
    const body = attributes?.body;
    return sum + 1 + (typeof body === 'object' && 'graph' in body ? countNodes(body.graph) : 0);
  }, 0);
}
