import type { MeasuredLine } from '#core/sweepTable.ts';

/** Strongest first; what was not walked comes last, and equals keep the sweep's order. */
export function byEffect(a: MeasuredLine, b: MeasuredLine): number {
  return (b.effect?.value ?? -1) - (a.effect?.value ?? -1) || a.ordinal - b.ordinal;
}
