import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import type { CounterfactualRow } from '#core/views/counterfactual.ts';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { t } from '#renderer/text.ts';
import classes from './CaseList.module.css';
import { outcomeText } from './outcome.ts';

export interface CaseListProps {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly CounterfactualRow[];
  /** Ordinal of the one on screen. */
  readonly shown: number | null;
  onChoose(ordinal: number): void;
}

/** The samples of a class pair: start and counterfactual side by side; Up and Down walk. */
export function CaseList({ from, to, rows, shown, onChoose }: CaseListProps) {
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        {t('counterfactual.pairTitle', { from, to })}
        <span className="num t3">{formatNumber(rows.length)}</span>
      </h2>
      <nav className={classes.list} aria-label={t('counterfactual.listLabel', { from, to })} onKeyDown={moveFocus}>
        {rows.map((row) => (
          <button
            key={row.ordinal}
            type="button"
            aria-current={row.ordinal === shown}
            className={classes.item}
            title={outcomeText(row)}
            onClick={() => onChoose(row.ordinal)}
            onFocus={() => onChoose(row.ordinal)}
          >
            <Picture picture={row.strip && { ...row.strip, index: 0 }} label="" sizePx={44} />
            <IconChevronRight size={14} className="t3" aria-hidden />
            <Picture picture={row.strip && { ...row.strip, index: row.end }} label="" sizePx={44} />
            <span className={classes.text}>
              <span className="num">{nameOf(row)}</span>
              <span className="caption t2">
                {row.crossing === null
                  ? t('counterfactual.neverTurns')
                  : t('counterfactual.crossingAt', { place: formatNumber(row.crossing, 2) })}
              </span>
            </span>
            {!row.isValid && (
              <IconAlertTriangle
                size={16}
                className="warn"
                role="img"
                aria-label={t('counterfactual.notValid', { reason: outcomeText(row) })}
              />
            )}
          </button>
        ))}
      </nav>
    </section>
  );
}

/** `#0427`, with seed or place in its set where there are several. */
export function nameOf({ sample, seed, member }: CounterfactualRow): string {
  return [
    sampleNumber(sample),
    ...(seed > 0 ? [t('counterfactual.seedShort', { seed })] : []),
    ...(member > 0 ? [t('counterfactual.memberShort', { member: member + 1 })] : []),
  ].join(', ');
}
