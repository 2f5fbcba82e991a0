import type { VisitSpan } from './span.ts';

/**
 * Positions and sizes are whole eighths of a pixel, so that a stroke is the same numbers on every machine. A pixel belongs
 * to a stroke when its centre lies within the brush or on its edge, anywhere along the path.
 */
export const EIGHTHS = 8;

export type BrushShape = 'round' | 'square';

export interface BrushPath {
  readonly shape: BrushShape;
  /** Diameter or side, eighths of a pixel. */
  readonly size: number;
  /** x and y of each point in turn, eighths of a pixel. */
  readonly points: readonly number[];
  /** Size at each point where the pen's pressure changed it, eighths of a pixel. */
  readonly sizes?: readonly number[] | undefined;
}

interface Stamp {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Visits every pixel that a brush covers on its way; rows and pixels may be visited more than once. */
export function brushSpans(path: BrushPath, visit: VisitSpan): void {
  const sweep = path.shape === 'round' ? sweepDisc : sweepSquare;
  const count = path.points.length / 2;
  const stamp = (index: number): Stamp => ({
    x: path.points[2 * index] as number,
    y: path.points[2 * index + 1] as number,
    size: path.sizes?.[index] ?? path.size,
  });
  if (count === 1) sweep(stamp(0), stamp(0), visit);
  for (let index = 1; index < count; index++) {
    taper(stamp(index - 1), stamp(index), (from, to) => sweep(from, to, visit));
  }
}

/** Between two sizes the brush is swept in pieces whose sizes differ by at most one pixel. */
function taper(from: Stamp, to: Stamp, sweep: (from: Stamp, to: Stamp) => void): void {
  const pieces = Math.max(1, Math.ceil(Math.abs(to.size - from.size) / EIGHTHS));
  const between = (a: number, b: number, piece: number) => Math.round(a + ((b - a) * piece) / pieces);
  let last = from;
  for (let piece = 1; piece <= pieces; piece++) {
    const next: Stamp = {
      x: between(from.x, to.x, piece),
      y: between(from.y, to.y, piece),
      size: between(from.size, to.size, piece),
    };
    sweep(last, { ...next, size: Math.max(last.size, next.size) });
    last = next;
  }
}

/** The row's pixels whose centres lie from `low` to `high`, eighths of a pixel. */
function visitBetween(y: number, low: number, high: number, visit: VisitSpan): void {
  const first = Math.ceil(low / EIGHTHS);
  const last = Math.floor(high / EIGHTHS);
  if (first <= last) visit(y, first, last);
}

/**
 * A disc that moves along a line covers a capsule: a disc at either end and a rectangle between, which is convex, so that a row of it
 * is one interval. Of the size of `to`. Replaying a mask is mostly this loop, so it makes no arrays.
 */
function sweepDisc(from: Stamp, to: Stamp, visit: VisitSpan): void {
  const size = to.size;
  const alongX = to.x - from.x;
  const alongY = to.y - from.y;
  const square = alongX * alongX + alongY * alongY;
  const reach = (size * Math.sqrt(square)) / 2;
  const top = Math.ceil((Math.min(from.y, to.y) - size / 2) / EIGHTHS);
  const bottom = Math.floor((Math.max(from.y, to.y) + size / 2) / EIGHTHS);
  for (let row = top; row <= bottom; row++) {
    const y = row * EIGHTHS;
    const halfFrom = halfWidth(size, y - from.y);
    const halfTo = halfWidth(size, y - to.y);
    let low = Math.min(from.x - halfFrom, to.x - halfTo);
    let high = Math.max(from.x + halfFrom, to.x + halfTo);
    if (square > 0) {
      // The row within the rectangle: near enough to the line, and between its ends.
      const across = alongX * (y - from.y);
      const along = -alongY * (y - from.y);
      const bodyLow = Math.max(lowEnd(alongY, across - reach, across + reach), lowEnd(alongX, along, square + along));
      const bodyHigh = Math.min(
        highEnd(alongY, across - reach, across + reach),
        highEnd(alongX, along, square + along),
      );
      if (bodyLow <= bodyHigh) {
        low = Math.min(low, from.x + bodyLow);
        high = Math.max(high, from.x + bodyHigh);
      }
    }
    visitBetween(row, low, high, visit);
  }
}

/** Half the width of a disc at a row; minus infinity, which makes an empty interval, where the row misses it. */
function halfWidth(size: number, down: number): number {
  const square = size * size - 4 * down * down;
  return square < 0 ? Number.NEGATIVE_INFINITY : Math.sqrt(square) / 2;
}

/** Where the interval of x with low <= factor * x <= high begins; infinity where there is none. */
function lowEnd(factor: number, low: number, high: number): number {
  if (factor === 0) return low <= 0 && high >= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return factor > 0 ? low / factor : high / factor;
}

/** Where it ends; minus infinity where there is none. */
function highEnd(factor: number, low: number, high: number): number {
  if (factor === 0) return low <= 0 && high >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return factor > 0 ? high / factor : low / factor;
}

/** A square that moves along a line, by rows: where its middle is while it covers the row. Of the size of `to`. */
function sweepSquare(from: Stamp, to: Stamp, visit: VisitSpan): void {
  const half = to.size / 2;
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  const top = Math.ceil((upper.y - half) / EIGHTHS);
  const bottom = Math.floor((lower.y + half) / EIGHTHS);
  const tall = lower.y - upper.y;
  const xAt = (y: number) => (tall === 0 ? lower.x : upper.x + ((lower.x - upper.x) * (y - upper.y)) / tall);
  for (let y = top; y <= bottom; y++) {
    const a = tall === 0 ? upper.x : xAt(Math.max(upper.y, y * EIGHTHS - half));
    const b = xAt(Math.min(lower.y, y * EIGHTHS + half));
    visitBetween(y, Math.min(a, b) - half, Math.max(a, b) + half, visit);
  }
}
