import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx, type OnnxModel } from '#core/graph/onnx.ts';

/** Vectors, px, per unit of what the first picture has more of red and green, so that the way back is the way there reversed. */
export const PX_PER_LIGHT = [4, -2] as const;

export function flowGraph(output = 'flow'): OnnxModel {
  const picture = ['n', 3, 'h', 'w'];
  return {
    opset: 13,
    nodes: [
      { op: 'Sub', inputs: ['first', 'second'], outputs: ['difference'] },
      { op: 'Conv', inputs: ['difference', 'weight'], outputs: [output] },
    ],
    initializers: [
      { name: 'weight', shape: [2, 3, 1, 1], data: Float32Array.of(PX_PER_LIGHT[0], 0, 0, 0, PX_PER_LIGHT[1], 0) },
    ],
    inputs: [
      { name: 'first', shape: picture },
      { name: 'second', shape: picture },
    ],
    outputs: [{ name: output, shape: ['n', 2, 'h', 'w'] }],
  };
}

/** @returns path of a flow model in a folder */
export function writeFlowModel(folder: string, graph = flowGraph(), name = 'flow.onnx'): string {
  const path = join(folder, name);
  writeFileSync(path, encodeOnnx(graph));
  return path;
}
