import { symmetricEigen } from '../eigen.ts';
import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import type { FloatTensor } from '../tensor.ts';
import { centreColumns } from './scores.ts';

export interface Components {
  /** [L L] one a row, from the largest variance to the smallest. */
  readonly axes: Float64Array;
  /** [L] variance of the latents along each. */
  readonly variances: Float64Array;
}

/** @param w [N L] latents */
export function principalComponents(w: FloatTensor): Components {
  const [rows, width] = w.shape as [number, number];
  const centred = centreColumns(Float64Array.from(w.data), rows, width);
  const columns = wholeBlock(transpose(centred, rows, width), width, rows);
  const gram = new Float64Array(width * width);
  addProduct(wholeBlock(gram, width, width), columns, columns);
  const { values, vectors } = symmetricEigen(gram, width);
  return { axes: vectors, variances: values.map((value) => Math.max(0, value) / Math.max(1, rows - 1)) };
}
