import type { SweepRow, SweepView } from '#core/views/sweep.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { sampleNumber, valueOfStep } from './stepLabels.ts';

type Start = SweepView['starts'][number];

/** `rabbit #0412` */
export function startName({ className, sample }: Start): string {
  return t('units.startName', { className, number: sampleNumber(sample.index) });
}

/** `unit 59, rabbit #0412, step 4 of 5, activation 1.90`: what a picture is called for those who cannot see it. */
export function pictureName(row: SweepRow, view: SweepView, start: number, step: number): string {
  const at = view.starts[start];
  const names = { start: at === undefined ? '' : startName(at), step: step + 1, steps: view.steps.length };
  if (row.unit === null) return t('units.otherPictureName', { ...names, name: row.name });
  const value = formatNumber(valueOfStep(row, view.steps[step] ?? 0), 2);
  return t('units.pictureName', { ...names, unit: row.unit, value });
}
