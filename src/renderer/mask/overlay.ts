import type { Pattern } from '#core/labelSet.ts';
import type { Mask, Rect } from '#core/mask/mask.ts';
import { channelsOf, inkOn, TILE_PX, tileOf } from './patterns.ts';
import type { View } from './view.ts';

export type OverlayMode = 'fill' | 'outline' | 'picture';

export interface LabelLook {
  readonly colour: string;
  readonly pattern: Pattern;
  readonly isHidden: boolean;
}

/** Colours of every label as they stand in an ImageData: red in the lowest byte, straight alpha in the highest. */
export interface OverlayInk {
  /** [256 8 8] */
  readonly fill: Uint32Array;
  /** [256] */
  readonly line: Uint32Array;
}

const FILL_ALPHA = 0.46;
const INK_ALPHA = 0.28;
const OUTLINE_PX = 2;

/** @param opacity 1 gives the fill of the design, 0 none; more makes it denser */
export function mixInk(looks: ReadonlyMap<number, LabelLook>, mode: OverlayMode, opacity: number): OverlayInk {
  const fill = new Uint32Array(256 * TILE_PX * TILE_PX);
  const line = new Uint32Array(256);
  if (mode === 'picture') return { fill, line };
  const fillAlpha = Math.min(1, FILL_ALPHA * opacity);
  for (const [label, { colour, pattern, isHidden }] of looks) {
    if (isHidden || label === 0) continue;
    const own = channelsOf(colour);
    line[label] = packed(own, 1);
    if (mode !== 'fill') continue;
    const plain = packed(own, fillAlpha);
    const inked = over(channelsOf(inkOn(colour)), Math.min(1, INK_ALPHA * opacity), own, fillAlpha);
    tileOf(pattern).forEach((isInk, at) => {
      fill[label * TILE_PX * TILE_PX + at] = isInk ? inked : plain;
    });
  }
  return { fill, line };
}

type Channels = readonly [number, number, number];

function packed([r, g, b]: Channels, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/** One translucent colour over another, as one translucent colour. */
function over(top: Channels, topAlpha: number, below: Channels, belowAlpha: number): number {
  const alpha = topAlpha + belowAlpha * (1 - topAlpha);
  if (alpha === 0) return 0;
  const mix = (channel: 0 | 1 | 2) => (top[channel] * topAlpha + below[channel] * belowAlpha * (1 - topAlpha)) / alpha;
  return packed([mix(0), mix(1), mix(2)], alpha);
}

/** The rectangle of the window in which a change of the mask can be seen: with the outlines of the pixels beside it. */
export function windowRect(rect: Rect, view: View, widthPx: number, heightPx: number): Rect {
  const reach = OUTLINE_PX + 1;
  const x = Math.max(0, Math.floor(rect.x * view.scale + view.x) - reach);
  const y = Math.max(0, Math.floor(rect.y * view.scale + view.y) - reach);
  const right = Math.min(widthPx, Math.ceil((rect.x + rect.widthPx) * view.scale + view.x) + reach);
  const bottom = Math.min(heightPx, Math.ceil((rect.y + rect.heightPx) * view.scale + view.y) + reach);
  return { x, y, widthPx: Math.max(0, right - x), heightPx: Math.max(0, bottom - y) };
}

/**
 * Paints the labels of a rectangle of the window: nearest pixel, with patterns and outlines in the window's own pixels, so
 * that they stay as fine however far a person has zoomed in.
 *
 * @param out [rect.heightPx rect.widthPx] uint32, of an ImageData
 */
export function paintOverlay(out: Uint32Array, rect: Rect, mask: Mask, view: View, { fill, line }: OverlayInk): void {
  const columns = pixelsAlong(rect.x, rect.widthPx, view.x, view.scale, mask.widthPx);
  const rows = pixelsAlong(rect.y, rect.heightPx, view.y, view.scale, mask.heightPx);
  const { data, widthPx } = mask;
  const phaseX = rect.x - Math.floor(view.x);
  const phaseY = rect.y - Math.floor(view.y);
  let at = 0;
  for (let y = 0; y < rect.heightPx; y++) {
    const row = rows.at[y] as number;
    if (row < 0) {
      out.fill(0, at, at + rect.widthPx);
      at += rect.widthPx;
      continue;
    }
    const here = row * widthPx;
    const above = (rows.before[y] as number) * widthPx;
    const below = (rows.after[y] as number) * widthPx;
    const tileRow = ((y + phaseY) & (TILE_PX - 1)) * TILE_PX;
    for (let x = 0; x < rect.widthPx; x++, at++) {
      const column = columns.at[x] as number;
      const label = column < 0 ? 0 : (data[here + column] as number);
      if (label === 0) {
        out[at] = 0;
        continue;
      }
      const isEdge =
        data[above + column] !== label ||
        data[below + column] !== label ||
        data[here + (columns.before[x] as number)] !== label ||
        data[here + (columns.after[x] as number)] !== label;
      out[at] = isEdge
        ? (line[label] as number)
        : (fill[label * TILE_PX * TILE_PX + tileRow + ((x + phaseX) & (TILE_PX - 1))] as number);
    }
  }
}

/** Which pixel lies under each step along one side of the window, and under those an outline before and after; -1 outside. */
function pixelsAlong(from: number, count: number, offset: number, scale: number, pixels: number) {
  const pixelAt = (step: number) => Math.floor((from + step + 0.5 - offset) / scale);
  const within = (pixel: number) => Math.min(pixels - 1, Math.max(0, pixel));
  const at = new Int32Array(count);
  const before = new Int32Array(count);
  const after = new Int32Array(count);
  for (let step = 0; step < count; step++) {
    const pixel = pixelAt(step);
    at[step] = pixel < 0 || pixel >= pixels ? -1 : pixel;
    before[step] = within(pixelAt(step - OUTLINE_PX));
    after[step] = within(pixelAt(step + OUTLINE_PX));
  }
  return { at, before, after };
}
