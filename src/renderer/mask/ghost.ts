import type { Mask } from '#core/mask/mask.ts';
import { type OverlayInk, paintOverlay } from './overlay.ts';
import { channelsOf, TILE_PX } from './patterns.ts';
import type { Size, View } from './view.ts';

/** Labels shown above the mask without being in it: a proposal, what a wand would take, what a clean-up would change. */
export interface Ghost {
  readonly mask: Mask;
  readonly ink: OverlayInk;
}

/** A region [H W] of 0 and 1, filled with a translucent colour within a white outline. */
export function regionGhost(region: Uint8Array, widthPx: number, colour: string): Ghost {
  const [r, g, b] = channelsOf(colour);
  const fill = new Uint32Array(256 * TILE_PX * TILE_PX);
  fill.fill(((150 << 24) | (b << 16) | (g << 8) | r) >>> 0, TILE_PX * TILE_PX, 2 * TILE_PX * TILE_PX);
  const line = new Uint32Array(256);
  line[1] = 0xffffffff;
  return { mask: { widthPx, heightPx: region.length / widthPx, data: region }, ink: { fill, line } };
}

/** Told from any part's colour by being none of the palette's; seen on dark pictures and on bright ones. */
const UNSURE = '#ff2a6d';
const UNSURE_STEPS = 32;
const UNSURE_ALPHA = 0.9;

/** Where a segmenter is unsure: clear where its networks say the same, dense where it is a toss-up. @param grey [H W] uint8 */
export function unsureGhost(grey: Uint8Array, widthPx: number): Ghost {
  const [r, g, b] = channelsOf(UNSURE);
  const fill = new Uint32Array(256 * TILE_PX * TILE_PX);
  const line = new Uint32Array(256);
  for (let step = 1; step <= UNSURE_STEPS; step++) {
    const alpha = Math.round(255 * UNSURE_ALPHA * (step / UNSURE_STEPS));
    const ink = ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
    fill.fill(ink, step * TILE_PX * TILE_PX, (step + 1) * TILE_PX * TILE_PX);
    line[step] = ink;
  }
  const data = grey.map((value) => Math.round((value * UNSURE_STEPS) / 255));
  return { mask: { widthPx, heightPx: grey.length / widthPx, data }, ink: { fill, line } };
}

/** Draws ghosts; the last one is kept as an image until it, the view or the window changes. */
export function createGhostPainter() {
  const canvas = document.createElement('canvas');
  let drawn: { readonly ghost: Ghost; readonly view: View } | null = null;
  return (context: CanvasRenderingContext2D, ghost: Ghost, view: View, { widthPx, heightPx }: Size) => {
    const isSame = drawn?.ghost === ghost && drawn.view === view;
    if (!isSame || canvas.width !== widthPx || canvas.height !== heightPx) {
      canvas.width = widthPx;
      canvas.height = heightPx;
      const own = canvas.getContext('2d') as CanvasRenderingContext2D;
      const image = own.createImageData(widthPx, heightPx);
      paintOverlay(new Uint32Array(image.data.buffer), { x: 0, y: 0, widthPx, heightPx }, ghost.mask, view, ghost.ink);
      own.putImageData(image, 0, 0);
      drawn = { ghost, view };
    }
    context.drawImage(canvas, 0, 0, widthPx, heightPx);
  };
}
