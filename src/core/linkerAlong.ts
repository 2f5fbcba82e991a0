import type { LinearMap } from './linear/linearMap.ts';
import type { Linker } from './linker.ts';

/**
 * What a linker gives along one axis of w: the same linker with that single output, which costs a fraction of all of them.
 *
 * @param axis [L]
 */
export function linkerAlong(linker: Linker, axis: Float64Array): Linker {
  if (linker.kind === 'linear') return { kind: 'linear', map: mapAlong(linker.map, axis) };
  const { layers, outputMean, outputSpread } = linker.mlp;
  const last = mapAlong(
    layers.at(-1) as LinearMap,
    axis.map((value, i) => value * (outputSpread[i] as number)),
  );
  const mean = outputMean.reduce((sum, value, i) => sum + value * (axis[i] as number), 0);
  const output = { outputMean: Float32Array.of(mean), outputSpread: Float32Array.of(1) };
  return { kind: 'mlp', mlp: { ...linker.mlp, layers: [...layers.slice(0, -1), last], ...output } };
}

function mapAlong({ weights, bias }: LinearMap, axis: Float64Array): LinearMap {
  const [rows, width] = weights.shape as [number, number];
  const along = (values: Float32Array, first: number): number => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (values[first + i] as number) * (axis[i] as number);
    return sum;
  };
  const data = Float32Array.from({ length: rows }, (_, row) => along(weights.data, row * width));
  return { weights: { data, shape: [rows, 1] }, bias: Float32Array.of(along(bias, 0)) };
}
