/** Numbers as a person reads them in a terminal. */

/** Stands where something was not measured, or cannot be. */
const UNKNOWN = 'n/a';

const counts = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function formatCount(value: number): string {
  return counts.format(value);
}

export function formatPercent(fraction: number | null): string {
  return fraction === null ? UNKNOWN : `${(100 * fraction).toFixed(1)} %`;
}

export function formatFixed(value: number | null, decimals: number): string {
  return value === null ? UNKNOWN : value.toFixed(decimals);
}

/** An interval as it stands behind its value; empty where there is none. */
export function formatInterval(
  interval: readonly [number, number] | null,
  format: (end: number) => string = (end) => end.toFixed(3),
): string {
  return interval === null ? '' : `${format(interval[0])} to ${format(interval[1])}`;
}

export function formatBytes(sizeBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(sizeBytes, 1)) / 3), units.length - 1);
  return `${(sizeBytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
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
