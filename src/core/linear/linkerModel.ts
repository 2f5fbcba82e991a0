import { encodeOnnx, type OnnxModel } from '../graph/onnx.ts';
import type { LinearMap } from './linearMap.ts';

/** A linear linker as an ONNX model: representations `r` [N U] in, latents `w` [N L] out. */
export function encodeLinker({ weights, bias }: LinearMap, metadata: OnnxModel['metadata'] = {}): Uint8Array {
  const [units, latentDim] = weights.shape as [number, number];
  return encodeOnnx({
    opset: 13,
    metadata,
    nodes: [{ op: 'Gemm', inputs: ['r', 'weights', 'bias'], outputs: ['w'] }],
    initializers: [
      { name: 'weights', shape: [units, latentDim], data: weights.data },
      { name: 'bias', shape: [latentDim], data: bias },
    ],
    inputs: [{ name: 'r', shape: ['rows', units] }],
    outputs: [{ name: 'w', shape: ['rows', latentDim] }],
  });
}
