import type { Change, Estimate } from '#core/summary.ts';
import type { UnitMeasures } from '#core/views/measure.ts';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { ChangeHeads, type Ordering } from './ChangeHeads.tsx';
import classes from './ChangesTable.module.css';
import { metricName } from './metricName.ts';

/** Rows that are in sight of a longer list, with the height of those above and below them. */
export interface Sight {
  readonly first: number;
  readonly last: number;
  readonly abovePx: number;
  readonly belowPx: number;
}

interface ChangesTableProps {
  readonly changes: readonly Change[];
  readonly quantities: UnitMeasures['quantities'];
  readonly shown: Change | null;
  /** Leaves out whose change it is, where all are of one unit. */
  readonly isOfOneUnit?: boolean;
  /** Absent: the heads are no buttons. */
  readonly ordering?: Ordering;
  /** Absent: all rows are made. */
  readonly sight?: Sight;
  onShow(change: Change): void;
}

/** Changes of parts from end to end; a row is chosen by click or Enter. */
export function ChangesTable(props: ChangesTableProps) {
  const { changes, quantities, shown, isOfOneUnit = false, ordering, onShow } = props;
  const sight = props.sight ?? { first: 0, last: changes.length - 1, abovePx: 0, belowPx: 0 };
  const byId = new Map(quantities.map((quantity) => [quantity.id, quantity]));
  return (
    <table className={classes.table} aria-label={t('measure.table')} aria-rowcount={changes.length + 1}>
      <ChangeHeads isOfOneUnit={isOfOneUnit} {...(ordering && { ordering })} />
      <tbody>
        <Space heightPx={sight.abovePx} />
        {changes.slice(sight.first, sight.last + 1).map((change, at) => (
          <ChangeRow
            key={`${change.directionIndex} ${change.quantity} ${change.metric}`}
            change={change}
            quantity={byId.get(change.quantity)}
            number={sight.first + at + 2}
            isShown={change === shown}
            isOfOneUnit={isOfOneUnit}
            onShow={() => onShow(change)}
          />
        ))}
        <Space heightPx={sight.belowPx} />
      </tbody>
    </table>
  );
}

function Space({ heightPx }: { readonly heightPx: number }) {
  return heightPx === 0 ? null : <tr aria-hidden style={{ height: heightPx }} />;
}

interface ChangeRowProps {
  readonly change: Change;
  readonly quantity: UnitMeasures['quantities'][number] | undefined;
  /** Of the row in the whole table; the heads are the first. */
  readonly number: number;
  readonly isShown: boolean;
  readonly isOfOneUnit: boolean;
  onShow(): void;
}

function ChangeRow({ change, quantity, number, isShown, isOfOneUnit, onShow }: ChangeRowProps) {
  const { delta, slope, standardised, monotonicity } = change;
  return (
    <tr
      className={classes.row}
      aria-rowindex={number}
      data-shown={isShown}
      aria-current={isShown}
      tabIndex={0}
      onClick={onShow}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.stopPropagation();
        onShow();
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
      <td className={`num ${classes.figure}`}>{formatNumber(standardised, 2)}</td>
      <td className={classes.figure}>
        <EstimateText estimate={delta} decimals={decimalsOf(delta)} />
      </td>
      {!isOfOneUnit && (
        <td className={`num ${classes.figure} ${classes.wide}`}>
          {formatNumber(slope?.value ?? null, decimalsOf(slope))}
        </td>
      )}
      <td className={`num ${classes.figure} ${classes.wide}`}>{formatNumber(monotonicity, 2)}</td>
      <td className={`num ${classes.figure}`}>{formatNumber(delta.n)}</td>
    </tr>
  );
}

function directionName({ direction }: Change): string {
  if (direction.kind === 'unit') return String(direction.unit);
  return direction.kind === 'none' ? t('units.control') : direction.name;
}

/** Three digits of what it is about. */
function decimalsOf(estimate: Estimate | null): number {
  const size = estimate === null ? 0 : Math.max(Math.abs(estimate.low), Math.abs(estimate.high));
  return size > 0 ? Math.min(5, Math.max(0, 2 - Math.floor(Math.log10(size)))) : 2;
}
