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

/** A disc that moves along a line covers a capsule: a disc at either end, a rectangle between. Of the size of `to`. */
function sweepDisc(from: Stamp, to: Stamp, visit: VisitSpan): void {
  const size = to.size;
  const top = Math.ceil((Math.min(from.y, to.y) - size / 2) / EIGHTHS);
  const bottom = Math.floor((Math.max(from.y, to.y) + size / 2) / EIGHTHS);
  for (let y = top; y <= bottom; y++) {
    const [lowFrom, highFrom] = discRow(from, size, y * EIGHTHS);
    const [lowTo, highTo] = discRow(to, size, y * EIGHTHS);
    const [lowBody, highBody] = bodyRow(from, to, size, y * EIGHTHS);
    visitBetween(y, Math.min(lowFrom, lowTo, lowBody), Math.max(highFrom, highTo, highBody), visit);
  }
}

const NOTHING: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

function discRow(centre: Stamp, size: number, y: number): readonly [number, number] {
  const square = size * size - 4 * (y - centre.y) * (y - centre.y);
  if (square < 0) return NOTHING;
  const half = Math.sqrt(square) / 2;
  return [centre.x - half, centre.x + half];
}

/** Where a row crosses the rectangle between both discs: near enough to the line, and between its ends. */
function bodyRow(from: Stamp, to: Stamp, size: number, y: number): readonly [number, number] {
  const alongX = to.x - from.x;
  const alongY = to.y - from.y;
  const square = alongX * alongX + alongY * alongY;
  if (square === 0) return NOTHING;
  const down = y - from.y;
  const reach = (size * Math.sqrt(square)) / 2;
  const [lowAcross, highAcross] = between(alongY, alongX * down - reach, alongX * down + reach);
  const [lowAlong, highAlong] = between(alongX, -alongY * down, square - alongY * down);
  const low = Math.max(lowAcross, lowAlong);
  const high = Math.min(highAcross, highAlong);
  return low <= high ? [from.x + low, from.x + high] : NOTHING;
}

/** The interval of x with low <= factor * x <= high. */
function between(factor: number, low: number, high: number): readonly [number, number] {
  if (factor === 0) return low <= 0 && high >= 0 ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : NOTHING;
  return factor > 0 ? [low / factor, high / factor] : [high / factor, low / factor];
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
