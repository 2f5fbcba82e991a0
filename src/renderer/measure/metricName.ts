import type { Motion, PathMeasure } from '#core/counterfactual/pathMeasures.ts';
import { t } from '#renderer/text.ts';

const MOTION_NAMES: Readonly<Record<Motion, string>> = {
  x: t('measure.motion_x'),
  y: t('measure.motion_y'),
  magnitude: t('measure.motion_magnitude'),
  expansion: t('measure.motion_expansion'),
  rotation: t('measure.motion_rotation'),
};

/** What is measured, with its unit. */
export function metricName(metric: PathMeasure): string {
  return isMotion(metric) ? MOTION_NAMES[metric.slice('motion '.length) as Motion] : t(`measure.metric_${metric}`);
}

function isMotion(metric: PathMeasure): metric is `motion ${Motion}` {
  return metric.startsWith('motion ');
}
