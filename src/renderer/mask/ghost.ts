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
