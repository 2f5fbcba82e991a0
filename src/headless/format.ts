import * as text from '#core/numberText.ts';

/** Numbers as a person reads them in a terminal. */

const { TERMINAL } = text;

export { formatBytes, formatDuration } from '#core/numberText.ts';

export function formatCount(value: number): string {
  return text.formatCount(value, TERMINAL);
}

export function formatPercent(fraction: number | null): string {
  return text.formatShare(fraction, 1, TERMINAL);
}

export function formatFixed(value: number | null, decimals: number): string {
  return text.formatFixed(value, decimals, TERMINAL);
}

export function formatRate(perSecond: number, unit: string): string {
  return text.formatRate(perSecond, unit, TERMINAL);
}

/** An interval as it stands in a column of its own; empty where there is none. */
export function formatInterval(
  interval: readonly [number, number] | null,
  format: (end: number) => string = (end) => formatFixed(end, 3),
): string {
  return interval === null ? '' : `${format(interval[0])} to ${format(interval[1])}`;
}

/** Columns of equal width, the last one free. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
