/** The standard normal distribution. */

/** Probability below x, by the series of the normal integral (Marsaglia 2004, J. Stat. Software 11(4)); error below 1e-15. */
export function normalProbability(x: number): number {
  // Beyond this, float64 cannot tell the result from 0 or 1 on the scale of a probability.
  if (x < -8.3) return 0;
  if (x > 8.3) return 1;
  let sum = x;
  let term = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  const probability = 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
  // Rounding may step over an end by a hair.
  return Math.min(1, Math.max(0, probability));
}

/** The x below which lies this probability, 0 to 1 exclusive, by bisection. */
export function normalQuantile(probability: number): number {
  let low = -8.3;
  let high = 8.3;
  for (let middle = 0; middle > low && middle < high; middle = (low + high) / 2) {
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}

/** 0.975 quantile. */
const TWO_SIDED = 1.959963984540054;

/**
 * Wilson's 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22): it keeps a width where all or none of the cases agree.
 */
export function wilsonInterval(hits: number, n: number): readonly [number, number] {
  const share = hits / n;
  const z2 = TWO_SIDED ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (TWO_SIDED * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // The ends are exact where rounding would miss them by a hair.
  return [hits === 0 ? 0 : centre - half, hits === n ? 1 : centre + half];
}
