/** An unevaluated sum of two floats, high and low, which together hold about 106 bits (Dekker 1971). */
type Pair = readonly [high: number, low: number];

const LN2: Pair = [Math.LN2, 2.3190468138462996e-17];

/** 1 / (2 k + 1): the coefficients of artanh(s) / s in powers of s^2, as many as 2^-100 needs at the largest s. */
const COEFFICIENTS: readonly Pair[] = Array.from({ length: 21 }, (_, k) => divide([1, 0], [2 * k + 1, 0]));

/**
 * The natural logarithm of a normal positive number, correctly rounded but for the odd case that lies nearer to a tie than 2^-90.
 * `Math.log` may differ in its last bit from engine to engine, and so would everything drawn with it.
 *
 * x = m 2^e with m between sqrt(1/2) and sqrt(2), log(m) = 2 artanh(s), s = (m - 1) / (m + 1).
 */
export function naturalLog(x: number): number {
  const exponent = Math.round(Math.log2(x));
  const m = x * 2 ** -exponent;
  const s = divide([m - 1, 0], sumOf(m, 1));
  const squared = multiply(s, s);
  let series: Pair = [0, 0];
  for (let k = COEFFICIENTS.length - 1; k >= 0; k--) series = add(multiply(series, squared), COEFFICIENTS[k] as Pair);
  const [high, low] = add(multiply([exponent, 0], LN2), multiply([2, 0], multiply(s, series)));
  return high + low;
}

/** a + b without error (Knuth). */
function sumOf(a: number, b: number): Pair {
  const sum = a + b;
  const shown = sum - a;
  return [sum, a - (sum - shown) + (b - shown)];
}

/** a * b without error (Dekker, Veltkamp). */
function productOf(a: number, b: number): Pair {
  const product = a * b;
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

function upperHalf(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}

function add(a: Pair, b: Pair): Pair {
  const [high, low] = sumOf(a[0], b[0]);
  return sumOf(high, low + a[1] + b[1]);
}

function multiply(a: Pair, b: Pair): Pair {
  const [high, low] = productOf(a[0], b[0]);
  return sumOf(high, low + a[0] * b[1] + a[1] * b[0]);
}

function divide(a: Pair, b: Pair): Pair {
  const quotient = a[0] / b[0];
  const [high, low] = multiply([quotient, 0], b);
  return sumOf(quotient, (a[0] - high + (a[1] - low)) / b[0]);
}
