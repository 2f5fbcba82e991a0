import type { CounterfactualRow } from '#core/views/counterfactual.ts';
import { formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** How a counterfactual ended, as a sentence. */
export function outcomeText({ outcome, to, progress }: CounterfactualRow): string {
  switch (outcome) {
    case 'picture-stays':
      return t('counterfactual.outcome_picture-stays', { to, share: formatShare(progress, 0) });
    case 'unreachable':
      return t('counterfactual.outcome_unreachable', { share: formatShare(progress, 0) });
    case 'reached':
      return t('counterfactual.outcome_reached', { to });
    case 'flipped':
      return t('counterfactual.outcome_flipped', { to });
    case 'already':
      return t('counterfactual.outcome_already', { to });
  }
}
