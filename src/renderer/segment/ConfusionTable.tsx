import type { CSSProperties } from 'react';
import type { SegmentSummary } from '#core/summary.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './Table.module.css';

/** What the pixels of each part were taken for, in percent of the part. */
export function ConfusionTable({ summary }: { readonly summary: SegmentSummary }) {
  const { parts, confusion } = summary;
  return (
    <section className={classes.section}>
      <h2>{t('segment.confusion')}</h2>
      <p className="t3 caption">{t('segment.confusionNote')}</p>
      <table className={classes.table} aria-label={t('segment.confusion')}>
        <thead>
          <tr>
            <th scope="col">{t('segment.drawn')}</th>
            {parts.map(({ id, name }) => (
              <th key={id} scope="col" className={classes.figure} title={name}>
                {name.slice(0, 4)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map(({ id, name }, row) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {parts.map((found, column) => {
                const share = shareOf(confusion[row] ?? [], column);
                const shown = share === null ? '' : formatNumber(100 * share, share >= 0.0995 ? 0 : 1);
                return (
                  <td
                    key={found.id}
                    className={`num ${classes.cell}`}
                    style={{ '--share': share ?? 0 } as CSSProperties}
                    title={t('segment.confusionCell', { from: name, to: found.name, share: shown })}
                  >
                    {shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Null of a part that is drawn nowhere. */
function shareOf(row: readonly number[], column: number): number | null {
  const total = row.reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : (row[column] ?? 0) / total;
}
