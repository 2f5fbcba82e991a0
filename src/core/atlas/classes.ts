import type { Changes } from './effects.ts';

/** Start pictures a class from which its mean is taken to be a mean. */
export const LEAST_PER_CLASS = 5;

/**
 * Standard deviation of a unit's effect between classes, beyond what start pictures explain: the random-effects variance of DerSimonian
 * and Laird (1986, Control. Clin. Trials 7), of class means weighted by their own variance.
 *
 * @param classOf [S] class of each start picture
 * @returns [lines C] float32; NaN where fewer than two classes have LEAST_PER_CLASS start pictures that show the part
 */
export function spreadBetweenClasses(changes: Changes, classOf: ArrayLike<number>): Float32Array {
  const { lines, starts, concepts, data } = changes;
  const classes = new Set(Array.from(classOf)).size === 0 ? 0 : Math.max(...Array.from(classOf)) + 1;
  const spread = new Float32Array(lines * concepts);
  for (let line = 0; line < lines; line++) {
    for (let concept = 0; concept < concepts; concept++) {
      const groups: number[][] = Array.from({ length: classes }, () => []);
      for (let start = 0; start < starts; start++) {
        const change = data[(line * starts + start) * concepts + concept] as number;
        if (!Number.isNaN(change)) groups[classOf[start] as number]?.push(change);
      }
      spread[line * concepts + concept] = betweenGroups(groups.filter((group) => group.length >= LEAST_PER_CLASS));
    }
  }
  return spread;
}

function betweenGroups(groups: readonly (readonly number[])[]): number {
  if (groups.length < 2) return Number.NaN;
  const summaries = groups.map((group) => {
    const mean = group.reduce((sum, value) => sum + value, 0) / group.length;
    const squares = group.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, variance: squares / (group.length - 1) / group.length };
  });
  if (summaries.some(({ variance }) => variance === 0)) return plainSpread(summaries.map(({ mean }) => mean));
  const weights = summaries.map(({ variance }) => 1 / variance);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = summaries.reduce((sum, { mean }, at) => sum + mean * (weights[at] as number), 0) / total;
  const heterogeneity = summaries.reduce(
    (sum, { mean }, at) => sum + (weights[at] as number) * (mean - centre) ** 2,
    0,
  );
  const scale = total - weights.reduce((sum, weight) => sum + weight ** 2, 0) / total;
  return Math.sqrt(Math.max(0, (heterogeneity - (groups.length - 1)) / scale));
}

/** Where a class does not vary at all its weight would be infinite: then the means alone speak. */
function plainSpread(means: readonly number[]): number {
  const centre = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  return Math.sqrt(means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (means.length - 1));
}
