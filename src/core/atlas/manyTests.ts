/**
 * q-values by Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57): the smallest false discovery rate at which a test is reported,
 * among all tests that have a probability.
 *
 * @param probabilities NaN where nothing was tested
 * @returns float32 q-values; NaN there too
 */
export function discoveryRates(probabilities: Float32Array | Float64Array): Float32Array {
  const tested: number[] = [];
  probabilities.forEach((p, at) => {
    if (!Number.isNaN(p)) tested.push(at);
  });
  const order = Int32Array.from(tested).sort((a, b) => (probabilities[a] as number) - (probabilities[b] as number));
  const q = new Float32Array(probabilities.length).fill(Number.NaN);
  let smallest = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const at = order[rank - 1] as number;
    smallest = Math.min(smallest, ((probabilities[at] as number) * order.length) / rank);
    q[at] = smallest;
  }
  return q;
}
