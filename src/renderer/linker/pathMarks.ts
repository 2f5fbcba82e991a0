import type { LinkerParams } from '#core/params.ts';
import type { PathSummary } from '#core/summary.ts';
import { t } from '#renderer/text.ts';

/** A point of a path that has a name. */
export interface PathMark {
  readonly index: number;
  readonly name: string;
  /** The one the linker was fitted with. */
  readonly isChosen: boolean;
}

/** The best point and the one-standard-error one, or the point that is both; the chosen one last, so that it lies on top. */
export function marksOf({ best, oneStandardError }: PathSummary, choose: LinkerParams['choose']): PathMark[] {
  const chosen = choose === 'one-standard-error' ? oneStandardError : best;
  const names = new Map<number, string[]>();
  for (const [index, name] of [
    [best, t('linker.bestShort')],
    [oneStandardError, t('linker.oneStandardErrorShort')],
  ] as const) {
    names.set(index, [...(names.get(index) ?? []), name]);
  }
  return [...names]
    .map(([index, of]) => ({ index, name: of.join(', '), isChosen: index === chosen }))
    .sort((a, b) => Number(a.isChosen) - Number(b.isChosen));
}
