/**
 * q-values by Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57): the smallest false discovery rate at which each test would be
 * called. A test without a p-value (NaN) is none, and its q-value is NaN.
 *
 * @param p one p-value a test, 0 to 1
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const tested = Array.from({ length: p.length }, (_, at) => at)
    .filter((at) => !Number.isNaN(p[at]))
    .sort((a, b) => (p[b] as number) - (p[a] as number));
  const q = new Float64Array(p.length).fill(Number.NaN);
  let smallest = 1;
  tested.forEach((at, fromLargest) => {
    const rank = tested.length - fromLargest;
    smallest = Math.min(smallest, ((p[at] as number) * tested.length) / rank);
    q[at] = smallest;
  });
  return q;
}
