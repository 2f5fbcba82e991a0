/** Eigenvalues and eigenvectors of symmetric matrices. */

export interface Eigen {
  /** [n] from the largest to the smallest. */
  readonly values: Float64Array;
  /** [n n] one eigenvector a row, of length 1, in the order of the values. */
  readonly vectors: Float64Array;
}

/**
 * Householder's reduction to tridiagonal form, then implicit QL with Wilkinson's shift
 * (Golub and Van Loan, Matrix Computations, 8.3; in the storage of EISPACK's tred2 and tql2).
 *
 * @param matrix [n n] symmetric
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const largest = matrix.reduce((size, value) => Math.max(size, Math.abs(value)), 0) || 1;
  const { diagonal, offDiagonal, basis } = tridiagonalise(
    matrix.map((value) => value / largest),
    n,
  );
  diagonalise(diagonal, offDiagonal, basis, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(basis.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (at) => largest * (diagonal[at] as number)), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** [n] element i stands between i and i + 1; the last is 0. */
  readonly offDiagonal: Float64Array;
  /** [n n] rows q with matrix = sum over i, j of q_i T_ij q_j^T */
  readonly basis: Float64Array;
}

/** Beside a largest element of 1 this is 0, and its square can still be told from 0. */
const NOTHING = 1e-140;

/** One reflection a column takes everything below its subdiagonal to 0. Works in place. */
function tridiagonalise(a: Float64Array, n: number): Tridiagonal {
  const offDiagonal = new Float64Array(n);
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  const mirror = new Float64Array(n);
  const image = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    let length = 0;
    for (let i = k + 1; i < n; i++) length = Math.hypot(length, a[i * n + k] as number);
    if (length < NOTHING) continue;
    const first = a[(k + 1) * n + k] as number;
    const target = first > 0 ? -length : length;
    offDiagonal[k] = target;
    const scale = length * (length + Math.abs(first));
    // The reflection is I - mirror mirror^T / scale.
    mirror.fill(0);
    for (let i = k + 1; i < n; i++) mirror[i] = a[i * n + k] as number;
    mirror[k + 1] = first - target;
    reflectBothSides(a, mirror, image, scale, k + 1, n);
    reflectRows(basis, mirror, image, scale, k + 1, n);
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number), offDiagonal, basis };
}

/** a := H a H on the rows and columns from `start`. */
function reflectBothSides(
  a: Float64Array,
  v: Float64Array,
  p: Float64Array,
  scale: number,
  start: number,
  n: number,
): void {
  let along = 0;
  for (let i = start; i < n; i++) {
    let sum = 0;
    for (let j = start; j < n; j++) sum += (a[i * n + j] as number) * (v[j] as number);
    p[i] = sum / scale;
    along += (p[i] as number) * (v[i] as number);
  }
  for (let i = start; i < n; i++) p[i] = (p[i] as number) - (along / (2 * scale)) * (v[i] as number);
  for (let i = start; i < n; i++) {
    const vi = v[i] as number;
    const pi = p[i] as number;
    for (let j = start; j < n; j++) {
      a[i * n + j] = (a[i * n + j] as number) - vi * (p[j] as number) - pi * (v[j] as number);
    }
  }
}

/** basis := H basis, row by row. */
function reflectRows(
  basis: Float64Array,
  v: Float64Array,
  sums: Float64Array,
  scale: number,
  start: number,
  n: number,
): void {
  sums.fill(0);
  for (let i = start; i < n; i++) {
    const factor = (v[i] as number) / scale;
    for (let j = 0; j < n; j++) sums[j] = (sums[j] as number) + factor * (basis[i * n + j] as number);
  }
  for (let i = start; i < n; i++) {
    const factor = v[i] as number;
    for (let j = 0; j < n; j++) basis[i * n + j] = (basis[i * n + j] as number) - factor * (sums[j] as number);
  }
}

/** Sweeps of rotations; each eigenvalue takes two or three. */
const MOST_SWEEPS = 60;

function diagonalise(d: Float64Array, e: Float64Array, basis: Float64Array, n: number): void {
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const last = endOfBlock(d, e, first, n);
      if (last === first) break;
      rotateBlock(d, e, basis, first, last, n);
    }
  }
}

/** The first index from which the matrix falls apart. */
function endOfBlock(d: Float64Array, e: Float64Array, first: number, n: number): number {
  let last = first;
  while (last + 1 < n) {
    const size = Math.abs(d[last] as number) + Math.abs(d[last + 1] as number);
    if (Math.abs(e[last] as number) <= Number.EPSILON * size) break;
    last += 1;
  }
  return last;
}

function rotateBlock(
  d: Float64Array,
  e: Float64Array,
  basis: Float64Array,
  first: number,
  last: number,
  n: number,
): void {
  const off = e[first] as number;
  const half = ((d[first + 1] as number) - (d[first] as number)) / (2 * off);
  const shift = (d[first] as number) - off / (half + Math.sign(half || 1) * Math.hypot(half, 1));
  let g = (d[last] as number) - shift;
  let sine = 1;
  let cosine = 1;
  let carried = 0;
  for (let i = last - 1; i >= first; i--) {
    const f = sine * (e[i] as number);
    const b = cosine * (e[i] as number);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = (d[i + 1] as number) - carried;
      e[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const raised = (d[i + 1] as number) - carried;
    const turn = ((d[i] as number) - raised) * sine + 2 * cosine * b;
    carried = sine * turn;
    d[i + 1] = raised + carried;
    g = cosine * turn - b;
    rotateRows(basis, i, sine, cosine, n);
  }
  d[first] = (d[first] as number) - carried;
  e[first] = g;
  e[last] = 0;
}

function rotateRows(basis: Float64Array, i: number, sine: number, cosine: number, n: number): void {
  const upper = i * n;
  const lower = upper + n;
  for (let j = 0; j < n; j++) {
    const f = basis[lower + j] as number;
    const x = basis[upper + j] as number;
    basis[lower + j] = sine * x + cosine * f;
    basis[upper + j] = cosine * x - sine * f;
  }
}
