import { symmetricEigen } from '../eigen.ts';
import { addProduct, transpose, wholeBlock } from '../linearAlgebra.ts';
import type { SampleSet } from '../sampleSet.ts';
import { columnDeviations } from '../statistics.ts';
import type { FloatTensor } from '../tensor.ts';

/**
 * How samples of one class vary about their class mean, pooled over classes: the covariance of r in units of each unit's standard
 * deviation, shrunk towards a multiple of the identity so that it can be inverted. A shift along which samples of a class vary
 * anyway is short in it; one that no class shows is long.
 */
export interface WithinClass {
  /** [U] standard deviation of each unit over accepted samples; 0 for a unit that never changes. */
  readonly deviations: Float64Array;
  /** [C U] mean representation of each class; rows of classes without samples are 0. */
  readonly means: Float64Array;
  /** [K U] principal directions, of length 1. */
  readonly directions: Float64Array;
  /** [K] by how much less a direction weighs than the rest, squared length per squared length. */
  readonly relief: Float64Array;
  /** Weight of whatever no direction covers: 1 / shrunken variance. */
  readonly rest: number;
}

/** Share of the covariance replaced by the identity times its mean variance. */
const SHRINKAGE = 0.1;
/** Larger covariances are taken over the rows instead, of so many samples at most. */
const MOST_DIRECTIONS = 512;

export function withinClassOf(samples: SampleSet, classes: number): WithinClass {
  const deviations = columnDeviations(samples.r);
  const means = classMeansOf(samples, classes);
  const rows = residualRows(samples, means, deviations);
  const [count, units] = rows.shape as [number, number];
  const freedom = Math.max(1, count - classes);
  const { values, vectors } = principal(rows, freedom);
  let trace = 0;
  for (const value of rows.data) trace += (value * value) / freedom;
  const floor = (SHRINKAGE * trace) / Math.max(1, units) || 1;
  const rest = 1 / floor;
  const relief = values.map((variance) => rest - 1 / ((1 - SHRINKAGE) * Math.max(0, variance) + floor));
  return { deviations, means, directions: vectors, relief, rest };
}

/**
 * Squared Mahalanobis length of a shift and its gradient.
 *
 * @param z [U] shift in standard deviations
 */
export function mahalanobis(
  { directions, relief, rest }: WithinClass,
  z: Float64Array,
): { readonly squared: number; readonly gradient: Float64Array } {
  const units = z.length;
  let squared = 0;
  const gradient = new Float64Array(units);
  for (let u = 0; u < units; u++) {
    const value = z[u] as number;
    squared += rest * value * value;
    gradient[u] = 2 * rest * value;
  }
  for (let k = 0; k < relief.length; k++) {
    let along = 0;
    for (let u = 0, at = k * units; u < units; u++, at++) along += (directions[at] as number) * (z[u] as number);
    const weight = (relief[k] as number) * along;
    squared -= weight * along;
    for (let u = 0, at = k * units; u < units; u++, at++) {
      gradient[u] = (gradient[u] as number) - 2 * weight * (directions[at] as number);
    }
  }
  return { squared: Math.max(0, squared), gradient };
}

/** Mahalanobis distance of a representation from the mean of a class. */
export function distanceFromClass(within: WithinClass, r: ArrayLike<number>, classIndex: number): number {
  const { deviations, means } = within;
  const units = deviations.length;
  const z = deviations.map((deviation, u) =>
    deviation > 0 ? ((r[u] as number) - (means[classIndex * units + u] as number)) / deviation : 0,
  );
  return Math.sqrt(mahalanobis(within, z).squared);
}

function classMeansOf({ r, classIndex }: SampleSet, classes: number): Float64Array {
  const [rows, units] = r.shape as [number, number];
  const means = new Float64Array(classes * units);
  const counts = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    const c = classIndex[row] as number;
    counts[c] = (counts[c] as number) + 1;
    for (let u = 0; u < units; u++) {
      means[c * units + u] = (means[c * units + u] as number) + (r.data[row * units + u] as number);
    }
  }
  return means.map((sum, at) => sum / Math.max(1, counts[Math.floor(at / units)] as number));
}

/** [N U] float64 rows less their class mean, in standard deviations; every so manieth of them where units outnumber what is affordable. */
function residualRows({ r, classIndex }: SampleSet, means: Float64Array, deviations: Float64Array) {
  const [rows, units] = r.shape as [number, number];
  const wanted = units <= MOST_DIRECTIONS ? rows : Math.min(rows, MOST_DIRECTIONS);
  const data = new Float64Array(wanted * units);
  for (let at = 0; at < wanted; at++) {
    const row = Math.floor((at * rows) / wanted);
    const c = classIndex[row] as number;
    for (let u = 0; u < units; u++) {
      const deviation = deviations[u] as number;
      if (deviation > 0) {
        data[at * units + u] = ((r.data[row * units + u] as number) - (means[c * units + u] as number)) / deviation;
      }
    }
  }
  return { data, shape: [wanted, units] as const };
}

/** Principal directions of rows that are centred already: through the covariance, or through the products of the rows where these are fewer. */
function principal(
  { data, shape: [count, units] }: { readonly data: Float64Array; readonly shape: readonly [number, number] },
  freedom: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  if (units <= count) return symmetricEigen(productOf(transpose(data, count, units), units, count, freedom), units);
  const { values, vectors } = symmetricEigen(productOf(data, count, units, freedom), count);
  const kept = Array.from(values.keys()).filter((k) => (values[k] as number) > 1e-9 * (values[0] as number));
  const directions = new Float64Array(kept.length * units);
  kept.forEach((k, at) => {
    const scale = 1 / Math.sqrt((values[k] as number) * freedom);
    for (let row = 0; row < count; row++) {
      const weight = scale * (vectors[k * count + row] as number);
      for (let u = 0; u < units; u++) {
        directions[at * units + u] =
          (directions[at * units + u] as number) + weight * (data[row * units + u] as number);
      }
    }
  });
  return { values: Float64Array.from(kept, (k) => values[k] as number), vectors: directions };
}

function productOf(rows: Float64Array, count: number, width: number, freedom: number): Float64Array {
  const product = new Float64Array(count * count);
  addProduct(wholeBlock(product, count, count), wholeBlock(rows, count, width), wholeBlock(rows, count, width));
  return product.map((value) => value / freedom);
}

/** [U] smallest and largest activation of each unit. */
export function observedRange({ data, shape }: FloatTensor): {
  readonly low: Float64Array;
  readonly high: Float64Array;
} {
  const [rows, units] = shape as [number, number];
  const low = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(units).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows; row++) {
    for (let u = 0; u < units; u++) {
      const value = data[row * units + u] as number;
      low[u] = Math.min(low[u] as number, value);
      high[u] = Math.max(high[u] as number, value);
    }
  }
  return { low, high };
}
