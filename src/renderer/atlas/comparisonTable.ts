import type { AtlasComparison, Contrast, UseContrast } from '#core/views/atlas.ts';
import type { TableData } from '#renderer/plot/PlotTable.tsx';

/** Uses of all parts and concepts, a part as a row without a metric, all of them as a row without either. */
export function comparisonTable({ names, overall, parts, concepts }: AtlasComparison): TableData {
  const row = (part: string, metric: string, share: Contrast | null, size: Contrast) => [
    part,
    metric,
    ...figuresOf(share),
    ...figuresOf(size),
  ];
  const heads = (figure: string) => [...names, 'difference', 'low', 'high', 'q'].map((name) => `${figure} ${name}`);
  const rowOf = (use: UseContrast, metric: string) => row(use.part, metric, use.share, use.size);
  return {
    columns: ['part', 'metric', ...heads('share'), ...heads('size')],
    rows: [
      row('', '', null, overall),
      ...parts.map((use) => rowOf(use, '')),
      ...concepts.map((use) => rowOf(use, use.metric)),
    ],
  };
}

function figuresOf(contrast: Contrast | null): (number | null)[] {
  if (contrast === null) return [null, null, null, null, null, null];
  const { a, b, difference, interval, q } = contrast;
  return [a, b, difference, interval?.[0] ?? null, interval?.[1] ?? null, q];
}
