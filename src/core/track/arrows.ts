import { percentile } from '../statistics.ts';
import type { Field } from './planes.ts';

/** Motion of one pixel, drawn from where it was to where it is. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  /** `#rrggbb`, by direction and length. */
  readonly colour: string;
}

/** Numbers of an arrow where arrows are stored: x, y, dx, dy, px, and its colour as one number. */
export const ARROW_NUMBERS = 5;

/** @returns [A 5] float32 */
export function packArrows(arrows: readonly Arrow[]): Float32Array {
  return Float32Array.from(
    arrows.flatMap(({ x, y, dx, dy, colour }) => [x, y, dx, dy, Number.parseInt(colour.slice(1), 16)]),
  );
}

/** @param packed [A 5] float32 */
export function unpackArrows(packed: Float32Array): Arrow[] {
  return Array.from({ length: packed.length / ARROW_NUMBERS }, (_, at): Arrow => {
    const [x, y, dx, dy, colour] = packed.subarray(at * ARROW_NUMBERS, (at + 1) * ARROW_NUMBERS) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { x, y, dx, dy, colour: `#${colour.toString(16).padStart(6, '0')}` };
  });
}

export interface ArrowOptions {
  /** Every n-th pixel, both ways; in pictures of more than 64 px farther apart, so that no more are drawn. */
  readonly every: number;
  /** Only those longer than this percentile of all. */
  readonly percentile: number;
  /** Pixels at the border that are left out. */
  readonly border: number;
}

export const ARROWS: ArrowOptions = { every: 5, percentile: 90, border: 3 };

/** Shorter ones are not drawn: no eye sees them, and pictures that do not change would be full of them. */
const SHORTEST_PX = 0.05;

/** Side of the picture that line widths and distances of arrows are told for, px. */
const USUAL_SIDE_PX = 64;

/** How much coarser arrows are drawn than over a picture of 64 px. */
export function arrowScale({ widthPx, heightPx }: Pick<Field, 'widthPx' | 'heightPx'>): number {
  return Math.max(widthPx, heightPx) / USUAL_SIDE_PX;
}

/** The longest motion of a field where it can be trusted, px. @param shown [H W] 0 where it cannot */
export function longestOf({ x, y }: Field, shown: ArrayLike<number>): number {
  let longest = 0;
  for (let at = 0; at < x.length; at++)
    if (shown[at]) longest = Math.max(longest, Math.hypot(x[at] as number, y[at] as number));
  return longest;
}

/** A few arrows that say how a picture moves. @param shown [H W] 0 where no arrow may start */
export function arrowsOf(field: Field, shown: ArrayLike<number>, options: ArrowOptions = ARROWS): Arrow[] {
  const { widthPx, heightPx, x, y } = field;
  const every = Math.round(options.every * Math.max(1, arrowScale(field)));
  const inside = (at: number) => {
    const [column, row] = [at % widthPx, Math.floor(at / widthPx)];
    const { border } = options;
    return column >= border && row >= border && column < widthPx - border && row < heightPx - border;
  };
  const lengths: number[] = [];
  for (let at = 0; at < x.length; at++)
    if (inside(at) && shown[at]) lengths.push(Math.hypot(x[at] as number, y[at] as number));
  if (lengths.length === 0) return [];
  const longest = longestOf(field, shown);
  const least = Math.max(SHORTEST_PX, percentile(lengths, options.percentile));
  const arrows: Arrow[] = [];
  for (let row = 0; row < heightPx; row += every) {
    for (let column = 0; column < widthPx; column += every) {
      const at = row * widthPx + column;
      const [dx, dy] = [x[at] as number, y[at] as number];
      if (!inside(at) || !shown[at] || Math.hypot(dx, dy) < least) continue;
      arrows.push({ x: column, y: row, dx, dy, colour: arrowColour(dx, dy, longest) });
    }
  }
  return arrows;
}

/** The longest of some arrows, none nearer than this to a longer one, px. */
export function thinArrows(arrows: readonly Arrow[], apartPx: number): Arrow[] {
  const kept: Arrow[] = [];
  for (const arrow of arrows.toSorted((a, b) => Math.hypot(b.dx, b.dy) - Math.hypot(a.dx, a.dy)))
    if (kept.every(({ x, y }) => Math.hypot(x - arrow.x, y - arrow.y) >= apartPx)) kept.push(arrow);
  return kept;
}

/** Pixels that a head takes to either side of its shaft, where arrows are drawn at scale 1: over a picture of 64 px. */
const HEAD = 1.1;

/**
 * Shaft and head of an arrow as the data of an SVG path, in pixels of the picture, from the middle of the pixel that moves.
 *
 * @param factor drawn so many times as long as the motion
 */
export function arrowPath({ x, y, dx, dy }: Omit<Arrow, 'colour'>, factor: number, scale: number): string {
  const length = Math.hypot(dx, dy) || 1;
  const head = Math.min(HEAD * scale, 0.4 * factor * length);
  const [ux, uy] = [(head * dx) / length, (head * dy) / length];
  const [toX, toY] = [x + 0.5 + factor * dx, y + 0.5 + factor * dy];
  const place = (px: number, py: number) => `${Number(px.toFixed(2))} ${Number(py.toFixed(2))}`;
  const wing = (side: 1 | -1) => place(toX - 1.6 * ux - side * uy, toY - 1.6 * uy + side * ux);
  return `M${place(x + 0.5, y + 0.5)}L${place(toX, toY)}M${wing(1)}L${place(toX, toY)}L${wing(-1)}`;
}

/** At scale 1 the longest arrow takes about this many pixels, where the motion is not longer. */
const LONGEST_DRAWN = 7;
const MOST_FACTOR = 16;

/** How many times as long as the motion arrows are drawn, where the longest motion is this, px. */
export function arrowFactor(longest: number, scale: number): number {
  return Math.round(Math.min(MOST_FACTOR, Math.max(1, (LONGEST_DRAWN * scale) / Math.max(1e-6, longest))));
}

/** Hue by direction (angle + pi), saturation by length but at least half, value 1: as the reference draws arrows. */
export function arrowColour(dx: number, dy: number, longest: number): string {
  const saturation = Math.max(longest > 0 ? Math.hypot(dx, dy) / longest : 0, 0.5);
  return `#${hueColour(dx, dy, saturation)
    .map((level) => level.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Dense view: hue by direction (angle + pi), saturation by length; white is no motion. @returns [H W 3] uint8 */
export function huePicture({ x, y }: Field, longest: number): Uint8Array {
  const pixels = new Uint8Array(x.length * 3);
  for (let at = 0; at < x.length; at++) {
    const [dx, dy] = [x[at] as number, y[at] as number];
    pixels.set(hueColour(dx, dy, longest > 0 ? Math.min(1, Math.hypot(dx, dy) / longest) : 0), at * 3);
  }
  return pixels;
}

function hueColour(dx: number, dy: number, saturation: number): [number, number, number] {
  const hue = ((Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI)) * 6;
  const level = (offset: number) => {
    const k = (offset + hue) % 6;
    return Math.round(255 * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [level(5), level(3), level(1)];
}
