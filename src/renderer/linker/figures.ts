import type { FidelityIntervals, FidelityNumbers } from '#core/summary.ts';
import { t } from '#renderer/text.ts';

export type FigureKey = keyof FidelityNumbers;

/** A number of the fidelity card as it is shown. */
export interface Figure {
  readonly key: FigureKey;
  readonly name: string;
  /** One sentence. */
  readonly meaning: string;
  readonly decimals: number;
}

export const R2: Figure = { key: 'r2', name: t('linker.r2'), meaning: t('linker.r2Meaning'), decimals: 3 };

/** In the order of the card. */
export const FIGURES: readonly Figure[] = [
  R2,
  { key: 'cosine', name: t('linker.cosine'), meaning: t('linker.cosineMeaning'), decimals: 3 },
  { key: 'agreement', name: t('linker.agreement'), meaning: t('linker.agreementMeaning'), decimals: 3 },
  { key: 'pixelError', name: t('linker.pixelError'), meaning: t('linker.pixelErrorMeaning'), decimals: 2 },
  { key: 'divergence', name: t('linker.divergence'), meaning: t('linker.divergenceMeaning'), decimals: 4 },
  { key: 'cycleError', name: t('linker.cycleError'), meaning: t('linker.cycleErrorMeaning'), decimals: 3 },
  { key: 'structureError', name: t('linker.structureError'), meaning: t('linker.structureErrorMeaning'), decimals: 3 },
];

export type Interval = readonly [low: number, high: number];

/** Linkers made before the card was complete lack later numbers and all intervals. */
export type Figures = Partial<FidelityNumbers> & { readonly intervals?: Partial<FidelityIntervals> };

export interface Measured {
  /** Null where it was not measured. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function measured(figures: Figures | undefined, key: FigureKey): Measured {
  return { value: figures?.[key] ?? null, interval: figures?.intervals?.[key] ?? null };
}

/** Ends of intervals, or the bare values where there are none: what an axis has to hold. */
export function endsOf(all: readonly Measured[]): number[] {
  return all.flatMap(({ value, interval }) => interval ?? (value === null ? [] : [value]));
}
