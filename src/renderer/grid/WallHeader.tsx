import { IconAlertTriangle } from '@tabler/icons-react';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { SweepView } from '#core/views/sweep.ts';
import { t } from '#renderer/text.ts';
import { type ColumnPlan, columnAt, groupLeft, groupWidth } from './columns.ts';
import { startName } from './pictureNames.ts';
import { sampleNumber } from './stepLabels.ts';
import classes from './Wall.module.css';

export interface WallHeaderProps {
  readonly view: SweepView;
  readonly plan: ColumnPlan;
  readonly columns: readonly VirtualItem[];
  readonly cellPx: number;
  readonly labelPx: number;
  readonly widthPx: number;
  readonly stepLabels: readonly string[];
  readonly stepsHint: string;
  readonly activeStep: number;
  /** Set where most rows are barely realised. */
  readonly warning: string | null;
}

/** Which start picture and which step each column is; stays on top while rows scroll under it. */
export function WallHeader(props: WallHeaderProps) {
  const { view, plan, columns, cellPx, widthPx, warning } = props;
  const shownStarts = [...new Set(columns.map(({ index }) => columnAt(plan, index).start))];
  return (
    <div role="row" aria-rowindex={1} className={classes.header} style={{ width: widthPx }}>
      <div role="columnheader" aria-colindex={1} className={`${classes.corner} caption`}>
        <span title={t('units.effectUnit')}>{t('units.effect')}</span>
        <span title={warning ?? undefined}>
          {warning !== null && <IconAlertTriangle size={12} stroke={1.6} className="warn" aria-label={warning} />}
          {t('units.realised')}
        </span>
      </div>
      {plan.onlyStep === null &&
        shownStarts.map((start) => (
          <div
            key={start}
            aria-hidden
            className={classes.group}
            style={{ left: props.labelPx + groupLeft(plan, start, cellPx), width: groupWidth(plan, cellPx) }}
          >
            <StartTitle view={view} start={start} className={classes.groupName} />
          </div>
        ))}
      {columns.map((column) => (
        <ColumnHead key={column.key} {...props} column={column} />
      ))}
    </div>
  );
}

function ColumnHead(props: WallHeaderProps & { readonly column: VirtualItem }) {
  const { view, plan, column, cellPx, stepLabels } = props;
  const { start, step } = columnAt(plan, column.index);
  const at = view.starts[start];
  const label = stepLabels[step] ?? '';
  const isSingle = plan.onlyStep !== null;
  return (
    <div
      role="columnheader"
      aria-colindex={column.index + 2}
      aria-label={at === undefined ? label : `${startName(at)}, ${label}`}
      title={isSingle ? undefined : props.stepsHint}
      className={isSingle ? classes.single : `${classes.step} num`}
      data-current={!isSingle && step === props.activeStep}
      style={{ left: column.start, width: cellPx }}
    >
      {isSingle ? <StartTitle view={view} start={start} /> : label}
    </div>
  );
}

function StartTitle(props: {
  readonly view: SweepView;
  readonly start: number;
  readonly className?: string | undefined;
}) {
  const at = props.view.starts[props.start];
  if (at === undefined) return null;
  return (
    <span className={props.className}>
      <b>{at.className}</b>
      <span className="num t3">{sampleNumber(at.sample.index)}</span>
    </span>
  );
}
