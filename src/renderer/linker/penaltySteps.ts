/** Penalties a person can choose: 1 and 3 times every power of ten. */
const EXPONENTS = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6] as const;

export const PENALTIES: readonly number[] = EXPONENTS.flatMap((exponent) => [
  Number(`1e${exponent}`),
  Number(`3e${exponent}`),
]).slice(0, -1);

/** Position of the penalty nearest to one that came from elsewhere, on the log scale. */
export function penaltyStep(penalty: number): number {
  if (!(penalty > 0)) return 0;
  const distances = PENALTIES.map((each) => Math.abs(Math.log10(each / penalty)));
  return distances.indexOf(Math.min(...distances));
}
