/** Where activations lie on the slider's track. */

export interface SliderScale {
  /** Ends of the track, activation. */
  readonly from: number;
  readonly to: number;
  /** Smallest and largest activation in the samples: beyond them the track is dotted. */
  readonly seenLow: number;
  readonly seenHigh: number;
  /** The range a sweep walks: where Home and End go, and what a step is a share of. */
  readonly low: number;
  readonly high: number;
}

/** How far the track goes on beyond what was seen, as a share of it. */
const BEYOND = 0.3;

/**
 * @param edges bin edges of the activation over samples
 * @param range low and high of the sweep
 */
export function createScale(
  edges: readonly number[],
  range: { readonly low: number; readonly high: number },
): SliderScale {
  const seenLow = edges[0] ?? range.low;
  const seenHigh = edges.at(-1) ?? range.high;
  const beyond = (seenHigh - seenLow) * BEYOND;
  // An activation that is never negative in the samples is taken for rectified: there is nothing below 0.
  const from = seenLow >= 0 ? 0 : seenLow - beyond;
  return {
    from: Math.min(from, range.low),
    to: Math.max(seenHigh + beyond, range.high),
    seenLow,
    seenHigh,
    low: range.low,
    high: range.high,
  };
}

/** Place on the track, 0 to 1. */
export function shareOf(scale: SliderScale, value: number): number {
  const share = (value - scale.from) / (scale.to - scale.from);
  return Math.min(1, Math.max(0, share));
}

export function valueAt(scale: SliderScale, share: number): number {
  return scale.from + Math.min(1, Math.max(0, share)) * (scale.to - scale.from);
}

/** The value a key asks for, or null where the key is not the slider's. */
export function valueOfKey(scale: SliderScale, key: string, isShift: boolean, value: number): number | null {
  const step = (scale.high - scale.low) * (isShift ? 0.1 : 0.01);
  const clamp = (wanted: number) => Math.min(scale.to, Math.max(scale.from, wanted));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(value - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(value + step);
    case 'Home':
      return scale.low;
    case 'End':
      return scale.high;
    default:
      return null;
  }
}

export interface TrackLabel {
  readonly share: number;
  readonly text: string;
}

/** Labels that would run into each other are said together, at the place of the first. */
export function mergeLabels(labels: readonly TrackLabel[], leastGap: number): TrackLabel[] {
  const merged: TrackLabel[] = [];
  for (const label of labels.toSorted((a, b) => a.share - b.share)) {
    const last = merged.at(-1);
    if (last === undefined || label.share - last.share >= leastGap) merged.push(label);
    else merged[merged.length - 1] = { share: last.share, text: `${last.text}, ${label.text}` };
  }
  return merged;
}

/**
 * Heights of histogram bars, 0 to 1. One bin that towers over the others, as that of a unit that is mostly silent, is cut
 * so that the rest can be read.
 */
export function barHeights(counts: readonly number[]): { readonly heights: number[]; readonly cut: number | null } {
  const order = counts.map((_, at) => at).toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const [first = 0, second = 0] = order.map((at) => counts[at] ?? 0);
  const isCut = second > 0 && first > TOWER * second;
  const top = isCut ? Math.max(second * 1.25, first / MOST_CUT) : Math.max(1, first);
  return { heights: counts.map((count) => Math.min(1, count / top)), cut: isCut ? (order[0] ?? null) : null };
}

/** Above this multiple of the second largest bin, the largest one is cut. */
const TOWER = 3;

/** A bar is drawn at least at this part of its height, so that a few stray samples do not look like a population. */
const MOST_CUT = 15;
