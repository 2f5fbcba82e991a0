import type { AtlasComparison, UseContrast } from '#core/atlasViews.ts';

/** Uses of all parts and concepts as CSV (RFC 4180), a part as a row without a metric; nothing rounded. */
export function comparisonTable({ names, parts, concepts }: AtlasComparison): string {
  const line = (metric: string, { part, a, b, difference, interval, q }: UseContrast) =>
    [part, metric, a, b, difference, interval?.[0] ?? '', interval?.[1] ?? '', q ?? ''].map(quoted).join(',');
  return `${[
    ['part', 'metric', ...names, 'difference', 'low', 'high', 'q'].map(quoted).join(','),
    ...parts.map((use) => line('', use)),
    ...concepts.map((use) => line(use.metric, use)),
  ].join('\r\n')}\r\n`;
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
