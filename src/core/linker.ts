import type { Mlp } from './engine.ts';
import { predictMlp } from './graph/mlp.ts';
import type { LinearMap } from './linear/linearMap.ts';
import { predictLatents } from './linearFit.ts';
import { type AnyLinkerParams, anyLinkerParamsSchema } from './params.ts';
import type { ArtifactReader, ArtifactWriter } from './stage.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/** What a linker artifact holds: a map from representations to latents. */
export type Linker = { readonly kind: 'linear'; readonly map: LinearMap } | { readonly kind: 'mlp'; readonly mlp: Mlp };

/**
 * @param representations [N U] float32
 * @returns [N L] float32, linked latents
 */
export function predictLinked(linker: Linker, representations: FloatTensor): FloatTensor {
  return linker.kind === 'linear'
    ? predictLatents(linker.map, representations)
    : predictMlp(linker.mlp, representations);
}

/** [L] the linked latent of one representation [U]. */
export function linkedLatent(linker: Linker, r: Float32Array): Float32Array {
  return predictLinked(linker, { data: r, shape: [1, r.length] }).data;
}

/** U */
export function unitCountOf(linker: Linker): number {
  return linker.kind === 'linear' ? (linker.map.weights.shape[0] as number) : linker.mlp.inputMean.length;
}

/** L */
export function latentCountOf(linker: Linker): number {
  return linker.kind === 'linear' ? linker.map.bias.length : linker.mlp.outputMean.length;
}

/** Width of each hidden layer of a network; null for a linear map. */
export function hiddenWidthsOf(params: AnyLinkerParams): readonly number[] | null {
  return params.method === 'mlp' || params.method === 'imported' ? (params.hidden ?? null) : null;
}

const SCALES = ['inputMean', 'inputSpread', 'outputMean', 'outputSpread'] as const;

/** Arrays `weights` and `bias`; of a network `weights0`, `bias0`, `weights1`, ... and its four scales. */
export function storeLinker(writer: ArtifactWriter, linker: Linker): void {
  if (linker.kind === 'linear') {
    storeMap(writer, linker.map, '');
    return;
  }
  for (const [index, layer] of linker.mlp.layers.entries()) storeMap(writer, layer, String(index));
  for (const name of SCALES) writer.putArray(name, { data: linker.mlp[name], shape: [linker.mlp[name].length] });
}

function storeMap(writer: ArtifactWriter, { weights, bias }: LinearMap, suffix: string): void {
  writer.putArray(`weights${suffix}`, weights);
  writer.putArray(`bias${suffix}`, { data: bias, shape: [bias.length] });
}

export function readLinker(reader: ArtifactReader, linkerId: string): Linker {
  const hidden = hiddenWidthsOf(anyLinkerParamsSchema.parse(reader.artifact(linkerId).params));
  if (hidden === null) return { kind: 'linear', map: readMap(reader, linkerId, '') };
  const layers = Array.from({ length: hidden.length + 1 }, (_, index) => readMap(reader, linkerId, String(index)));
  const scale = (name: (typeof SCALES)[number]) => reader.array(linkerId, name).data as Float32Array;
  return {
    kind: 'mlp',
    mlp: {
      layers,
      inputMean: scale('inputMean'),
      inputSpread: scale('inputSpread'),
      outputMean: scale('outputMean'),
      outputSpread: scale('outputSpread'),
    },
  };
}

function readMap(reader: ArtifactReader, linkerId: string, suffix: string): LinearMap {
  const weights = reader.array(linkerId, `weights${suffix}`);
  const bias = reader.array(linkerId, `bias${suffix}`);
  expectShape(weights.shape, [-1, bias.data.length], `the weights of linker ${linkerId}`);
  return { weights: { data: weights.data as Float32Array, shape: weights.shape }, bias: bias.data as Float32Array };
}
