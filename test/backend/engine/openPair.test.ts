import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPair } from '#backend/engine/models.ts';
import { latentSize, type OpenPair, openPair } from '#backend/engine/openPair.ts';
import type { OnnxModel } from '#core/graph/onnx.ts';
import { classifierGraph, mappingGraph, synthesisGraph, type TinyPair, tinyPair, writePair } from './tinyPair.ts';

const SETTINGS = { device: 'cpu', threads: 1, batch: null } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pair-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(pair: TinyPair): Promise<OpenPair> {
  const paths = writePair(folder, pair);
  return openPair((await loadPair(paths.generator, paths.classifier)).files, SETTINGS);
}

/** Renames a value of a graph wherever it stands. */
function renamed(graph: OnnxModel, from: string, to: string): OnnxModel {
  const rename = (name: string) => (name === from ? to : name);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    inputs: graph.inputs.map((value) => ({ ...value, name: rename(value.name) })),
    outputs: graph.outputs.map((value) => ({ ...value, name: rename(value.name) })),
  };
}

/** A synthesis that computes the shape of its pictures from w, so that only a run can tell. */
function lateSynthesis(shape: readonly number[]): OnnxModel {
  const graph = synthesisGraph();
  return {
    ...graph,
    nodes: [
      { op: 'ReduceMax', inputs: ['w'], outputs: ['largest'], attributes: { keepdims: 0 } },
      { op: 'Mul', inputs: ['largest', 'zero'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['nothing', 'extents'], outputs: ['sum'] },
      { op: 'Cast', inputs: ['sum'], outputs: ['shape'], attributes: { to: 7 } },
      ...graph.nodes,
    ],
    initializers: [
      ...graph.initializers.filter(({ name }) => name !== 'shape'),
      { name: 'zero', shape: [1], data: Float32Array.of(0) },
      { name: 'extents', shape: [4], data: Float32Array.from(shape) },
    ],
    outputs: [{ name: 'img', shape: ['batch', 'channels', 'height', 'width'] }],
  };
}

const tiny = tinyPair();

describe('a model that does not fit its manifest is refused with a sentence', () => {
  const rows: [string, Partial<TinyPair>, string, string | RegExp][] = [
    [
      'input of another name',
      { mapping: renamed(mappingGraph(), 'psi', 'truncation') },
      'BAD_MODEL',
      'mapping.onnx asks for an input truncation; it may have z, c, psi.',
    ],
    [
      'output of another name',
      { synthesis: renamed(synthesisGraph(), 'img', 'picture') },
      'BAD_MODEL',
      'synthesis.onnx has no output img; it has picture.',
    ],
    [
      'input missing',
      {
        generatorManifest: {
          ...tiny.generatorManifest,
          truncation: { mode: 'per_class_w_avg', input: 'amount', default: 1 },
        },
      },
      'BAD_MODEL',
      'mapping.onnx asks for an input psi; it may have z, c, amount.',
    ],
    [
      'other number of units',
      {
        classifierManifest: {
          ...tiny.classifierManifest,
          outputs: { r: { name: 'r', dim: 7, definition: 'x', nonneg: true }, logits: { name: 'logits', dim: 3 } },
        },
      },
      'BAD_SHAPE',
      'Expected 7 from the rows of output r of classifier.onnx, but got 5.',
    ],
    [
      'other latent size',
      { generatorManifest: { ...tiny.generatorManifest, w_dim: 8 } },
      'BAD_SHAPE',
      'Expected 8 from the rows of output w of mapping.onnx, but got 6.',
    ],
    [
      'other picture size that only a run shows',
      { synthesis: lateSynthesis([-1, 3, 6, 16]) },
      'BAD_SHAPE',
      'Expected 1 x 3 x 8 x 12 from output img of synthesis.onnx, but got 1 x 3 x 6 x 16.',
    ],
    [
      'fixed batch',
      { classifier: { ...classifierGraph(), inputs: [{ name: 'x', shape: [1, 3, 8, 12] }] } },
      'BAD_MODEL',
      'The input x of classifier.onnx is fixed to 1 rows.',
    ],
    [
      'batch fixed inside',
      { synthesis: lateSynthesis([1, 3, 8, 12]) },
      'BAD_MODEL',
      'synthesis.onnx could not be run: The input tensor cannot be reshaped to the requested shape. Input shape:{2,288}, requested shape:{1,3,8,12}.',
    ],
    [
      'opset of the future',
      { mapping: { ...mappingGraph(), opset: 999 } },
      'BAD_MODEL',
      /^mapping\.onnx could not be loaded: it needs opset 999, and this ONNX Runtime knows opsets up to \d+\.$/,
    ],
    [
      'unknown operator',
      {
        mapping: {
          ...mappingGraph(),
          nodes: [...mappingGraph().nodes.slice(0, 3), { op: 'Conjure', inputs: ['drawn'], outputs: ['w'] }],
        },
      },
      'BAD_MODEL',
      'mapping.onnx could not be loaded: No Op registered for Conjure with domain_version of 13.',
    ],
    [
      'values that are not numbers',
      {
        classifier: {
          ...classifierGraph(),
          nodes: [
            ...classifierGraph().nodes.slice(0, 3),
            { op: 'MatMul', inputs: ['r', 'F'], outputs: ['sum'] },
            { op: 'Log', inputs: ['negative'], outputs: ['nan'] },
            { op: 'Add', inputs: ['sum', 'nan'], outputs: ['logits'] },
          ],
          initializers: [
            ...classifierGraph().initializers,
            { name: 'negative', shape: [1], data: Float32Array.of(-1) },
          ],
        },
      },
      'BAD_MODEL',
      'The output logits of classifier.onnx holds values that are not finite numbers.',
    ],
    [
      'taps without a tap',
      {
        taps: synthesisGraph(),
        generatorManifest: {
          ...tiny.generatorManifest,
          feature_taps: [{ name: 'feat8', channels: 4, size: 8, margin: 0 }],
        },
      },
      'BAD_MODEL',
      'taps.onnx has no output feat8; it has img.',
    ],
  ];
  test.each(rows)('%s', async (_, change, code, sentence) => {
    const message = typeof sentence === 'string' ? sentence : expect.stringMatching(sentence);
    await expect(open({ ...tiny, ...change })).rejects.toMatchObject({ name: 'Failure', code, message });
  });

  test.each([
    ['text', Buffer.from('this is no model at all')],
    ['nothing', Buffer.alloc(0)],
    ['truncated', 'truncated' as const],
  ])('file of %s', async (_, content) => {
    const paths = writePair(folder, tiny);
    const { files } = await loadPair(paths.generator, paths.classifier);
    const { encodeOnnx } = await import('#core/graph/onnx.ts');
    writeFileSync(files.synthesisPath, content === 'truncated' ? encodeOnnx(tiny.synthesis).subarray(0, 500) : content);
    await expect(openPair(files, SETTINGS)).rejects.toMatchObject({
      code: 'BAD_MODEL',
      message: 'synthesis.onnx is not an ONNX model.',
    });
  });
});

describe('latents per layer', () => {
  const layered = (wMode: string): TinyPair => ({
    ...tiny,
    // The mean over layers, so that every layer counts.
    synthesis: {
      ...synthesisGraph(),
      nodes: [
        { op: 'ReduceMean', inputs: ['layers'], outputs: ['w0'], attributes: { axes: [1], keepdims: 0 } },
        ...renamed(synthesisGraph(), 'w', 'w0').nodes,
      ].map((node) => ({
        ...node,
        inputs: node.inputs.map((input) => (input === 'layers' ? 'w' : input)),
      })),
      inputs: [{ name: 'w', shape: ['batch', 4, 6] }],
    },
    generatorManifest: { ...tiny.generatorManifest, num_ws: 4, w_mode: wMode },
  });

  test('one w is given to every layer of a broadcast generator', async () => {
    const plain = await open(tiny);
    const w = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const expected = (await plain.synthesise(2, w)).slice();
    const pair = await open(layered('broadcast'));
    expect(pair.latentSize).toBe(6);
    const drawn = await pair.synthesise(2, w);
    expect(Math.max(...drawn.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-6);
  });

  test('a generator with latents of each layer takes all of them', async () => {
    const graph = mappingGraph();
    const mapping: OnnxModel = {
      ...renamed(graph, 'w', 'one'),
      nodes: [
        ...renamed(graph, 'w', 'one').nodes,
        { op: 'Unsqueeze', inputs: ['one', 'axes'], outputs: ['thin'] },
        { op: 'Concat', inputs: ['thin', 'thin', 'thin', 'thin'], outputs: ['w'], attributes: { axis: 1 } },
      ],
      initializers: [...graph.initializers, { name: 'axes', shape: [1], data: BigInt64Array.of(1n) }],
      outputs: [{ name: 'w', shape: ['batch', 4, 6] }],
    };
    const pair = await open({ ...layered('per_layer'), mapping });
    expect(pair.latentSize).toBe(24);
    expect(latentSize(pair.files.generator)).toBe(24);
    const one = await pair.synthesise(
      1,
      Float32Array.from({ length: 24 }, (_, i) => (i < 6 ? 1 : 0)),
    );
    const other = await pair.synthesise(
      1,
      Float32Array.from({ length: 24 }, (_, i) => (i < 12 ? 1 : 0)),
    );
    expect(one).not.toEqual(other);
  });
});
