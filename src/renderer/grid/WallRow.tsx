import type { VirtualItem } from '@tanstack/react-virtual';
import { type CSSProperties, memo } from 'react';
import type { SweepRow, SweepView } from '#core/views/sweep.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { t } from '#renderer/text.ts';
import { type ColumnPlan, columnAt } from './columns.ts';
import { differenceStyle } from './differenceStyle.ts';
import { pictureName } from './pictureNames.ts';
import { RowLabel } from './RowLabel.tsx';
import { OverlayLayers } from './StripLayer.tsx';
import { isBeyondRange, valueOfStep } from './stepLabels.ts';
import type { Overlays } from './useOverlays.ts';
import classes from './Wall.module.css';

export interface WallRowProps {
  readonly row: SweepRow;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly widthPx: number;
  readonly cellPx: number;
  readonly view: SweepView;
  readonly plan: ColumnPlan;
  readonly columns: readonly VirtualItem[];
  readonly isDifference: boolean;
  readonly overlays: Overlays;
  readonly isSelected: boolean;
  /** Column that Tab reaches; -1 in all rows but one. */
  readonly activeColumn: number;
  readonly strongest: number;
  readonly isQuiet: boolean;
}

/** One unit over its start pictures. Clicks are handled by the wall, which finds row and column in `data-` attributes. */
export const WallRow = memo(function WallRow(props: WallRowProps) {
  const { row, index, heightPx } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      className={classes.row}
      data-row={index}
      data-selected={props.isSelected}
      data-apart={row.kind === 'none'}
      style={{ height: heightPx, width: props.widthPx, transform: `translateY(${props.topPx}px)` }}
    >
      <RowLabel
        row={row}
        heightPx={heightPx}
        isSelected={props.isSelected}
        strongest={props.strongest}
        isQuiet={props.isQuiet}
      />
      {row.dead ? (
        <DeadCell isActive={props.activeColumn >= 0} />
      ) : (
        props.columns.map((column) => <Cell key={column.key} {...props} column={column} />)
      )}
    </div>
  );
});

function DeadCell({ isActive }: { readonly isActive: boolean }) {
  return (
    <div
      role="gridcell"
      aria-colindex={2}
      tabIndex={isActive ? 0 : -1}
      data-active={isActive}
      data-column={0}
      className={classes.sentence}
    >
      {t('units.deadRow')}
    </div>
  );
}

function Cell(props: WallRowProps & { readonly column: VirtualItem }) {
  const { row, view, plan, column, cellPx } = props;
  const { start, step } = columnAt(plan, column.index);
  const hash = row.strips[start] ?? null;
  const picture = hash === null ? null : { hash, index: step, tiles: view.steps.length };
  const isActive = column.index === props.activeColumn;
  const label = pictureName(row, view, start, step);
  const isBeyond = isBeyondRange(row, valueOfStep(row, view.steps[step] ?? 0));
  return (
    <div
      role="gridcell"
      aria-colindex={column.index + 2}
      tabIndex={isActive ? 0 : -1}
      data-active={isActive}
      data-beyond={isBeyond}
      data-column={column.index}
      className={classes.cell}
      title={label}
      style={{ left: column.start, width: cellPx, height: cellPx }}
    >
      {picture !== null && props.isDifference ? (
        <DifferencePicture label={label} style={differenceStyle(picture, 0)} />
      ) : (
        <Picture picture={picture} label={label} className={classes.picture} />
      )}
      {picture !== null && row.firstPart !== null && (
        <OverlayLayers overlays={props.overlays} part={row.firstPart + start} index={step} tiles={view.steps.length} />
      )}
    </div>
  );
}

function DifferencePicture(props: { readonly label: string; readonly style: CSSProperties }) {
  return (
    <span
      role="img"
      aria-label={props.label}
      className={`${classes.difference} ${classes.picture}`}
      style={props.style}
    />
  );
}
