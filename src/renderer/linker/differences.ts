import type { LinkerSummary } from '#core/summary.ts';
import type { LinkerDifference } from '#core/views/linker.ts';
import { t } from '#renderer/text.ts';
import { FIGURES, type Interval, measured, R2 } from './figures.ts';

export interface FigureDifference {
  readonly name: string;
  /** One sentence. */
  readonly meaning: string;
  readonly decimals: number;
  readonly first: number | null;
  /** Null where the other linker lacks it, such as a class it was not tested on. */
  readonly second: number | null;
  /** First less second; null where one of them is. */
  readonly difference: number | null;
  /** Null where it is not known. */
  readonly interval: Interval | null;
}

/**
 * Two linkers figure by figure: the overall ones, then R² of every class.
 *
 * @param judged first less second on the latents both were judged on; null until it is known
 */
export function differencesBetween(
  first: LinkerSummary,
  second: LinkerSummary,
  judged: LinkerDifference | null,
): FigureDifference[] {
  const overall = FIGURES.map(({ key, name, meaning, decimals }) => {
    const pair = { first: measured(first, key).value, second: measured(second, key).value };
    const difference = judged?.[key] ?? less(pair.first, pair.second);
    return { name, meaning, decimals, ...pair, difference, interval: judged?.intervals[key] ?? null };
  });
  const classes = first.perClass.map(({ name, r2 }) => {
    const other = second.perClass.find((each) => each.name === name)?.r2 ?? null;
    const both = judged?.perClass.find((each) => each.name === name);
    const pair = {
      first: r2,
      second: other,
      difference: both?.r2 ?? less(r2, other),
      interval: both?.interval ?? null,
    };
    const meaning = t('linker.r2OfClassMeaning', { className: name });
    return { name: t('linker.r2OfClass', { className: name }), meaning, decimals: R2.decimals, ...pair };
  });
  return [...overall, ...classes];
}

function less(first: number | null, second: number | null): number | null {
  return first === null || second === null ? null : first - second;
}
