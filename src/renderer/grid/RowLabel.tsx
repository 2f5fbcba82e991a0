import { IconAlertTriangle, IconPinFilled } from '@tabler/icons-react';
import type { SweepRow } from '#core/views/sweep.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './RowLabel.module.css';
import { isBarelyRealised } from './rows.ts';

interface RowLabelProps {
  readonly row: SweepRow;
  readonly heightPx: number;
  readonly isSelected: boolean;
  /** Strongest effect of the list, grey levels: full length of the bar. */
  readonly strongest: number;
  /** Most rows are barely realised: the header says so, and the rows stay quiet. */
  readonly isQuiet: boolean;
}

/** Lines are left out from below where pictures are small. */
const ROOM_PX = { line: 78, figures: 52 } as const;

/** The head of a row: which unit, what a person said of it, how strong it is, and how far it can be trusted. */
export function RowLabel({ row, heightPx, strongest, isQuiet, isSelected }: RowLabelProps) {
  const { effect } = row;
  return (
    <div role="rowheader" aria-colindex={1} className={classes.label} data-column="label" data-selected={isSelected}>
      <div className={classes.name}>
        <span className={row.unit === null ? undefined : `num ${classes.number}`}>{nameOf(row)}</span>
        {row.pinned && <IconPinFilled size={14} className={classes.pin} aria-label={t('units.chipPinned')} />}
        {row.tags.length > 0 && (
          <span className={classes.tags}>
            {row.tags.slice(0, 2).map((tag) => (
              <span key={tag} className={classes.tag} title={tag}>
                {tag}
              </span>
            ))}
            {row.tags.length > 2 && <span className={classes.tag}>{`+${row.tags.length - 2}`}</span>}
          </span>
        )}
      </div>
      {heightPx >= ROOM_PX.line && <div className={classes.line}>{lineOf(row)}</div>}
      <div className={classes.bar}>
        {effect !== null && strongest > 0 && (
          <span className={classes.length} style={{ width: `${Math.min(100, (effect.value / strongest) * 100)}%` }} />
        )}
      </div>
      {heightPx >= ROOM_PX.figures && <Figures row={row} isQuiet={isQuiet} />}
    </div>
  );
}

export function nameOf(row: SweepRow): string {
  return row.kind === 'none' ? t('units.control') : row.name;
}

function lineOf(row: SweepRow): string {
  if (row.kind === 'none') return t('units.controlRow');
  if (row.dead) return t('units.dead');
  return t('units.activationRange', { low: formatNumber(row.low, 2), high: formatNumber(row.high, 2) });
}

function Figures({ row, isQuiet }: Pick<RowLabelProps, 'row' | 'isQuiet'>) {
  const { effect, realised } = row;
  const barely = isBarelyRealised(row);
  return (
    <div className={classes.figures}>
      {effect === null ? (
        <span />
      ) : (
        <span className={classes.figure} title={t('units.effectOf', intervalOf(effect))}>
          <span className="num">{formatNumber(effect.value, 2)}</span>
        </span>
      )}
      {realised !== null && (
        <span
          className={classes.figure}
          title={t(barely ? 'units.barelyRealised' : 'units.realisedOf', intervalOf(realised))}
        >
          {barely && <IconAlertTriangle size={12} stroke={1.6} className={isQuiet ? 't3' : 'warn'} aria-hidden />}
          <span className={barely && !isQuiet ? 'num warn' : 'num'}>{formatNumber(realised.value, 2)}</span>
        </span>
      )}
    </div>
  );
}

function intervalOf({ value, low, high, n }: NonNullable<SweepRow['effect']>) {
  return { value: formatNumber(value, 2), low: formatNumber(low, 2), high: formatNumber(high, 2), n };
}
