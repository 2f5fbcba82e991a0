import type { Mlp } from '../engine.ts';
import type { LinearMap } from '../linear/linearMap.ts';
import type { Linker } from '../linker.ts';

/** A link at one representation: its latent, and how a gradient in w becomes one in r. */
export interface LinkAt {
  /** [L] float64 */
  readonly w: Float64Array;
  /** Vector-Jacobian product: gradient [L] in w to gradient [U] in r. */
  pullBack(gradient: Float64Array): Float64Array;
}

/** @param r [U] */
export function linkAt(linker: Linker, r: Float64Array): LinkAt {
  return linker.kind === 'linear' ? layerAt(linker.map, r) : networkAt(linker.mlp, r);
}

function layerAt({ weights, bias }: LinearMap, x: Float64Array): LinkAt {
  const [inputs, outputs] = weights.shape as [number, number];
  const { data } = weights;
  const w = Float64Array.from(bias);
  for (let i = 0; i < inputs; i++) {
    const value = x[i] as number;
    if (value === 0) continue;
    for (let o = 0, at = i * outputs; o < outputs; o++, at++) w[o] = (w[o] as number) + value * (data[at] as number);
  }
  return {
    w,
    pullBack(gradient) {
      const result = new Float64Array(inputs);
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let o = 0, at = i * outputs; o < outputs; o++, at++) sum += (data[at] as number) * (gradient[o] as number);
        result[i] = sum;
      }
      return result;
    },
  };
}

/** Back-propagation through standardisation, linear maps and ReLUs. */
function networkAt({ layers, inputMean, inputSpread, outputMean, outputSpread }: Mlp, r: Float64Array): LinkAt {
  const scale = Float64Array.from(inputSpread, (spread) => (spread > 0 ? 1 / spread : 0));
  let values: Float64Array = r.map((value, u) => (value - (inputMean[u] as number)) * (scale[u] as number));
  const passed: { readonly layer: LinkAt; readonly isOn: (o: number) => boolean }[] = [];
  layers.forEach((map, index) => {
    const layer = layerAt(map, values);
    const isLast = index + 1 === layers.length;
    passed.push({ layer, isOn: (o) => isLast || (layer.w[o] as number) > 0 });
    values = isLast ? layer.w : layer.w.map((sum) => Math.max(sum, 0));
  });
  return {
    w: values.map((value, d) => value * (outputSpread[d] as number) + (outputMean[d] as number)),
    pullBack(gradient) {
      let back: Float64Array = gradient.map((value, d) => value * (outputSpread[d] as number));
      for (const { layer, isOn } of passed.toReversed()) {
        back = layer.pullBack(back.map((value, o) => (isOn(o) ? value : 0)));
      }
      return back.map((value, u) => value * (scale[u] as number));
    },
  };
}
