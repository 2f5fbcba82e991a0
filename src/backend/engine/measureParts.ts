import type { MeasureRequest } from '#core/engine.ts';
import { measurePictures, type PictureMeasures } from '#core/measure/measurePictures.ts';
import { expectShape } from '#core/tensor.ts';
import type { OpenPair } from './openPair.ts';
import { render } from './render.ts';

/** Renders pictures and measures their parts. */
export async function measureParts(
  pair: OpenPair,
  request: MeasureRequest,
  signal: AbortSignal,
): Promise<PictureMeasures> {
  const { w, maps, labels } = request;
  const [heightPx, widthPx] = pair.files.generator.image.size;
  expectShape(
    [maps.length],
    [(w.shape[0] as number) * heightPx * widthPx],
    'the label maps of the pictures to measure',
  );
  const { pixels } = await render(pair, { w, encode: false, tilesPerStrip: null, compare: null, pixels: true }, signal);
  return measurePictures(pixels as Uint8Array, maps, labels, widthPx, heightPx);
}
