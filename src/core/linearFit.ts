import { createLinearData, type LinearResult } from './linear/linearData.ts';
import type { LinearMap } from './linear/linearMap.ts';
import { type Products, plainProducts } from './linear/products.ts';
import { addProduct, transpose, wholeBlock } from './linearAlgebra.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/**
 * Fits latents ~ representations * weights + bias by ridge regression; the bias is not penalised.
 * With more units than samples the dual form is solved, so that no matrix is larger than the smaller side squared.
 *
 * @param representations [N U] float32, penultimate activations
 * @param latents         [N L] float32, generator W space
 * @param penalty         on squared weights, as scikit-learn's alpha; 0 means least squares
 * @returns weights, bias, and the ridge that had to be added because the units are linearly dependent on these samples
 * @throws Failure NO_SAMPLES without rows, BAD_SHAPE when N differs, BAD_INPUT when values are not finite
 */
export async function fitRidge(
  representations: FloatTensor,
  latents: FloatTensor,
  penalty: number,
  products: Products = plainProducts,
): Promise<LinearResult> {
  const [rows, units] = representations.shape as [number, number];
  expectShape(latents.shape, [rows, -1], 'the latents to fit');
  const data = createLinearData({ rows, units, latentDim: latents.shape[1] as number, foldCount: 1 }, products);
  await data.add(representations, latents, null);
  return data.fit(penalty === 0 ? { kind: 'least-squares' } : { kind: 'ridge', penalty });
}

/** Rows predicted at once. */
const CHUNK_ROWS = 64;

/**
 * The linked latents: representations * weights + bias, summed in float64. A row's result does not depend on the rows beside it.
 *
 * @param representations [N U] float32
 * @returns [N L] float32
 */
export function predictLatents({ weights, bias }: LinearMap, representations: FloatTensor): FloatTensor {
  const [units, latentDim] = weights.shape as [number, number];
  expectShape(representations.shape, [-1, units], 'the representations to link');
  const rows = representations.shape[0] as number;
  const columns = wholeBlock(transpose(Float64Array.from(weights.data), units, latentDim), latentDim, units);
  const data = new Float32Array(rows * latentDim);
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - first);
    const chunk = Float64Array.from(representations.data.subarray(first * units, (first + count) * units));
    const out = new Float64Array(count * latentDim);
    for (let row = 0; row < count; row++) out.set(bias, row * latentDim);
    addProduct(wholeBlock(out, count, latentDim), wholeBlock(chunk, count, units), columns);
    data.set(out, first * latentDim);
  }
  return { data, shape: [rows, latentDim] };
}
