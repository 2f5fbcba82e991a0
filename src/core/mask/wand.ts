import { componentAt } from './components.ts';
import type { Mask } from './mask.ts';

/** What a magic wand compares: one row of numbers a pixel of the picture or a cell of a coarser map. */
export interface WandField {
  readonly widthPx: number;
  readonly heightPx: number;
  /** [H W] how far each pixel is from the one that was pointed at; only what is at most the tolerance is taken */
  readonly distance: Float32Array;
}

/**
 * Distance in colour from one pixel: the largest difference of a channel, grey levels 0 to 255.
 *
 * @param pixels [H W 4] uint8, RGBA
 */
export function colourDistance(pixels: Uint8ClampedArray, widthPx: number, x: number, y: number): WandField {
  const seed = 4 * (y * widthPx + x);
  const distance = new Float32Array(pixels.length / 4);
  for (let at = 0; at < distance.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const apart = Math.abs((pixels[4 * at + channel] as number) - (pixels[seed + channel] as number));
      if (apart > (distance[at] as number)) distance[at] = apart;
    }
  }
  return { widthPx, heightPx: distance.length / widthPx, distance };
}

/**
 * The pixels a wand takes.
 *
 * @param isContiguous only what hangs together with the seed over the sides of pixels
 * @returns [H W] uint8, 0 or 1
 */
export function wandRegion(
  { widthPx, heightPx, distance }: WandField,
  seed: { readonly x: number; readonly y: number },
  tolerance: number,
  isContiguous: boolean,
): Uint8Array {
  const near = Uint8Array.from(distance, (apart) => (apart <= tolerance ? 1 : 0));
  if (!isContiguous) return near;
  const mask: Mask = { widthPx, heightPx, data: near };
  const region = new Uint8Array(near.length);
  const at = seed.y * widthPx + seed.x;
  if (near[at] !== 1) return region;
  const { pixels } = componentAt(mask, at, new Uint8Array(near.length), new Int32Array(near.length));
  for (const pixel of pixels) region[pixel] = 1;
  return region;
}
