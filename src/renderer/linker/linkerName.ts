import { anyLinkerParamsSchema, type LinkerParams } from '#core/params.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export interface LinkerName {
  readonly name: string;
  /** The parameters that set it apart from its like; empty where there are none. */
  readonly detail: string;
}

export type NamedLinker = Pick<LinkerRow, 'artifact' | 'summary'>;

export function linkerName({ artifact, summary }: NamedLinker): LinkerName {
  const params = anyLinkerParamsSchema.parse(artifact.params);
  if (params.method === 'imported') return { name: t('linker.imported'), detail: params.file };
  const { choose } = params;
  const penalty = formatNumber(choose === 'given' ? summary.penalty : Number(summary.penalty.toPrecision(3)));
  switch (params.method) {
    case 'least-squares':
      return { name: t('linker.leastSquares'), detail: '' };
    case 'ridge':
      return { name: chosenName(t('linker.ridge'), choose), detail: t('linker.penaltyOf', { penalty }) };
    case 'elastic-net': {
      const ratio = formatNumber(params.l1Ratio);
      return { name: chosenName(t('linker.elasticNet'), choose), detail: t('linker.elasticNetOf', { penalty, ratio }) };
    }
    case 'pls': {
      const count = summary.components ?? params.components;
      return { name: chosenName(t('linker.pls'), choose), detail: t('linker.componentsOf', { count }) };
    }
    case 'mlp':
      return { name: t('linker.mlp'), detail: params.hidden.join(', ') || t('linker.noHidden') };
  }
}

function chosenName(name: string, choose: LinkerParams['choose']): string {
  if (choose === 'given') return name;
  return t(choose === 'best' ? 'linker.nameBest' : 'linker.nameOneStandardError', { name });
}

/** In one piece, for labels and crumbs: `Ridge, penalty 1`. */
export function linkerTitle(row: NamedLinker): string {
  const { name, detail } = linkerName(row);
  return [name, detail].filter((part) => part !== '').join(', ');
}
