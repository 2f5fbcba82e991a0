const STEPS: Readonly<Record<string, (columns: number, rows: number, count: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
  PageUp: (columns, rows) => -columns * rows,
  PageDown: (columns, rows) => columns * rows,
  Home: (_columns, _rows, count) => -count,
  End: (_columns, _rows, count) => count,
};

export interface GridSize {
  readonly count: number;
  readonly columns: number;
  /** Rows that a page key passes. */
  readonly pageRows: number;
}

/** Where an arrow, page or end key leads in a grid filled row by row; null for other keys and where there is nothing to go to. */
export function gridStep(key: string, at: number, { count, columns, pageRows }: GridSize): number | null {
  const step = STEPS[key]?.(Math.max(1, columns), Math.max(1, pageRows), count);
  if (step === undefined || count === 0) return null;
  const to = at + step;
  // Up from the first row stays; all else stops at the ends.
  if (key === 'ArrowUp' && to < 0) return null;
  const end = Math.min(count - 1, Math.max(0, to));
  return end === at ? null : end;
}
