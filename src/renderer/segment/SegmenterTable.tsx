import type { SegmenterRow } from '#core/views/segment.ts';
import { DefaultMark } from '#renderer/components/DefaultMark.tsx';
import { formatInterval, formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { segmenterTitle } from './segmenterTitle.ts';
import classes from './Table.module.css';

export interface SegmenterTableProps {
  readonly rows: readonly SegmenterRow[];
  readonly shown: SegmenterRow;
  onShow(id: string): void;
  onMakeDefault(id: string): void;
}

/** Segmenters one under the other. */
export function SegmenterTable({ rows, shown, onShow, onMakeDefault }: SegmenterTableProps) {
  return (
    <table className={classes.table} aria-label={t('segment.title')}>
      <thead>
        <tr>
          <td className={classes.mark} />
          <th scope="col">{t('segment.segmenter')}</th>
          <th scope="col" className={classes.figure}>
            {t('segment.masks')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('segment.members')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('segment.meanIou')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('segment.interval')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.artifact.id}
            className={classes.row}
            data-shown={row === shown}
            onClick={() => onShow(row.artifact.id)}
          >
            <td className={classes.mark}>
              <DefaultMark
                title={segmenterTitle(row)}
                isDefault={row.isDefault}
                onChoose={() => onMakeDefault(row.artifact.id)}
              />
            </td>
            <th scope="row">{segmenterTitle(row)}</th>
            <td className={`num ${classes.figure}`}>{formatNumber(row.summary.masks)}</td>
            <td className={`num ${classes.figure}`}>{formatNumber(row.summary.segmenter.members)}</td>
            <td className={`num ${classes.figure}`}>{formatNumber(row.summary.meanIou, 3)}</td>
            <td className={`num t2 ${classes.figure}`}>{formatInterval(row.summary.meanIouInterval, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
