import type { AtlasView } from '#core/atlasViews.ts';
import { formatNumber, formatSigned } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export function formatQ(q: number | null | undefined): string {
  if (q === null || q === undefined) return formatNumber(null);
  return q < 0.001 ? '< 0.001' : formatNumber(q, 3);
}

/** What one cell of the map says, as its reading line and for those who cannot see it. */
export function cellText(view: AtlasView, row: number, concept: number): string {
  const { part, metric } = view.concepts[concept] ?? { part: '', metric: '' };
  const unit = view.units[row]?.unit ?? 0;
  const cell = row * view.concepts.length + concept;
  const value = view.value[cell] ?? null;
  if (value === null) return t('atlas.cellMissing', { unit, part, metric });
  const half = view.half[cell] ?? null;
  const line = t('atlas.cellLine', {
    unit,
    part,
    metric,
    value: formatSigned(value, 2),
    low: formatNumber(half === null ? null : value - half, 2),
    high: formatNumber(half === null ? null : value + half, 2),
    q: formatQ(view.q[cell]),
  });
  return view.below[cell] === 1 ? `${line}, ${t('atlas.cellBelow')}` : line;
}
