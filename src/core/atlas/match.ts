import { munkres } from 'munkres';
import type { Table } from './similarity.ts';

/** A unit of one classifier beside the unit of the other that does most nearly the same. */
export interface Match {
  readonly a: number;
  readonly b: number;
  readonly cosine: number;
}

/**
 * One-to-one matching with the largest sum of cosines (Kuhn and Munkres); of the larger side some stay alone.
 *
 * @param similarity [A B]
 */
export function matchUnits({ rows, columns, data }: Table): Match[] {
  const costs = Array.from({ length: rows }, (_, a) =>
    Array.from({ length: columns }, (_, b) => -(data[a * columns + b] as number)),
  );
  return munkres(costs).map(([a, b]) => ({ a, b, cosine: data[a * columns + b] as number }));
}

/** Mean cosine of the matched pairs. */
export function meanCosine(matches: readonly Match[]): number {
  return matches.reduce((sum, { cosine }) => sum + cosine, 0) / Math.max(1, matches.length);
}
