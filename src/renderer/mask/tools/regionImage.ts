import { channelsOf } from '../patterns.ts';

/** A region as a picture of its own size: translucent, its rim opaque and white, so that it shows on anything. */
export function regionImage(region: Uint8Array, widthPx: number, colour: string): HTMLCanvasElement {
  const heightPx = region.length / widthPx;
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(widthPx, heightPx);
  const [r, g, b] = channelsOf(colour);
  for (let at = 0; at < region.length; at++) {
    if (region[at] !== 1) continue;
    const x = at % widthPx;
    const isRim =
      (x > 0 && region[at - 1] !== 1) ||
      (x + 1 < widthPx && region[at + 1] !== 1) ||
      (at >= widthPx && region[at - widthPx] !== 1) ||
      (at + widthPx < region.length && region[at + widthPx] !== 1);
    image.data.set(isRim ? [255, 255, 255, 235] : [r, g, b, 150], 4 * at);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
