import { symmetricEigen } from './eigen.ts';
import { addProduct, transpose, wholeBlock } from './linearAlgebra.ts';
import { randomState } from './random.ts';
import type { ArtifactReader } from './stage.ts';
import { meanRowOf, median } from './statistics.ts';
import type { IdentifiabilitySummary, LinkerSummary } from './summary.ts';
import type { FloatTensor, TypedArray } from './tensor.ts';

/** What a linear link can say of single units: how many directions it has, which units share one, and which are well determined. */

/**
 * Effective rank (Roy and Vetterli 2007, EUSIPCO): exp of the entropy of the singular values, taken as shares of their sum. As many
 * as there are columns when all count alike, 1 when one is all.
 *
 * @param matrix [N L]
 */
export function effectiveRank(matrix: FloatTensor): number {
  const [rows, columns] = matrix.shape as [number, number];
  const transposed = wholeBlock(transpose(Float64Array.from(matrix.data), rows, columns), columns, rows);
  const gram = new Float64Array(columns * columns);
  addProduct(wholeBlock(gram, columns, columns), transposed, transposed);
  const { values } = symmetricEigen(gram, columns);
  // What rounding leaves of an eigenvalue 0 would count with its root.
  const noise = columns * Number.EPSILON * (values[0] as number);
  const singular = values.map((value) => (value > noise ? Math.sqrt(value) : 0));
  const sum = singular.reduce((total, value) => total + value, 0);
  if (sum === 0) return 0;
  const entropy = singular.reduce((total, value) => total - (value > 0 ? (value / sum) * Math.log(value / sum) : 0), 0);
  return Math.exp(entropy);
}

/**
 * Rows of a resample with as many clusters as there are, drawn with replacement.
 *
 * @param clusters [N] rows of the same number go together
 */
export function resampleRows(clusters: Int32Array, seed: number): number[] {
  const members = new Map<number, number[]>();
  clusters.forEach((cluster, row) => {
    const rows = members.get(cluster);
    if (rows) rows.push(row);
    else members.set(cluster, [row]);
  });
  const all = [...members.values()];
  const random = randomState(seed);
  return all.flatMap(() => all[Math.floor(random.uniform() * all.length)] as number[]);
}

/** Mean cosine of each unit's direction and the same direction in refits. */
export interface StabilityTally {
  /** @param weights [U L] of a refit */
  add(weights: FloatTensor): void;
  /** @returns [U] float32; 0 for a unit without a direction */
  mean(): Float32Array;
}

export function tallyStability(fitted: FloatTensor): StabilityTally {
  const sums = new Float64Array(fitted.shape[0] as number);
  let refits = 0;
  return {
    add(weights) {
      refits += 1;
      for (let unit = 0; unit < sums.length; unit++) {
        sums[unit] = (sums[unit] as number) + cosineOf(fitted, weights, unit);
      }
    },
    mean: () => Float32Array.from(sums, (sum) => sum / Math.max(1, refits)),
  };
}

function cosineOf(a: FloatTensor, b: FloatTensor, row: number): number {
  const width = a.shape[1] as number;
  let product = 0;
  let aSquared = 0;
  let bSquared = 0;
  for (let at = row * width; at < (row + 1) * width; at++) {
    const x = a.data[at] as number;
    const y = b.data[at] as number;
    product += x * y;
    aSquared += x * x;
    bSquared += y * y;
  }
  const lengths = Math.sqrt(aSquared * bSquared);
  return lengths > 0 ? product / lengths : 0;
}

/** What was found of the units of a linear link. */
export interface IdentifiedUnits {
  /** [U L] */
  readonly weights: FloatTensor;
  /** [N L] linked latents */
  readonly linked: FloatTensor;
  /** [U] */
  readonly stability: Float32Array;
  /** [U] */
  readonly group: Int32Array;
  readonly refits: number;
}

/** Units without a direction are left out of what is counted over units. */
export function summariseUnits({ weights, linked, stability, group, refits }: IdentifiedUnits): IdentifiabilitySummary {
  const width = weights.shape[1] as number;
  const pointing = Array.from(group.keys()).filter((unit) =>
    weights.data.subarray(unit * width, (unit + 1) * width).some((value) => value !== 0),
  );
  const sizes = new Map<number, number>();
  for (const unit of pointing) sizes.set(group[unit] as number, (sizes.get(group[unit] as number) ?? 0) + 1);
  return {
    weightsRank: effectiveRank(weights),
    linkedRank: effectiveRank(centred(linked)),
    groups: sizes.size,
    groupedUnits: [...sizes.values()].reduce((sum, size) => sum + (size > 1 ? size : 0), 0),
    medianStability: pointing.length > 0 ? median(pointing.map((unit) => stability[unit] as number)) : 0,
    refits,
  };
}

/** What was stored of the units of a linear linker; null for one without fixed directions. */
export function readIdentified(
  reader: ArtifactReader,
  linkerId: string,
): { readonly stability: TypedArray; readonly group: TypedArray } | null {
  const { identifiability } = reader.artifact(linkerId).summary as unknown as Partial<LinkerSummary>;
  if (!identifiability) return null;
  return { stability: reader.array(linkerId, 'stability').data, group: reader.array(linkerId, 'group').data };
}

function centred(matrix: FloatTensor): FloatTensor {
  const centre = meanRowOf(matrix);
  return { data: matrix.data.map((value, at) => value - (centre[at % centre.length] as number)), shape: matrix.shape };
}
