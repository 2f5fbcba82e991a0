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

export interface ArrowOptions {
  /** Every n-th pixel, both ways. */
  readonly every: number;
  /** Only those longer than this percentile of all. */
  readonly percentile: number;
  /** Pixels at the border that are left out. */
  readonly border: number;
}

export const ARROWS: ArrowOptions = { every: 5, percentile: 90, border: 3 };

/** Shorter ones are not drawn: no eye sees them, and pictures that do not change would be full of them. */
const SHORTEST_PX = 0.05;

/** A few arrows that say how a picture moves. @param shown [H W] 0 where no arrow may start */
export function arrowsOf(field: Field, shown: ArrayLike<number>, options: ArrowOptions = ARROWS): Arrow[] {
  const { widthPx, heightPx, x, y } = field;
  const inside = (at: number) => {
    const [column, row] = [at % widthPx, Math.floor(at / widthPx)];
    const { border } = options;
    return column >= border && row >= border && column < widthPx - border && row < heightPx - border;
  };
  const lengths: number[] = [];
  for (let at = 0; at < x.length; at++)
    if (inside(at) && shown[at]) lengths.push(Math.hypot(x[at] as number, y[at] as number));
  if (lengths.length === 0) return [];
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const least = Math.max(SHORTEST_PX, percentile(lengths, options.percentile));
  const arrows: Arrow[] = [];
  for (let row = 0; row < heightPx; row += options.every) {
    for (let column = 0; column < widthPx; column += options.every) {
      const at = row * widthPx + column;
      const [dx, dy] = [x[at] as number, y[at] as number];
      if (!inside(at) || !shown[at] || Math.hypot(dx, dy) < least) continue;
      arrows.push({ x: column, y: row, dx, dy, colour: arrowColour(dx, dy, longest) });
    }
  }
  return arrows;
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
