import { Failure } from '../failure.ts';
import type { FitTools } from './problem.ts';
import { type Floats, type Matrix, zerosLike } from './products.ts';
import type { RowSums } from './rowBuffer.ts';
import { addGram, addTo, addTriangle, createTriangle, type Triangle } from './triangle.ts';

/** Second moments of paired rows about a point: all that a linear fit needs to know of its data. */
export interface Moments {
  readonly count: number;
  /** [U] and [L] float64, sums of the rows less the point, or their means once centred */
  readonly representation: Float64Array;
  readonly latent: Float64Array;
  /** [U U] float64, sums of products */
  readonly gram: Triangle;
  /** [U L] float64, sums of representation times latent */
  readonly cross: Float64Array;
  /** [L] float64, sums of squares */
  readonly latentSquares: Float64Array;
}

/** Second moments of one fold as they grow. */
export interface FoldSums extends RowSums {
  /** Rows as columns: x [U n] and y [L n], of which `representation` and `latent` are the sums already. */
  add(x: Matrix, y: Matrix, tools: Pick<FitTools, 'products' | 'signal'>): Promise<void>;
  /** All so far, as float64 arrays of their own. */
  moments(): Moments;
}

/** Products are added up in their own type. In float32 that is exact enough for so many rows; then they move into float64. */
const SETTLED_ROWS = 30_000;

/** @param elements the type that products are computed in */
export function createFoldSums(elements: Floats, units: number, latentDim: number): FoldSums {
  const representation = new Float64Array(units);
  const latent = new Float64Array(latentDim);
  const latentSquares = new Float64Array(latentDim);
  const gram = createTriangle(units, elements);
  const cross = zerosLike(elements, units * latentDim);
  let settled: SumsOfProducts | null = null;
  let count = 0;
  let unsettled = 0;
  const settle = (): void => {
    settled = sumOf({ gram, cross }, settled);
    for (const { data } of gram.blocks) data.fill(0);
    cross.fill(0);
    unsettled = 0;
  };
  return {
    representation,
    latent,
    async add(x, y, { products, signal }) {
      expectFinite(representation, 'representations');
      expectFinite(latent, 'latents');
      if (unsettled + x.columns > SETTLED_ROWS && elements instanceof Float32Array) settle();
      addSquares(latentSquares, y);
      await addGram(gram, x, { products, signal });
      await products.accumulate('abT', x, y, cross, 1);
      count += x.columns;
      unsettled += x.columns;
    },
    moments: () => ({
      count,
      representation: representation.slice(),
      latent: latent.slice(),
      latentSquares: latentSquares.slice(),
      ...sumOf({ gram, cross }, settled),
    }),
  };
}

type SumsOfProducts = Pick<Moments, 'gram' | 'cross'>;

/** In float64, as new arrays. */
function sumOf(
  { gram, cross }: { readonly gram: Triangle<Floats>; readonly cross: Floats },
  settled: SumsOfProducts | null,
): SumsOfProducts {
  const sums: SumsOfProducts = {
    gram: createTriangle(gram.size, new Float64Array(0)),
    cross: new Float64Array(cross.length),
  };
  for (const part of settled === null ? [{ gram, cross }] : [settled, { gram, cross }]) {
    addTriangle(sums.gram, part.gram);
    addTo(sums.cross, part.cross);
  }
  return sums;
}

function addSquares(squares: Float64Array, { data, rows, columns }: Matrix): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) sum += (data[at] as number) ** 2;
    squares[row] = (squares[row] as number) + sum;
  }
}

export function expectFinite(values: Float64Array, what: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new Failure(
    'BAD_INPUT',
    `The ${what} hold values that are not finite numbers, first in column ${at}: nothing can be fitted.`,
    { remedy: 'Check the model pair: draw the samples again on the CPU.' },
  );
}
