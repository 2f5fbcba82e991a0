import type { SamplesSummary } from '#core/summary.ts';

/** More rows than this are not read; the classes with the lowest acceptance are. */
const MOST_ROWS = 12;

export interface ConfusionRow {
  readonly classIndex: number;
  readonly drawn: number;
  readonly accepted: number;
  /** Draws by the columns of the table. */
  readonly counts: readonly number[];
}

export interface ConfusionTable {
  readonly rows: readonly ConfusionRow[];
  /** Classes predicted, by index: those of the rows, and every other one that a draw of them was taken for. */
  readonly columns: readonly number[];
  /** Classes drawn in all. */
  readonly total: number;
}

/** The part of the confusion matrix that can be read: all drawn classes, or of many the most troubled. */
export function confusionTable({ classIndices, perClass, confusion }: SamplesSummary): ConfusionTable {
  const drawn = classIndices.map((classIndex, at) => ({
    classIndex,
    drawn: perClass[at]?.drawn ?? 0,
    accepted: perClass[at]?.accepted ?? 0,
  }));
  const share = (row: (typeof drawn)[number]) => (row.drawn === 0 ? 0 : row.accepted / row.drawn);
  const chosen = drawn.length <= MOST_ROWS ? drawn : drawn.toSorted((a, b) => share(a) - share(b)).slice(0, MOST_ROWS);
  const asked = new Set(chosen.map(({ classIndex }) => classIndex));
  const taken = confusion
    .map((_, column) => column)
    .filter((column) => chosen.some(({ classIndex }) => (confusion[classIndex]?.[column] ?? 0) > 0));
  const columns = [...asked, ...taken.filter((column) => !asked.has(column))];
  const rows = chosen.map((row) => ({
    ...row,
    counts: columns.map((column) => confusion[row.classIndex]?.[column] ?? 0),
  }));
  return { rows, columns, total: drawn.length };
}
