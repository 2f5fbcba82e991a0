import type { CSSProperties } from 'react';
import type { SamplesSummary } from '#core/summary.ts';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ClassTable.module.css';
import { type ConfusionRow, confusionTable } from './confusionTable.ts';

export interface ClassTableProps {
  readonly summary: SamplesSummary;
  readonly classNames: readonly string[];
}

/** Acceptance of every class as a bar, and beside it what its draws were taken for. */
export function ClassTable({ summary, classNames }: ClassTableProps) {
  const { rows, columns, total } = confusionTable(summary);
  const nameOf = (index: number) => classNames[index] ?? '';
  const note =
    rows.length < total
      ? t('samples.byClassLowest', { shown: formatNumber(rows.length), total: formatNumber(total) })
      : t('samples.byClassNote');
  return (
    <section className={classes.section}>
      <h2>
        {t('samples.byClass')} <span className={`t3 ${classes.note}`}>{note}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table} aria-label={t('samples.byClass')}>
          <thead>
            <tr>
              <th scope="col">{t('samples.asked')}</th>
              <th scope="col" className={classes.acceptance}>
                {t('samples.acceptance')}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className={classes.predicted} title={nameOf(column)}>
                  {nameOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.classIndex} row={row} columns={columns} nameOf={nameOf} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface RowProps {
  readonly row: ConfusionRow;
  readonly columns: readonly number[];
  nameOf(index: number): string;
}

function Row({ row, columns, nameOf }: RowProps) {
  const share = row.drawn === 0 ? 0 : row.accepted / row.drawn;
  return (
    <tr>
      <th scope="row" title={nameOf(row.classIndex)}>
        {nameOf(row.classIndex)}
      </th>
      <td className={classes.acceptance}>
        <span className={classes.bar} aria-hidden>
          <span style={{ width: `${share * 100}%` }} />
        </span>
        <span className="num">{formatShare(share)}</span>
      </td>
      {row.counts.map((count, at) => {
        const predicted = columns[at] ?? 0;
        return (
          <td
            key={predicted}
            className={`num ${classes.cell}`}
            data-right={predicted === row.classIndex}
            style={shade(row.drawn === 0 ? 0 : count / row.drawn)}
            title={t('samples.cell', {
              count: formatNumber(count),
              asked: nameOf(row.classIndex),
              predicted: nameOf(predicted),
            })}
          >
            {count === 0 ? <span className="t3">{0}</span> : formatNumber(count)}
          </td>
        );
      })}
    </tr>
  );
}

/** Fullest cells stay light enough for their number to be read. */
const STRONGEST_PERCENT = 45;
/** A single wrong draw is seen. */
const FAINTEST_PERCENT = 12;

function shade(share: number): CSSProperties {
  const percent = share === 0 ? 0 : FAINTEST_PERCENT + share * (STRONGEST_PERCENT - FAINTEST_PERCENT);
  return { '--shade': `${percent.toFixed(1)}%` } as CSSProperties;
}
