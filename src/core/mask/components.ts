import type { Mask, Rect } from './mask.ts';
import type { VisitSpan } from './span.ts';

/** Pixels of one label that hang together over their sides (not over corners). */
export interface Component {
  readonly label: number;
  readonly areaPx: number;
  readonly rect: Rect;
  /** Indices into the mask, in the order they were reached. */
  readonly pixels: Int32Array;
}

/**
 * The component that holds a pixel.
 *
 * @param seen  [H W] uint8, 1 where a pixel was reached before; marked as it goes
 * @param queue [H W] int32, room to work in
 */
export function componentAt(mask: Mask, seed: number, seen: Uint8Array, queue: Int32Array): Component {
  const { widthPx, data } = mask;
  const label = data[seed] as number;
  let [left, right, top, bottom] = [widthPx, 0, mask.heightPx, 0];
  let end = 0;
  const reach = (at: number) => {
    if (seen[at] === 1 || data[at] !== label) return;
    seen[at] = 1;
    queue[end++] = at;
  };
  reach(seed);
  for (let begin = 0; begin < end; begin++) {
    const at = queue[begin] as number;
    const y = Math.floor(at / widthPx);
    const x = at - y * widthPx;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    if (x > 0) reach(at - 1);
    if (x + 1 < widthPx) reach(at + 1);
    if (at >= widthPx) reach(at - widthPx);
    if (at + widthPx < data.length) reach(at + widthPx);
  }
  return {
    label,
    areaPx: end,
    rect: { x: left, y: top, widthPx: right - left + 1, heightPx: bottom - top + 1 },
    pixels: queue.slice(0, end),
  };
}

/** Every component of the mask, by its first pixel in reading order. */
export function componentsOf(mask: Mask): Component[] {
  const seen = new Uint8Array(mask.data.length);
  const queue = new Int32Array(mask.data.length);
  const components: Component[] = [];
  for (let at = seen.indexOf(0); at !== -1; at = seen.indexOf(0, at + 1)) {
    components.push(componentAt(mask, at, seen, queue));
  }
  return components;
}

/** The pixels that a bucket poured out at (x, y) reaches. */
export function fillSpans(mask: Mask, x: number, y: number, visit: VisitSpan): void {
  const { widthPx, data } = mask;
  const component = componentAt(mask, y * widthPx + x, new Uint8Array(data.length), new Int32Array(data.length));
  visitPixels(component.pixels, widthPx, visit);
}

export function visitPixels(pixels: Int32Array, widthPx: number, visit: VisitSpan): void {
  for (const at of pixels) {
    const y = Math.floor(at / widthPx);
    visit(y, at - y * widthPx, at - y * widthPx);
  }
}
