import type { Change, Estimate } from '#core/summary.ts';
import type { UnitMeasures } from '#core/views.ts';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ChangesTable.module.css';
import { metricName } from './metricName.ts';

interface ChangesTableProps {
  readonly changes: readonly Change[];
  readonly quantities: UnitMeasures['quantities'];
  readonly shown: Change | null;
  /** Leaves out whose change it is, where all are of one unit. */
  readonly isOfOneUnit?: boolean;
  onShow(change: Change): void;
}

/** Changes of parts from end to end; a row is chosen by click or Enter. */
export function ChangesTable({ changes, quantities, shown, isOfOneUnit = false, onShow }: ChangesTableProps) {
  const byId = new Map(quantities.map((quantity) => [quantity.id, quantity]));
  return (
    <table className={classes.table} aria-label={t('measure.table')}>
      <thead>
        <tr>
          {!isOfOneUnit && <th scope="col">{t('measure.direction')}</th>}
          <th scope="col">{t('measure.part')}</th>
          <th scope="col">{t('measure.metric')}</th>
          <th scope="col" className={classes.figure}>
            <Explained meaning={t('measure.standardisedHint')}>{t('measure.standardised')}</Explained>
          </th>
          <th scope="col" className={classes.figure}>
            <Explained meaning={t('measure.changeHint')}>{t('measure.change')}</Explained>
          </th>
          <th scope="col" className={classes.figure}>
            <Explained meaning={t('measure.slopeHint')}>{t('measure.slope')}</Explained>
          </th>
          <th scope="col" className={classes.figure}>
            <Explained meaning={t('measure.monotonicityHint')}>{t('measure.monotonicity')}</Explained>
          </th>
          <th scope="col" className={classes.figure}>
            {t('measure.count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => {
          const quantity = byId.get(change.quantity);
          const isShown = change === shown;
          return (
            <tr
              key={`${change.directionIndex} ${change.quantity} ${change.metric}`}
              className={classes.row}
              data-shown={isShown}
              aria-current={isShown}
              tabIndex={0}
              onClick={() => onShow(change)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.stopPropagation();
                onShow(change);
              }}
            >
              {!isOfOneUnit && <th scope="row">{directionName(change)}</th>}
              <td>
                <span
                  className={classes.swatch}
                  style={quantity?.colour == null ? undefined : { background: quantity.colour }}
                />
                {quantity?.name ?? change.quantity}
              </td>
              <td>{metricName(change.metric)}</td>
              <td className={`num ${classes.figure}`}>{formatNumber(change.standardised, 2)}</td>
              <td className={classes.figure}>
                <EstimateText estimate={change.delta} decimals={decimalsOf(change.delta)} />
              </td>
              <td className={`num ${classes.figure}`}>
                {formatNumber(change.slope?.value ?? null, decimalsOf(change.slope))}
              </td>
              <td className={`num ${classes.figure}`}>{formatNumber(change.monotonicity, 2)}</td>
              <td className={`num ${classes.figure}`}>{formatNumber(change.delta.n)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function directionName({ direction }: Change): string {
  if (direction.kind === 'unit') return String(direction.unit);
  return direction.kind === 'none' ? t('units.control') : direction.name;
}

/** Three digits of what it is about. */
function decimalsOf(estimate: Estimate | null): number {
  const size = estimate === null ? 0 : Math.max(Math.abs(estimate.low), Math.abs(estimate.high));
  return size > 0 ? Math.min(5, Math.max(0, 2 - Math.floor(Math.log10(size)))) : 2;
}
