import type { SweepRow } from '#core/views/sweep.ts';
import type { RowChoice, Sort } from './wallParams.ts';

/** Which rows the wall shows and in which order. Sorting and filtering happen here, on rows that were read once. */

export type FilterName = 'search' | 'units' | 'pinned' | 'tag' | 'effect' | 'alive' | 'trusted' | 'direction';

interface Filter {
  readonly name: FilterName;
  keeps(row: SweepRow): boolean;
}

export function chooseRows(rows: readonly SweepRow[], choice: RowChoice): SweepRow[] {
  const filters = filtersOf(choice);
  return sortRows(
    rows.filter((row) => filters.every((filter) => filter.keeps(row))),
    choice.sort,
  );
}

/** The filter without which most rows would come back; null where none is set. */
export function strictestFilter(rows: readonly SweepRow[], choice: RowChoice): FilterName | null {
  const filters = filtersOf(choice);
  const counts = filters.map(({ name }) => ({
    name,
    kept: rows.filter((row) => filters.every((filter) => filter.name === name || filter.keeps(row))).length,
  }));
  return counts.toSorted((a, b) => b.kept - a.kept)[0]?.name ?? null;
}

function filtersOf(choice: RowChoice): Filter[] {
  const { search, units, isPinned, tag, leastEffect, isAlive, isTrusted, direction } = choice;
  const words = search.trim().toLowerCase();
  const filters: Filter[] = [];
  if (words !== '') filters.push({ name: 'search', keeps: (row) => isFound(row, words) });
  if (units !== null) filters.push({ name: 'units', keeps: (row) => row.unit !== null && units.includes(row.unit) });
  if (isPinned) filters.push({ name: 'pinned', keeps: (row) => row.pinned });
  if (tag !== null) filters.push({ name: 'tag', keeps: (row) => row.tags.includes(tag) });
  if (leastEffect !== null) {
    filters.push({ name: 'effect', keeps: (row) => row.effect !== null && row.effect.value >= leastEffect });
  }
  if (isAlive) filters.push({ name: 'alive', keeps: (row) => !row.dead });
  if (isTrusted) filters.push({ name: 'trusted', keeps: (row) => row.flagged === false });
  if (direction !== null) filters.push({ name: 'direction', keeps: (row) => row.group === direction });
  return filters;
}

/** A number finds units that begin with it; words are looked for in tags, note and name. */
function isFound(row: SweepRow, words: string): boolean {
  if (/^\d+$/.test(words)) return row.unit !== null && String(row.unit).startsWith(words);
  const texts = [row.name, row.note ?? '', ...row.tags];
  return texts.some((text) => text.toLowerCase().includes(words));
}

const VALUES: Readonly<Record<Sort, (row: SweepRow) => number>> = {
  effect: (row) => row.effect?.value ?? Number.NEGATIVE_INFINITY,
  realised: (row) => row.realised?.value ?? Number.NEGATIVE_INFINITY,
  latentLength: (row) => row.latentLength,
  activation: (row) => row.activationMean,
  unit: (row) => -row.ordinal,
};

/** Largest first, unknown last, units by number; equal ones keep the sweep's own order. */
function sortRows(rows: readonly SweepRow[], sort: Sort): SweepRow[] {
  const read = VALUES[sort];
  return rows.toSorted((a, b) => compare(read(b), read(a)) || a.ordinal - b.ordinal);
}

/** Unlike a difference, it takes two unknowns for equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * Keeps rows where they are while others come in: what was shown stays in its order, new rows follow at the end.
 *
 * @param shown ordinals in the order in which they are on screen
 */
export function keepOrder(rows: readonly SweepRow[], shown: readonly number[]): SweepRow[] {
  const byOrdinal = new Map(rows.map((row) => [row.ordinal, row]));
  const kept = shown.flatMap((ordinal) => byOrdinal.get(ordinal) ?? []);
  const known = new Set(shown);
  return [...kept, ...rows.filter((row) => !known.has(row.ordinal))];
}

/** Realised below this share of what was set: the picture is mostly not of this unit. */
export const LEAST_REALISED = 0.2;

export function isBarelyRealised(row: SweepRow): boolean {
  return row.realised !== null && row.realised.value < LEAST_REALISED;
}

/** Units that move the picture as this one does: their directions in w are link-equivalent. */
export function sameDirection(rows: readonly SweepRow[], { group, ordinal }: SweepRow): SweepRow[] {
  if (group === null) return [];
  return rows.filter((row) => row.group === group && row.ordinal !== ordinal);
}

/** All tags in use, most used first. */
export function tagsOf(rows: readonly SweepRow[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of rows.flatMap((row) => row.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}

/** Middle of the effects, in halves of a grey level: a first value for the filter that splits the list. */
export function medianEffect(rows: readonly SweepRow[]): number {
  const effects = rows.flatMap((row) => (row.effect === null ? [] : [row.effect.value])).toSorted((a, b) => a - b);
  return Math.round((effects[Math.floor(effects.length / 2)] ?? 0) * 2) / 2;
}
