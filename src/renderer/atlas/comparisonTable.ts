import type { AtlasComparison, Contrast, UseContrast } from '#core/atlasViews.ts';

/** Uses of all parts and concepts as CSV (RFC 4180), a part as a row without a metric, all of them as a row without either; nothing rounded. */
export function comparisonTable({ names, overall, parts, concepts }: AtlasComparison): string {
  const figures = (contrast: Contrast | null) =>
    contrast === null
      ? ['', '', '', '', '', '']
      : [
          contrast.a,
          contrast.b,
          contrast.difference,
          contrast.interval?.[0] ?? '',
          contrast.interval?.[1] ?? '',
          contrast.q ?? '',
        ];
  const line = (part: string, metric: string, { share, size }: Pick<UseContrast, 'share' | 'size'>) =>
    [part, metric, ...figures(share), ...figures(size)].map(quoted).join(',');
  const heads = (figure: string) => [...names, 'difference', 'low', 'high', 'q'].map((name) => `${figure} ${name}`);
  return `${[
    ['part', 'metric', ...heads('share'), ...heads('size')].map(quoted).join(','),
    line('', '', { share: null, size: overall }),
    ...parts.map((use) => line(use.part, '', use)),
    ...concepts.map((use) => line(use.part, use.metric, use)),
  ].join('\r\n')}\r\n`;
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
