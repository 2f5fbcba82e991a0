import type { SweepRow } from '#core/views/sweep.ts';

/** A row as the backend answers it, with what a test is about laid over it. */
export function sweepRow(change: Partial<SweepRow> = {}): SweepRow {
  const unit = change.unit ?? 0;
  return {
    firstPart: 0,
    ordinal: unit,
    kind: 'unit',
    unit,
    name: String(unit),
    low: 0,
    high: 2,
    seenLow: 0,
    seenHigh: 2.5,
    extrapolated: false,
    effect: { value: 1, low: 0.5, high: 1.5, n: 10 },
    latentLength: 0.4,
    realised: { value: 0.5, low: 0.4, high: 0.6, n: 10 },
    specificity: { ownChange: { value: 0.6, low: 0.5, high: 0.7, n: 10 }, rankShare: 0.05, ratio: 3 },
    flagged: false,
    stability: 0.98,
    group: unit,
    activationMean: 0.7,
    activationSd: 0.2,
    dead: false,
    strips: [],
    pinned: false,
    tags: [],
    note: null,
    ...change,
  };
}

export function estimateOf(value: number) {
  return { value, low: value - 0.1, high: value + 0.1, n: 10 };
}
