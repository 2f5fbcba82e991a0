import { type Floats, type Matrix, type Products, zerosLike } from './products.ts';
import { invertUpper } from './upper.ts';

/** Reflections that take a panel P [m n] to its triangle, Q^T P = R, where Q = I - V T V^T (Schreiber and Van Loan 1989). */
export interface PanelFactor<A extends Floats> {
  /** [m p], p = min(m, n): each column of squared length 2, so that its reflection is I - v v^T */
  readonly v: Matrix<A>;
  /** [p p] upper triangle */
  readonly t: Matrix<A>;
  /** [p n] upper triangle or trapezoid */
  readonly r: Matrix<A>;
}

/** QR of a panel whose element (i, j) is `data[start + i * stride + j]`. Reflections are made in float64. */
export async function factorPanel<A extends Floats>(
  panel: { readonly data: A; readonly start: number; readonly stride: number },
  rows: number,
  columns: number,
  products: Products,
): Promise<PanelFactor<A>> {
  const count = Math.min(rows, columns);
  const lines = Array.from({ length: columns }, (_, j) => {
    const line = new Float64Array(rows);
    for (let i = 0, at = panel.start + j; i < rows; i++, at += panel.stride) line[i] = panel.data[at] as number;
    return line;
  });
  const v: Matrix<A> = { data: zerosLike(panel.data, rows * count), rows, columns: count };
  for (let k = 0; k < count; k++) {
    const mirror = mirrorOf(lines[k] as Float64Array, k);
    let j = k;
    for (; j + 4 <= columns; j += 4) reflectFour(mirror, k, lines, j);
    for (; j < columns; j++) reflect(mirror, k, lines[j] as Float64Array);
    for (let i = k; i < rows; i++) v.data[i * count + k] = mirror[i] as number;
  }
  const r: Matrix<A> = { data: zerosLike(panel.data, count * columns), rows: count, columns };
  for (const [j, line] of lines.entries()) {
    for (let i = 0; i <= j && i < count; i++) r.data[i * columns + j] = line[i] as number;
  }
  return { v, t: await couplingOf(v, products), r };
}

/** What reflects a line onto its element `first`, zeros before. A line of zeros is reflected onto itself. */
function mirrorOf(line: Float64Array, first: number): Float64Array {
  const mirror = line.slice();
  mirror.fill(0, 0, first);
  const length = Math.sqrt(squaresOf(mirror, first));
  const head = mirror[first] as number;
  mirror[first] = length === 0 ? 1 : head + (head < 0 ? -length : length);
  const scale = Math.sqrt(2 / squaresOf(mirror, first));
  for (let i = first; i < mirror.length; i++) mirror[i] = (mirror[i] as number) * scale;
  return mirror;
}

function squaresOf(line: Float64Array, first: number): number {
  let sum = 0;
  for (let i = first; i < line.length; i++) sum += (line[i] as number) ** 2;
  return sum;
}

function reflect(mirror: Float64Array, first: number, line: Float64Array): void {
  let along = 0;
  for (let i = first; i < line.length; i++) along += (mirror[i] as number) * (line[i] as number);
  for (let i = first; i < line.length; i++) line[i] = (line[i] as number) - along * (mirror[i] as number);
}

/** Four lines in one pass: the mirror is read once for all of them. */
function reflectFour(mirror: Float64Array, first: number, lines: readonly Float64Array[], at: number): void {
  const [a, b, c, d] = lines.slice(at, at + 4) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const end = mirror.length;
  let alongA = 0;
  let alongB = 0;
  let alongC = 0;
  let alongD = 0;
  for (let i = first; i < end; i++) {
    const m = mirror[i] as number;
    alongA += m * (a[i] as number);
    alongB += m * (b[i] as number);
    alongC += m * (c[i] as number);
    alongD += m * (d[i] as number);
  }
  for (let i = first; i < end; i++) {
    const m = mirror[i] as number;
    a[i] = (a[i] as number) - alongA * m;
    b[i] = (b[i] as number) - alongB * m;
    c[i] = (c[i] as number) - alongC * m;
    d[i] = (d[i] as number) - alongD * m;
  }
}

/** I - V T V^T is orthogonal with T^-1 = the part of V^T V above its diagonal plus half its diagonal (Puglisi 1992). */
async function couplingOf<A extends Floats>(v: Matrix<A>, products: Products): Promise<Matrix<A>> {
  const size = v.columns;
  const inner = Float64Array.from(await products.multiply('aTb', v, v));
  for (let i = 0; i < size; i++) {
    inner.fill(0, i * size, i * size + i);
    inner[i * size + i] = (inner[i * size + i] as number) / 2;
  }
  invertUpper({ data: inner, rows: size, columns: size });
  const data = zerosLike(v.data, inner.length);
  data.set(inner);
  return { data, rows: size, columns: size };
}
