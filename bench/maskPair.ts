import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx, type OnnxModel, type OnnxTensor } from '#core/graph/onnx.ts';

const [Z, CLASSES, W, UNITS, COARSE] = [4, 2, 6, 5, 16];

/** Writes a pair whose pictures are smooth clouds of a given size; returns the paths of its manifests. */
export function writeMaskPair(
  folder: string,
  sidePx: number,
): { readonly generator: string; readonly classifier: string } {
  mkdirSync(folder, { recursive: true });
  const model = (file: string, graph: OnnxModel) => {
    const bytes = encodeOnnx(graph);
    writeFileSync(join(folder, file), bytes);
    return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const manifest = (file: string, value: unknown) => {
    writeFileSync(join(folder, file), JSON.stringify(value));
    return join(folder, file);
  };
  manifest('classes.json', ['fox', 'cat']);
  const generator = manifest('generator.json', {
    format: 1,
    kind: 'generator',
    name: `clouds of ${sidePx} px`,
    z_dim: Z,
    c_dim: CLASSES,
    w_dim: W,
    num_ws: 1,
    w_mode: 'broadcast',
    truncation: { mode: 'per_class_w_avg', input: 'psi', default: 0.7 },
    image: { name: 'img', layout: 'NCHW', size: [sidePx, sidePx], range: [-1, 1], to_uint8: 'trunc((x+1)*127.5)' },
    labels: 'classes.json',
    mapping: model('mapping.onnx', mapping()),
    synthesis: model('synthesis.onnx', synthesis(sidePx)),
  });
  const classifier = manifest('classifier.json', {
    format: 1,
    kind: 'classifier',
    name: 'mean colour',
    input: {
      name: 'x',
      layout: 'NCHW',
      size: [sidePx, sidePx],
      channels: 'RGB',
      source_range: [0, 1],
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
    },
    outputs: {
      r: { name: 'r', dim: UNITS, definition: 'first layer', nonneg: true },
      logits: { name: 'logits', dim: CLASSES },
    },
    labels: 'classes.json',
    ...model('classifier.onnx', classifierGraph(sidePx)),
  });
  return { generator, classifier };
}

function mapping(): OnnxModel {
  return {
    opset: 13,
    nodes: [
      { op: 'MatMul', inputs: ['z', 'B'], outputs: ['zB'] },
      { op: 'MatMul', inputs: ['c', 'A'], outputs: ['cA'] },
      { op: 'Mul', inputs: ['psi', 'zB'], outputs: ['drawn'] },
      { op: 'Add', inputs: ['cA', 'drawn'], outputs: ['w'] },
    ],
    initializers: [weights('A', [CLASSES, W], 1), weights('B', [Z, W], 0.5)],
    inputs: [
      { name: 'z', shape: ['batch', Z] },
      { name: 'c', shape: ['batch', CLASSES] },
      { name: 'psi', shape: ['batch', 1] },
    ],
    outputs: [{ name: 'w', shape: ['batch', W] }],
  };
}

/** A coarse picture that is linear in w, enlarged. */
function synthesis(sidePx: number): OnnxModel {
  const factor = sidePx / COARSE;
  return {
    opset: 13,
    nodes: [
      { op: 'MatMul', inputs: ['w', 'D'], outputs: ['flat'] },
      { op: 'Tanh', inputs: ['flat'], outputs: ['bounded'] },
      { op: 'Reshape', inputs: ['bounded', 'shape'], outputs: ['coarse'] },
      { op: 'Resize', inputs: ['coarse', '', 'scales'], outputs: ['img'], attributes: { mode: 'linear' } },
    ],
    initializers: [
      weights('D', [W, 3 * COARSE * COARSE], 0.6),
      { name: 'shape', shape: [4], data: BigInt64Array.of(-1n, 3n, BigInt(COARSE), BigInt(COARSE)) },
      { name: 'scales', shape: [4], data: Float32Array.of(1, 1, factor, factor) },
    ],
    inputs: [{ name: 'w', shape: ['batch', W] }],
    outputs: [{ name: 'img', shape: ['batch', 3, sidePx, sidePx] }],
  };
}

function classifierGraph(sidePx: number): OnnxModel {
  return {
    opset: 13,
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['x'], outputs: ['mean'] },
      { op: 'Flatten', inputs: ['mean'], outputs: ['flat'] },
      { op: 'MatMul', inputs: ['flat', 'E'], outputs: ['sums'] },
      { op: 'Relu', inputs: ['sums'], outputs: ['r'] },
      { op: 'MatMul', inputs: ['r', 'F'], outputs: ['logits'] },
    ],
    initializers: [weights('E', [3, UNITS], 1), weights('F', [UNITS, CLASSES], 1)],
    inputs: [{ name: 'x', shape: ['batch', 3, sidePx, sidePx] }],
    outputs: [
      { name: 'r', shape: ['batch', UNITS] },
      { name: 'logits', shape: ['batch', CLASSES] },
    ],
  };
}

function weights(name: string, shape: readonly number[], scale: number): OnnxTensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { name, shape, data: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(1 + i * 12.9898)) };
}
