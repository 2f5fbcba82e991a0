import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx, type OnnxModel, type OnnxTensor } from '#core/graph/onnx.ts';

/** A pair of three classes, 4 latents and pictures of 12 x 8 px, small enough to be written and broken by tests at will. */

export const HEIGHT_PX = 8;
export const WIDTH_PX = 12;
const PICTURE_SIZE = 3 * HEIGHT_PX * WIDTH_PX;
const [Z, C, W, UNITS] = [4, 3, 6, 5];

export type Json = Record<string, unknown>;

export interface TinyPair {
  readonly mapping: OnnxModel;
  readonly synthesis: OnnxModel;
  readonly taps: OnnxModel | null;
  readonly classifier: OnnxModel;
  readonly generatorManifest: Json;
  readonly classifierManifest: Json;
}

export function tinyPair(): TinyPair {
  return {
    mapping: mappingGraph(),
    synthesis: synthesisGraph(),
    taps: null,
    classifier: classifierGraph(),
    generatorManifest: {
      format: 1,
      kind: 'generator',
      name: 'tiny-generator',
      z_dim: Z,
      c_dim: C,
      w_dim: W,
      num_ws: 1,
      w_mode: 'broadcast',
      truncation: { mode: 'per_class_w_avg', input: 'psi', default: 0.7 },
      image: {
        name: 'img',
        layout: 'NCHW',
        size: [HEIGHT_PX, WIDTH_PX],
        range: [-1, 1],
        to_uint8: 'trunc((x+1)*127.5)',
      },
      labels: 'classes.json',
    },
    classifierManifest: {
      format: 1,
      kind: 'classifier',
      name: 'tiny-classifier',
      input: {
        name: 'x',
        layout: 'NCHW',
        size: [HEIGHT_PX, WIDTH_PX],
        channels: 'RGB',
        source_range: [0, 1],
        mean: [0.4, 0.5, 0.6],
        std: [0.2, 0.25, 0.3],
      },
      outputs: {
        r: { name: 'r', dim: UNITS, definition: 'first layer', nonneg: true },
        logits: { name: 'logits', dim: C },
      },
      labels: 'classes.json',
    },
  };
}

/** Writes a pair into a folder, hashes included; returns the paths of its manifests. */
export function writePair(folder: string, pair: TinyPair): { readonly generator: string; readonly classifier: string } {
  mkdirSync(folder, { recursive: true });
  const modelFile = (file: string, graph: OnnxModel) => {
    const bytes = encodeOnnx(graph);
    writeFileSync(join(folder, file), bytes);
    return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const generator = {
    ...pair.generatorManifest,
    mapping: modelFile('mapping.onnx', pair.mapping),
    synthesis: modelFile('synthesis.onnx', pair.synthesis),
    ...(pair.taps === null ? {} : { taps: modelFile('taps.onnx', pair.taps) }),
  };
  const classifier = { ...pair.classifierManifest, ...modelFile('classifier.onnx', pair.classifier) };
  writeFileSync(join(folder, 'classes.json'), JSON.stringify(['fox', 'cat', 'bear']));
  return {
    generator: writeJson(folder, 'generator.json', generator),
    classifier: writeJson(folder, 'classifier.json', classifier),
  };
}

export function writeJson(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

/** w = c A + psi (z B) */
export function mappingGraph(): OnnxModel {
  return {
    opset: 13,
    nodes: [
      { op: 'MatMul', inputs: ['z', 'B'], outputs: ['zB'] },
      { op: 'MatMul', inputs: ['c', 'A'], outputs: ['cA'] },
      { op: 'Mul', inputs: ['psi', 'zB'], outputs: ['drawn'] },
      { op: 'Add', inputs: ['cA', 'drawn'], outputs: ['w'] },
    ],
    initializers: [weights('A', [C, W], 1), weights('B', [Z, W], 0.5)],
    inputs: [
      { name: 'z', shape: ['batch', Z] },
      { name: 'c', shape: ['batch', C] },
      { name: 'psi', shape: ['batch', 1] },
    ],
    outputs: [{ name: 'w', shape: ['batch', W] }],
  };
}

/** img = tanh(w D), beyond -1..1 by a factor so that clipping shows */
export function synthesisGraph(): OnnxModel {
  return {
    opset: 13,
    nodes: [
      { op: 'MatMul', inputs: ['w', 'D'], outputs: ['flat'] },
      { op: 'Tanh', inputs: ['flat'], outputs: ['bounded'] },
      { op: 'Mul', inputs: ['bounded', 'gain'], outputs: ['scaled'] },
      { op: 'Reshape', inputs: ['scaled', 'shape'], outputs: ['img'] },
    ],
    initializers: [
      weights('D', [W, PICTURE_SIZE], 1),
      { name: 'gain', shape: [1], data: Float32Array.of(1.1) },
      { name: 'shape', shape: [4], data: BigInt64Array.of(-1n, 3n, BigInt(HEIGHT_PX), BigInt(WIDTH_PX)) },
    ],
    inputs: [{ name: 'w', shape: ['batch', W] }],
    outputs: [{ name: 'img', shape: ['batch', 3, HEIGHT_PX, WIDTH_PX] }],
  };
}

/** r = relu(x E), logits = r F */
export function classifierGraph(heightPx = HEIGHT_PX, widthPx = WIDTH_PX): OnnxModel {
  return {
    opset: 13,
    nodes: [
      { op: 'Flatten', inputs: ['x'], outputs: ['flat'] },
      { op: 'MatMul', inputs: ['flat', 'E'], outputs: ['sums'] },
      { op: 'Relu', inputs: ['sums'], outputs: ['r'] },
      { op: 'MatMul', inputs: ['r', 'F'], outputs: ['logits'] },
    ],
    initializers: [weights('E', [3 * heightPx * widthPx, UNITS], 0.1), weights('F', [UNITS, C], 1)],
    inputs: [{ name: 'x', shape: ['batch', 3, heightPx, widthPx] }],
    outputs: [
      { name: 'r', shape: ['batch', UNITS] },
      { name: 'logits', shape: ['batch', C] },
    ],
  };
}

function weights(name: string, shape: readonly number[], scale: number): OnnxTensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { name, shape, data: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(1 + i * 12.9898)) };
}
