import type { MeasureId } from '#core/measure/measures.ts';
import { t } from '#renderer/text.ts';

/** What is measured, with its unit. */
export function metricName(metric: MeasureId): string {
  return t(`measure.metric_${metric}`);
}
