/** How well label maps agree with masks, from counts of pixels [K K]: row the mask's label, column the map's. */

export function countConfusion(truth: Uint8Array, found: Uint8Array, labels: number): Float64Array {
  const counts = new Float64Array(labels * labels);
  for (let at = 0; at < truth.length; at++) {
    const cell = (truth[at] as number) * labels + (found[at] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

/** [K K] of all masks together. @param counts [M K K] */
export function sumConfusion(counts: Float64Array, labels: number): Float64Array {
  const total = new Float64Array(labels * labels);
  counts.forEach((count, at) => {
    const cell = at % total.length;
    total[cell] = (total[cell] as number) + count;
  });
  return total;
}

/** [K] intersection over union; NaN of a label that neither has. */
export function iouOf(counts: Float64Array, labels: number): Float64Array {
  return Float64Array.from({ length: labels }, (_, label) => {
    let [inTruth, found] = [0, 0];
    for (let other = 0; other < labels; other++) {
      inTruth += counts[label * labels + other] as number;
      found += counts[other * labels + label] as number;
    }
    const both = counts[label * labels + label] as number;
    return both / (inTruth + found - both);
  });
}

/** Mean over the labels that there are. */
export function meanIou(ious: Float64Array): number {
  const known = ious.filter((iou) => !Number.isNaN(iou));
  return known.reduce((sum, iou) => sum + iou, 0) / known.length;
}
