import type { LinkerSummary } from '#core/summary.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export interface LinkerName {
  readonly name: string;
  /** The parameter that sets it apart from its like; empty where there is none. */
  readonly detail: string;
}

export function linkerName({ method, penalty }: Pick<LinkerSummary, 'method' | 'penalty'>): LinkerName {
  if (method === 'least-squares') return { name: t('linker.leastSquares'), detail: '' };
  return { name: t('linker.ridge'), detail: t('linker.penaltyOf', { penalty: formatNumber(penalty) }) };
}

/** In one piece, for labels and crumbs: `Ridge, penalty 1`. */
export function linkerTitle(summary: Pick<LinkerSummary, 'method' | 'penalty'>): string {
  const { name, detail } = linkerName(summary);
  return [name, detail].filter((part) => part !== '').join(', ');
}
