/** Points of a plot, axis by axis; null where there is none. */
export interface Points {
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

/**
 * Where a key leads among points: left and right along x, up and down along y, Home and End to the ends of x.
 *
 * @param at place of the point now; null before the first key
 * @returns a place, or null for a key that leads nowhere
 */
export function nextPoint(key: string, at: number | null, points: Points): number | null {
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  const order = orderAlong(isVertical ? points.y : points.x, points);
  const last = order.length - 1;
  if (last < 0) return null;
  const place = at === null ? -1 : order.indexOf(at);
  if (key === 'Home') return order[0] as number;
  if (key === 'End') return order[last] as number;
  if (key === 'ArrowRight' || key === 'ArrowUp') return order[Math.min(last, place + 1)] as number;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return order[Math.max(0, place - 1)] as number;
  return null;
}

/** Places of the points in the rectangle that two of them span, as a drag from one to the other takes. */
export function pointsWithin(from: number, to: number, points: Points): number[] {
  const isBetween = (values: readonly (number | null)[], at: number) => {
    const [a, b, value] = [values[from] ?? 0, values[to] ?? 0, values[at] ?? Number.NaN];
    return value >= Math.min(a, b) && value <= Math.max(a, b);
  };
  return Array.from(points.x.keys()).filter((at) => isBetween(points.x, at) && isBetween(points.y, at));
}

function orderAlong(axis: readonly (number | null)[], { x, y }: Points): number[] {
  return Array.from(axis.keys())
    .filter((at) => x[at] !== null && y[at] !== null)
    .sort((a, b) => (axis[a] as number) - (axis[b] as number) || a - b);
}
