import { MEASURE_IDS } from '#core/measure/measures.ts';
import { formatNumber, formatSigned } from '#renderer/format.ts';
import { metricName } from '#renderer/measure/metricName.ts';
import { t } from '#renderer/text.ts';
import type { ShownAtlas } from './shownAtlas.ts';

export function formatQ(q: number | null | undefined): string {
  if (q === null || q === undefined || Number.isNaN(q)) return formatNumber(null);
  return q < 0.001 ? '< 0.001' : formatNumber(q, 3);
}

/** A part and a metric, and what the metric is: `body a (green to red, CIELAB a)`. */
export function conceptText(part: string, metric: string): string {
  const known = MEASURE_IDS.find((name) => name === metric);
  return known === undefined ? `${part} ${metric}` : `${part} ${metric} (${metricName(known)})`;
}

/** What one cell of the map says, as its reading line and for those who cannot see it. */
export function cellText(view: ShownAtlas, row: number, concept: number): string {
  const { part, metric } = view.concepts[concept] ?? { part: '', metric: '' };
  const unit = view.units[row]?.unit ?? 0;
  const cell = row * view.concepts.length + concept;
  const value = view.value[cell] as number;
  if (Number.isNaN(value)) return t('atlas.cellMissing', { unit, concept: conceptText(part, metric) });
  const half = view.half[cell] as number;
  const line = t('atlas.cellLine', {
    unit,
    concept: conceptText(part, metric),
    value: formatSigned(value, 2),
    low: formatNumber(value - half, 2),
    high: formatNumber(value + half, 2),
    q: formatQ(view.q[cell]),
  });
  return view.below[cell] === 1 ? `${line}, ${t('atlas.cellBelow')}` : line;
}
