import type { Range, SweepParams } from '#core/params.ts';
import type { SweepRow } from '#core/views/sweep.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/**
 * Names of the steps of a sweep. Steps are equally far apart in activation, so only the ends are percentiles;
 * those between are shares of the way.
 *
 * @param fractions 0 to 1, as `SweepView.steps`
 */
export function stepLabels(range: Range, fractions: readonly number[]): string[] {
  return fractions.map((fraction) => {
    if (range.multiple === 1 && fraction === 0) return endLabel(range, 'low');
    if (range.multiple === 1 && fraction === 1) return endLabel(range, 'high');
    return `${formatNumber(Math.round(fraction * 100))}%`;
  });
}

function endLabel(range: Range, end: 'low' | 'high'): string {
  if (range.kind === 'minmax') return t(end === 'low' ? 'units.minimum' : 'units.maximum');
  return `p${formatNumber(range[end])}`;
}

/** `p1 to p99`, `min to max`, `p1 to p99, ×3`. */
export function rangeLabel(range: Range): string {
  const ends = t('units.rangeEnds', { low: endLabel(range, 'low'), high: endLabel(range, 'high') });
  return range.multiple === 1 ? ends : `${ends}, ×${formatNumber(range.multiple)}`;
}

/** What tells one sweep of a project from another. */
export function sweepLabel(params: SweepParams): string {
  const size = t('units.sweepSize', { starts: params.starts, steps: params.steps });
  const units = params.units === undefined ? '' : `, ${t('units.someUnits', { units: params.units.length })}`;
  const mode = params.mode === 'residual' ? `, ${t('units.modeResidualShort')}` : '';
  return `${rangeLabel(params.range)}${mode}, ${size}${units}`;
}

/** Activation that a step of a row sets. */
export function valueOfStep(row: Pick<SweepRow, 'low' | 'high'>, fraction: number): number {
  return row.low + (row.high - row.low) * fraction;
}

/** Beyond every accepted sample: what is drawn there is extrapolated. A rounding error away from the end is not. */
export function isBeyondRange(row: Pick<SweepRow, 'seenLow' | 'seenHigh'>, value: number): boolean {
  const slack = (row.seenHigh - row.seenLow) * 1e-6;
  return value < row.seenLow - slack || value > row.seenHigh + slack;
}

/** `#0412`, as samples are called everywhere. */
export function sampleNumber(index: number): string {
  return `#${String(index).padStart(4, '0')}`;
}
