import type { LinkerSummary } from '#core/summary.ts';
import { t } from '#renderer/text.ts';
import type { Figures } from './figures.ts';

export interface Baseline {
  readonly name: string;
  readonly meaning: string;
  /** Undefined where a linker was made before there was this baseline. */
  readonly figures: Figures | undefined;
}

/** What knowing less would give, from the strongest to the weakest. */
export function baselinesOf({ nearest, classMean, shuffled }: LinkerSummary): Baseline[] {
  return [
    { name: t('linker.nearest'), meaning: t('linker.nearestMeaning'), figures: nearest },
    { name: t('linker.classMean'), meaning: t('linker.classMeanMeaning'), figures: classMean },
    { name: t('linker.shuffled'), meaning: t('linker.shuffledMeaning'), figures: shuffled },
  ];
}
