import { factorPanel, type PanelFactor } from './householder.ts';
import type { FitTools } from './problem.ts';
import { type Floats, joinColumns, type Matrix, type Products, zerosLike } from './products.ts';

/** A symmetric matrix that is zero away from its diagonal squares and the blocks below them. */
export interface BandMatrix<A extends Floats> {
  readonly size: number;
  /** [w w] each, whole; the last may be smaller */
  readonly squares: readonly Matrix<A>[];
  /** What stands below square k: as many rows as square k + 1. */
  readonly below: readonly Matrix<A>[];
}

/** A = Q T Q^T. */
export interface BandReduction<A extends Floats> {
  readonly band: BandMatrix<A>;
  /** [n n] Q^T: one basis vector a row */
  readonly basis: Matrix<A>;
}

/** Narrow enough that the band costs little to solve, wide enough for fast products. */
const WIDTH = 64;

/**
 * Takes a symmetric matrix to band form by reflections of panels (the first of the two stages of Bischof, Lang and Sun 2000): nearly all
 * of it products, where a reduction to three diagonals would be limited by memory.
 *
 * @param matrix [n n] whole; its memory becomes the basis
 */
export async function reduceToBand<A extends Floats>(
  matrix: Matrix<A>,
  { products, signal }: FitTools,
): Promise<BandReduction<A>> {
  const squares: Matrix<A>[] = [];
  const below: Matrix<A>[] = [];
  const panels: PanelFactor<A>[] = [];
  let rest = matrix;
  while (rest.rows > WIDTH) {
    signal?.throwIfAborted();
    const place = { data: rest.data, start: WIDTH * rest.columns, stride: rest.columns };
    const panel = await factorPanel(place, rest.rows - WIDTH, WIDTH, products);
    squares.push(cornerOf(rest, WIDTH));
    below.push(panel.r);
    panels.push(panel);
    rest = withoutCorner(rest, WIDTH);
    await reflectBothSides(rest, panel, products);
  }
  squares.push(cornerOf(rest, rest.rows));
  let basis = identity(matrix.data, rest.rows);
  for (const panel of panels.toReversed()) {
    signal?.throwIfAborted();
    await reflectColumns(basis, panel, products);
    basis = withCorner(matrix.data, basis.rows, WIDTH);
  }
  return { band: { size: matrix.rows, squares, below }, basis };
}

/** A := (I - V T^T V^T) A (I - V T V^T) = A - X V^T - V X^T with X = A V T - V (T^T V^T A V T) / 2. */
async function reflectBothSides<A extends Floats>(
  a: Matrix<A>,
  { v, t }: PanelFactor<A>,
  products: Products,
): Promise<void> {
  const image = { ...v, data: await products.multiply('ab', a, v) };
  const inner = { ...t, data: await products.multiply('aTb', v, image) };
  const right = { ...t, data: await products.multiply('ab', inner, t) };
  const both = { ...t, data: await products.multiply('aTb', t, right) };
  for (let i = 0; i < both.data.length; i++) both.data[i] = (both.data[i] as number) / 2;
  const x = { ...v, data: await products.multiply('ab', image, t) };
  await products.accumulate('ab', v, both, x.data, -1);
  await products.accumulate('abT', joinColumns(x, v), joinColumns(v, x), a.data, -1);
}

/** B := B (I - V T^T V^T) */
async function reflectColumns<A extends Floats>(
  b: Matrix<A>,
  { v, t }: PanelFactor<A>,
  products: Products,
): Promise<void> {
  const image = { ...v, data: await products.multiply('ab', b, v) };
  const coupled = { ...v, data: await products.multiply('abT', image, t) };
  await products.accumulate('abT', coupled, v, b.data, -1);
}

function cornerOf<A extends Floats>({ data, columns: stride }: Matrix<A>, width: number): Matrix<A> {
  const corner = zerosLike(data, width * width);
  for (let row = 0; row < width; row++) corner.set(data.subarray(row * stride, row * stride + width), row * width);
  return { data: corner, rows: width, columns: width };
}

/** What is left without the first rows and columns, moved to the start of the memory. */
function withoutCorner<A extends Floats>({ data, rows, columns }: Matrix<A>, width: number): Matrix<A> {
  const size = rows - width;
  for (let row = 0; row < size; row++) {
    const from = (row + width) * columns + width;
    data.copyWithin(row * size, from, from + size);
  }
  return { data: data.subarray(0, size * size) as A, rows: size, columns: size };
}

function identity<A extends Floats>(memory: A, size: number): Matrix<A> {
  const data = memory.subarray(0, size * size) as A;
  data.fill(0);
  for (let i = 0; i < size; i++) data[i * size + i] = 1;
  return { data, rows: size, columns: size };
}

/** The matrix at the start of the memory with rows and columns of an identity before its own. */
function withCorner<A extends Floats>(memory: A, size: number, width: number): Matrix<A> {
  const all = size + width;
  const data = memory.subarray(0, all * all) as A;
  for (let row = size - 1; row >= 0; row--) {
    const to = (row + width) * all;
    data.copyWithin(to + width, row * size, (row + 1) * size);
    data.fill(0, to, to + width);
  }
  data.fill(0, 0, width * all);
  for (let i = 0; i < width; i++) data[i * all + i] = 1;
  return { data, rows: all, columns: all };
}
