import { type BrushPath, brushSpans, EIGHTHS } from './brush.ts';
import { bitmapSpans, clipSpans, type VisitSpan } from './span.ts';

/**
 * Closes a drawn path with a straight line and visits the path and all it encloses. Enclosed is what cannot be reached from
 * outside, so that a path that crosses itself leaves no hole.
 */
export function contourSpans(path: BrushPath, visit: VisitSpan): void {
  const closed = closePath(path);
  const { x, y, widthPx, heightPx } = boxAround(closed);
  const bitmap = new Uint8Array(widthPx * heightPx);
  const draw = clipSpans(widthPx, heightPx, (row, first, last) => {
    bitmap.fill(1, row * widthPx + first, row * widthPx + last + 1);
  });
  brushSpans(closed, (row, first, last) => draw(row - y, first - x, last - x));
  const outside = floodFromCorner(bitmap, widthPx);
  bitmapSpans(
    outside.map((reached) => 1 - reached),
    widthPx,
    visit,
    x,
    y,
  );
}

function closePath(path: BrushPath): BrushPath {
  const [x, y] = path.points as [number, number];
  const sizes = path.sizes && [...path.sizes, path.sizes[0] as number];
  return { ...path, points: [...path.points, x, y], sizes };
}

/** A box with a free margin of a pixel on every side, so that its corner lies outside of the path. */
function boxAround({ points, size, sizes }: BrushPath) {
  const reach = (sizes ?? []).reduce((largest, next) => Math.max(largest, next), size) / 2;
  let [left, right, top, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let index = 0; index < points.length; index += 2) {
    left = Math.min(left, points[index] as number);
    right = Math.max(right, points[index] as number);
    top = Math.min(top, points[index + 1] as number);
    bottom = Math.max(bottom, points[index + 1] as number);
  }
  const x = Math.floor((left - reach) / EIGHTHS) - 1;
  const y = Math.floor((top - reach) / EIGHTHS) - 1;
  return {
    x,
    y,
    widthPx: Math.ceil((right + reach) / EIGHTHS) + 2 - x,
    heightPx: Math.ceil((bottom + reach) / EIGHTHS) + 2 - y,
  };
}

/** [H W] uint8, 1 where a 0 of the bitmap is reached from the first pixel over the sides of pixels. */
function floodFromCorner(bitmap: Uint8Array, widthPx: number): Uint8Array {
  const reached = new Uint8Array(bitmap.length);
  const stack = [0];
  reached[0] = 1;
  const reach = (at: number) => {
    if (bitmap[at] === 1 || reached[at] === 1) return;
    reached[at] = 1;
    stack.push(at);
  };
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % widthPx;
    if (x > 0) reach(at - 1);
    if (x + 1 < widthPx) reach(at + 1);
    if (at >= widthPx) reach(at - widthPx);
    if (at + widthPx < bitmap.length) reach(at + widthPx);
  }
  return reached;
}
