/** Columns of the wall: start pictures times steps, or one step of every start picture. */

export interface ColumnPlan {
  readonly starts: number;
  readonly steps: number;
  /** The one step that is shown; null where all are side by side. */
  readonly onlyStep: number | null;
}

export interface Column {
  readonly start: number;
  readonly step: number;
}

/** Gap within one sweep, between start pictures, and between pictures where each is another start. */
const GAP_PX = { step: 2, start: 16, single: 6 } as const;

export function countColumns({ starts, steps, onlyStep }: ColumnPlan): number {
  return onlyStep === null ? starts * steps : starts;
}

export function columnAt(plan: ColumnPlan, index: number): Column {
  if (plan.onlyStep !== null) return { start: index, step: plan.onlyStep };
  return { start: Math.floor(index / plan.steps), step: index % plan.steps };
}

export function indexOf(plan: ColumnPlan, { start, step }: Column): number {
  return plan.onlyStep === null ? start * plan.steps + step : start;
}

/** Width of a column with the gap behind it, px. */
export function columnWidth(plan: ColumnPlan, index: number, cellPx: number): number {
  if (plan.onlyStep !== null) return cellPx + GAP_PX.single;
  return cellPx + (index % plan.steps === plan.steps - 1 ? GAP_PX.start : GAP_PX.step);
}

/** Width of all pictures of one start, without the gap behind, px. */
export function groupWidth(plan: ColumnPlan, cellPx: number): number {
  return plan.onlyStep === null ? plan.steps * cellPx + (plan.steps - 1) * GAP_PX.step : cellPx;
}

/** Left edge of a start's pictures, px from the first column. */
export function groupLeft(plan: ColumnPlan, start: number, cellPx: number): number {
  return start * (groupWidth(plan, cellPx) + (plan.onlyStep === null ? GAP_PX.start : GAP_PX.single));
}

/** Whether the steps of a single start picture find room beside each other. */
export function fitsOneStart(plan: Omit<ColumnPlan, 'onlyStep'>, cellPx: number, widthPx: number): boolean {
  return groupWidth({ ...plan, onlyStep: null }, cellPx) <= widthPx;
}
