import { median } from '../statistics.ts';
import { rowOf } from '../tensor.ts';
import type { CaseRow } from './table.ts';

/** Two runs on the samples and targets that both have. */
export interface CounterfactualDifference {
  /** Cases that both have. */
  readonly n: number;
  readonly validA: number;
  readonly validB: number;
  readonly validBoth: number;
  /** Medians over cases that are valid in both: cosine of the two shifts in w, and lengths in standard deviations of w. */
  readonly cosine: number | null;
  readonly lengthA: number | null;
  readonly lengthB: number | null;
  /** Median share of the units of either smallest set that are in both (Jaccard). */
  readonly sharedUnits: number | null;
}

/** Cases are matched by sample, target, seed and member; a case that is not in both says nothing. */
export function compareCases(a: readonly CaseRow[], b: readonly CaseRow[]): CounterfactualDifference {
  const keyOf = ({ sample, target, seed, member }: CaseRow) => `${sample} ${target} ${seed} ${member}`;
  const others = new Map(b.map((row) => [keyOf(row), row]));
  const matched = a.flatMap((row) => {
    const other = others.get(keyOf(row));
    return other ? [[row, other] as const] : [];
  });
  const both = matched.filter(([x, y]) => x.isValid && y.isValid);
  const medianOf = (of: (x: CaseRow, y: CaseRow) => number) =>
    both.length > 0 ? median(both.map(([x, y]) => of(x, y))) : null;
  return {
    n: matched.length,
    validA: matched.filter(([x]) => x.isValid).length,
    validB: matched.filter(([, y]) => y.isValid).length,
    validBoth: both.length,
    cosine: medianOf((x, y) => cosineOf(changeInW(x), changeInW(y))),
    lengthA: medianOf((x) => x.latentLength),
    lengthB: medianOf((_, y) => y.latentLength),
    sharedUnits: medianOf((x, y) => jaccard(x.minimal, y.minimal)),
  };
}

function changeInW({ latents }: CaseRow): Float32Array {
  const start = rowOf(latents, 0);
  return rowOf(latents, 1).map((value, d) => value - (start[d] as number));
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, d) => sum + value * (y[d] as number), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 ? dot(a, b) / lengths : 0;
}

function jaccard(a: Int32Array, b: Int32Array): number {
  const first = new Set(a);
  const common = b.filter((unit) => first.has(unit)).length;
  return common / Math.max(1, a.length + b.length - common);
}
