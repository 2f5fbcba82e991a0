import { UMAP } from 'umap-js';
import { symmetricEigen } from '../eigen.ts';
import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import { randomState } from '../random.ts';
import type { Table } from './similarity.ts';

/** Where units stand in pictures of the whole study: like ones near each other. */

const NEIGHBOURS = 15;

/**
 * Units in the plane by UMAP (McInnes et al. 2018) of their effect profiles, cosine distance; the seed fixes it. With few units, for
 * which neighbourhoods say nothing, the first two principal components.
 *
 * @param profiles [units C]
 * @returns [units 2]
 */
export function unitMap(profiles: Table, seed: number): Float32Array {
  if (profiles.rows <= NEIGHBOURS) return principalPlane(profiles);
  const random = randomState(seed);
  const rows = Array.from({ length: profiles.rows }, (_, row) =>
    Array.from(profiles.data.subarray(row * profiles.columns, (row + 1) * profiles.columns)),
  );
  const umap = new UMAP({ nNeighbors: NEIGHBOURS, random: random.uniform, distanceFn: cosineDistance });
  return Float32Array.from(umap.fit(rows).flat());
}

function cosineDistance(a: readonly number[], b: readonly number[]): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] as number) * (b[i] as number);
    aa += (a[i] as number) ** 2;
    bb += (b[i] as number) ** 2;
  }
  return aa > 0 && bb > 0 ? 1 - ab / Math.sqrt(aa * bb) : 1;
}

/**
 * Order of rows in which like profiles stand together: by the angle in the plane of the first two principal components, begun after the
 * widest gap (Friendly 2002, Am. Stat. 56(4)).
 *
 * @returns [units] int32
 */
export function likenessOrder(profiles: Table): Int32Array {
  const plane = principalPlane(profiles);
  const angles = Float64Array.from({ length: profiles.rows }, (_, row) =>
    Math.atan2(plane[2 * row + 1] as number, plane[2 * row] as number),
  );
  const order = Int32Array.from({ length: profiles.rows }, (_, row) => row).sort(
    (a, b) => (angles[a] as number) - (angles[b] as number) || a - b,
  );
  let [widest, first] = [-1, 0];
  order.forEach((row, at) => {
    const before = angles[order[(at + order.length - 1) % order.length] as number] as number;
    const gap = (angles[row] as number) - before + (at === 0 ? 2 * Math.PI : 0);
    if (gap > widest) [widest, first] = [gap, at];
  });
  return Int32Array.from(order, (_, at) => order[(at + first) % order.length] as number);
}

/** [units 2] along the two axes of largest sum of squares, of profiles scaled to length 1. */
function principalPlane({ rows, columns, data }: Table): Float32Array {
  const scaled = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    const length = Math.hypot(...data.subarray(row * columns, (row + 1) * columns)) || 1;
    for (let at = row * columns; at < (row + 1) * columns; at++) scaled[at] = (data[at] as number) / length;
  }
  const turned = wholeBlock(transpose(scaled, rows, columns), columns, rows);
  const gram = new Float64Array(columns * columns);
  addProduct(wholeBlock(gram, columns, columns), turned, turned);
  const { vectors } = symmetricEigen(gram, columns);
  return Float32Array.from({ length: 2 * rows }, (_, at) => {
    const [row, axis] = [Math.floor(at / 2), at % 2];
    let along = 0;
    for (let column = 0; column < columns; column++)
      along += (scaled[row * columns + column] as number) * (vectors[axis * columns + column] as number);
    return along;
  });
}
