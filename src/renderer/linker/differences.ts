import type { LinkerSummary } from '#core/summary.ts';
import { t } from '#renderer/text.ts';

export interface FigureDifference {
  readonly name: string;
  readonly decimals: number;
  readonly first: number;
  /** Null where the other linker lacks it, such as a class it was not tested on. */
  readonly second: number | null;
}

/** Two linkers figure by figure: the overall ones, then R² of every class. */
export function differencesBetween(first: LinkerSummary, second: LinkerSummary): FigureDifference[] {
  const row = (name: string, decimals: number, figure: (summary: LinkerSummary) => number) => ({
    name,
    decimals,
    first: figure(first),
    second: figure(second),
  });
  return [
    row(t('linker.r2'), 3, ({ r2 }) => r2),
    row(t('linker.cosine'), 3, ({ cosine }) => cosine),
    row(t('linker.agreement'), 3, ({ agreement }) => agreement),
    row(t('linker.pixelError'), 2, ({ pixelError }) => pixelError),
    ...first.perClass.map(({ name, r2 }) => ({
      name: t('linker.r2OfClass', { className: name }),
      decimals: 3,
      first: r2,
      second: second.perClass.find((other) => other.name === name)?.r2 ?? null,
    })),
  ];
}
