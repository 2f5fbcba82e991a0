import type { Contrast } from '#core/views/atlas.ts';
import table from '#renderer/components/FigureTable.module.css';
import { formatInterval, formatNumber, formatShare, formatSigned } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { formatQ } from './cellText.ts';
import classes from './UseTable.module.css';

interface UseRow {
  readonly name: string;
  /** Null where there is no effect beyond noise. */
  readonly contrast: Contrast | null;
  readonly isChosen?: boolean;
  /** Absent, the row cannot be chosen. */
  readonly onChoose?: () => void;
}

export interface UseTableProps {
  readonly label: string;
  /** What a row is. */
  readonly head: string;
  readonly names: readonly [string, string];
  readonly rows: readonly UseRow[];
  /** Shares of all effects, 0 to 1; else sizes in standard deviations. */
  readonly isShare: boolean;
}

const TRACK_PX = 180;
const MARGIN_PX = 6;
const HEIGHT_PX = 20;

/** What either classifier moves, as two marks on one scale, with the difference between them. */
export function UseTable({ label, head, names, rows, isShare }: UseTableProps) {
  const most = Math.max(1e-6, ...rows.flatMap(({ contrast }) => [contrast?.a ?? 0, contrast?.b ?? 0]));
  return (
    <table className={table.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className={classes.track}>
            <span className="num">0</span>{' '}
            <span className="num">{isShare ? formatShare(most) : `${formatNumber(most, 1)} ${t('atlas.sd')}`}</span>
          </th>
          {names.map((name, side) => (
            <th key={name} scope="col">
              <Mark side={side} /> {name}
            </th>
          ))}
          <th scope="col">{t('atlas.difference')}</th>
          <th scope="col">{t('atlas.q')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.name} row={row} most={most} isShare={isShare} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, most, isShare }: { readonly row: UseRow; readonly most: number; readonly isShare: boolean }) {
  const { name, contrast, isChosen, onChoose } = row;
  const plain = (value: number | undefined) => (isShare ? formatShare(value) : formatNumber(value, 2));
  return (
    <tr data-chosen={isChosen === true} className={classes.row}>
      <th scope="row">
        {onChoose === undefined ? (
          name
        ) : (
          <button type="button" className={classes.choose} aria-pressed={isChosen} onClick={onChoose}>
            {name}
          </button>
        )}
      </th>
      <td className={classes.track}>{contrast !== null && <Track a={contrast.a} b={contrast.b} most={most} />}</td>
      <td className="num">{plain(contrast?.a)}</td>
      <td className="num">{plain(contrast?.b)}</td>
      <td className="num">
        {contrast !== null && (
          <b>{isShare ? formatSigned(100 * contrast.difference, 1) : formatSigned(contrast.difference, 2)}</b>
        )}{' '}
        {contrast !== null && contrast.interval !== null && (
          <span className="t2">
            {isShare ? formatInterval(percentOf(contrast.interval), 1) : formatInterval(contrast.interval, 2)}
          </span>
        )}
      </td>
      <td className="num">{formatQ(contrast?.q)}</td>
    </tr>
  );
}

function percentOf([low, high]: readonly [number, number]): readonly [number, number] {
  return [100 * low, 100 * high];
}

/** A disc for the first, a ring for the second, and what lies between them. */
function Track({ a, b, most }: { readonly a: number; readonly b: number; readonly most: number }) {
  const x = (value: number) => MARGIN_PX + ((TRACK_PX - 2 * MARGIN_PX) * Math.max(0, value)) / most;
  const middle = HEIGHT_PX / 2;
  return (
    <svg className={classes.figure} width={TRACK_PX} height={HEIGHT_PX} aria-hidden>
      <path className={classes.rail} d={`M${MARGIN_PX} ${middle}H${TRACK_PX - MARGIN_PX}`} />
      <path className={classes.between} data-side={a > b ? 0 : 1} d={`M${x(a)} ${middle}H${x(b)}`} />
      <circle className={classes.first} cx={x(a)} cy={middle} r={4} />
      <circle className={classes.second} cx={x(b)} cy={middle} r={4} />
    </svg>
  );
}

function Mark({ side }: { readonly side: number }) {
  return (
    <svg width={10} height={10} className={classes.figure} aria-hidden>
      <circle className={side === 0 ? classes.first : classes.second} cx={5} cy={5} r={3.5} />
    </svg>
  );
}
