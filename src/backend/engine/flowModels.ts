import { type Flow, judgeFlow } from '#core/flow.ts';
import type { Field } from '#core/track/planes.ts';
import { loadModel, type Model } from './model.ts';
import type { RunSettings } from './openPair.ts';

/** Flow models of the user's. */
export interface FlowModels {
  /**
   * @param path   an ONNX model: `first` and `second`, [B 3 H W] float32 RGB in -1..1, give `flow`, [B 2 H W] float32, px right and down
   * @param first  [H W 3] uint8, RGB
   * @param second [H W 3] uint8, RGB
   * @throws Failure BAD_MODEL, BAD_SHAPE
   */
  find(path: string, first: Uint8Array, second: Uint8Array, widthPx: number, heightPx: number): Promise<Flow>;
}

/** The model that was used last stays loaded. */
export function createFlowModels({ device, threads }: RunSettings): FlowModels {
  let held: { readonly key: string; readonly model: Promise<Model> } | null = null;
  const modelOf = (path: string, widthPx: number, heightPx: number): Promise<Model> => {
    const key = `${path} ${widthPx} ${heightPx}`;
    if (held?.key === key) return held.model;
    void held?.model.then((model) => model.release()).catch(() => undefined);
    const picture = [[3, heightPx, widthPx]];
    const model = loadModel(path, device, threads, {
      inputs: { first: picture, second: picture },
      outputs: { flow: [2, heightPx, widthPx] },
    });
    held = { key, model };
    model.catch(() => {
      if (held?.key === key) held = null;
    });
    return model;
  };
  return {
    async find(path, first, second, widthPx, heightPx) {
      const model = await modelOf(path, widthPx, heightPx);
      const size = widthPx * heightPx;
      // Both ways in one run: there and back.
      const { flow } = await model.run(2, {
        first: planes([first, second], size),
        second: planes([second, first], size),
      });
      const fieldAt = (row: number): Field => {
        const plane = (at: number) => (flow as Float32Array).slice((2 * row + at) * size, (2 * row + at + 1) * size);
        return { widthPx, heightPx, x: plane(0), y: plane(1) };
      };
      return judgeFlow(fieldAt(0), fieldAt(1), first);
    },
  };
}

/** @returns [B 3 H W] float32, -1 to 1 */
function planes(pictures: readonly Uint8Array[], size: number): Float32Array {
  const values = new Float32Array(pictures.length * 3 * size);
  pictures.forEach((pixels, row) => {
    for (let at = 0; at < size; at++)
      for (let channel = 0; channel < 3; channel++)
        values[(3 * row + channel) * size + at] = (pixels[at * 3 + channel] as number) / 127.5 - 1;
  });
  return values;
}
