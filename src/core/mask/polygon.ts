import { EIGHTHS } from './brush.ts';
import type { VisitSpan } from './span.ts';

/**
 * Visits the pixels whose centres lie inside a polygon, by the even-odd rule. A centre on a left or upper edge is inside, on
 * a right or lower one outside, so that polygons that share an edge share no pixel and leave none out.
 *
 * @param points x and y of each corner in turn, eighths of a pixel
 */
export function polygonSpans(points: readonly number[], visit: VisitSpan): void {
  const crossings = crossingsByRow(points);
  for (const [y, row] of crossings) {
    row.sort((a, b) => a - b);
    for (let index = 0; index + 1 < row.length; index += 2) {
      const first = row[index] as number;
      const end = row[index + 1] as number;
      if (first < end) visit(y, first, end - 1);
    }
  }
}

/** For every row, the first pixel at or right of each edge. Quotients of such small integers round to the right pixel. */
function crossingsByRow(points: readonly number[]): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  const count = points.length / 2;
  for (let index = 0; index < count; index++) {
    const next = (index + 1) % count;
    const [ax, ay] = [points[2 * index] as number, points[2 * index + 1] as number];
    const [bx, by] = [points[2 * next] as number, points[2 * next + 1] as number];
    const top = Math.ceil(Math.min(ay, by) / EIGHTHS);
    const end = Math.ceil(Math.max(ay, by) / EIGHTHS);
    for (let y = top; y < end; y++) {
      const x = (ax * (by - ay) + (y * EIGHTHS - ay) * (bx - ax)) / ((by - ay) * EIGHTHS);
      const row = rows.get(y);
      if (row === undefined) rows.set(y, [Math.ceil(x)]);
      else row.push(Math.ceil(x));
    }
  }
  return rows;
}
