import type { PartMeasure } from '#core/counterfactual/partFigures.ts';
import { t } from '#renderer/text.ts';

export function measureName(measure: PartMeasure): string {
  return t(`counterfactual.measure_${measure}`);
}
