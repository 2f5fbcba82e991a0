import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx } from '#core/graph/onnx.ts';

/** Writes a classifier that takes every picture for the first of five classes, and its manifest; answers the manifest's path. */
export function writeConstantClassifier(folder: string): string {
  const model = encodeOnnx({
    opset: 13,
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['x'], outputs: ['pooled'] },
      { op: 'Flatten', inputs: ['pooled'], outputs: ['means'] },
      { op: 'Relu', inputs: ['means'], outputs: ['r'] },
      { op: 'Gemm', inputs: ['r', 'weight', 'bias'], outputs: ['logits'] },
    ],
    initializers: [
      { name: 'weight', shape: [3, 5], data: new Float32Array(15) },
      { name: 'bias', shape: [5], data: Float32Array.of(1, 0, 0, 0, 0) },
    ],
    inputs: [{ name: 'x', shape: ['batch', 3, 64, 64] }],
    outputs: [
      { name: 'r', shape: ['batch', 3] },
      { name: 'logits', shape: ['batch', 5] },
    ],
  });
  writeFileSync(join(folder, 'constant.onnx'), model);
  writeFileSync(join(folder, 'classes.json'), JSON.stringify(['fox', 'rabbit', 'mouse', 'bear', 'cat']));
  const manifest = {
    format: 1,
    kind: 'classifier',
    name: 'always-fox',
    file: 'constant.onnx',
    sha256: createHash('sha256').update(model).digest('hex'),
    input: {
      name: 'x',
      layout: 'NCHW',
      size: [64, 64],
      channels: 'RGB',
      source_range: [0, 1],
      mean: [0, 0, 0],
      std: [1, 1, 1],
      resize: null,
      crop: null,
    },
    outputs: {
      r: { name: 'r', dim: 3, definition: 'mean colour', nonneg: true },
      logits: { name: 'logits', dim: 5 },
    },
    labels: 'classes.json',
  };
  const path = join(folder, 'constant.json');
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}
