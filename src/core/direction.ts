import { Failure } from './failure.ts';
import { type Linker, latentCountOf, linkedLatent, unitCountOf } from './linker.ts';
import type { Direction, Range, SweepParams } from './params.ts';
import type { SampleSet } from './sampleSet.ts';
import { percentile } from './statistics.ts';
import type { FloatTensor } from './tensor.ts';

/**
 * A direction as geometry: a coordinate that says where a picture stands on it, and how the latent changes when the coordinate
 * is set to a value. For a unit the coordinate is its activation.
 */
export interface Line {
  readonly name: string;
  /** Coordinate of a representation r [U]. */
  coordinateOf(r: Float32Array): number;
  /** [L] change of the linked latent of r when its coordinate is set to the value. */
  displace(r: Float32Array, value: number): Float32Array;
  /** Whether the coordinate cannot be below 0. */
  readonly nonneg: boolean;
}

/** The range of a line that a sweep walks, in units of its coordinate. */
export interface WalkedRange {
  readonly low: number;
  readonly high: number;
  /** Ends lie beyond every accepted sample. */
  readonly extrapolated: boolean;
  /** Smallest and largest coordinate over accepted samples. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
}

/**
 * @throws Failure BAD_INPUT when a unit does not exist or a latent vector has another length than w
 */
export function lineOf(direction: Direction, linker: Linker, nonneg: boolean): Line {
  switch (direction.kind) {
    case 'unit':
      return { ...weightedLine([{ unit: direction.unit, weight: 1 }], `unit ${direction.unit}`, linker), nonneg };
    case 'units':
      return weightedLine(direction.weights, direction.name, linker);
    case 'latent':
      return latentLine(direction, linker);
    case 'none':
      return {
        name: 'no-op control',
        coordinateOf: () => 0,
        displace: () => new Float32Array(latentCountOf(linker)),
        nonneg: false,
      };
  }
}

type Weights = Extract<Direction, { kind: 'units' }>['weights'];

/** r' = r + t * weights; the coordinate is the projection of r on the weights, so that a single unit of weight 1 is the unit itself. */
function weightedLine(weights: Weights, name: string, linker: Linker): Line {
  const units = unitCountOf(linker);
  for (const { unit } of weights) {
    if (unit < units) continue;
    throw new Failure('BAD_INPUT', `There is no unit ${unit}: the classifier has ${units} units, 0 to ${units - 1}.`);
  }
  const norm = weights.reduce((sum, { weight }) => sum + weight * weight, 0);
  if (norm === 0) throw new Failure('BAD_INPUT', `All weights of the direction "${name}" are 0.`);
  const coordinateOf = (r: Float32Array) =>
    weights.reduce((sum, { unit, weight }) => sum + weight * (r[unit] as number), 0) / norm;
  return { name, coordinateOf, displace: displacement(weights, coordinateOf, linker), nonneg: false };
}

/** Of a linear linker along one fixed step in w; of a network by linking the moved representation. */
function displacement(weights: Weights, coordinateOf: Line['coordinateOf'], linker: Linker): Line['displace'] {
  if (linker.kind === 'linear') {
    const { data } = linker.map.weights;
    const width = latentCountOf(linker);
    const step = Float64Array.from({ length: width }, (_, d) =>
      weights.reduce((sum, { unit, weight }) => sum + weight * (data[unit * width + d] as number), 0),
    );
    return (r, value) => Float32Array.from(step, (change) => (value - coordinateOf(r)) * change);
  }
  return (r, value) => {
    const moved = r.slice();
    const distance = value - coordinateOf(r);
    for (const { unit, weight } of weights) moved[unit] = (moved[unit] as number) + distance * weight;
    const from = linkedLatent(linker, r);
    return linkedLatent(linker, moved).map((value, d) => value - (from[d] as number));
  };
}

/** A vector in w; its coordinate is read from the linked latent, so that re-encoding can say what was realised. */
function latentLine(direction: Extract<Direction, { kind: 'latent' }>, linker: Linker): Line {
  const width = latentCountOf(linker);
  if (direction.w.length !== width) {
    throw new Failure(
      'BAD_INPUT',
      `The direction "${direction.name}" has ${direction.w.length} values, but w has ${width}.`,
    );
  }
  const norm = direction.w.reduce((sum, value) => sum + value * value, 0);
  if (norm === 0) throw new Failure('BAD_INPUT', `The direction "${direction.name}" is 0.`);
  const coordinateOf = (r: Float32Array) => {
    const w = linkedLatent(linker, r);
    return direction.w.reduce((sum, value, d) => sum + value * (w[d] as number), 0) / norm;
  };
  return {
    name: direction.name,
    coordinateOf,
    displace: (r, value) => {
      const distance = value - coordinateOf(r);
      return Float32Array.from(direction.w, (component) => distance * component);
    },
    nonneg: false,
  };
}

/**
 * The range of a line over accepted samples; widened about its middle by `multiple`, and never below 0 where the coordinate
 * cannot be. A unit that fires so rarely that its percentiles coincide is walked from its smallest to its largest activation.
 */
export function walkRange(line: Line, range: Range, accepted: SampleSet): WalkedRange {
  if (range.kind === 'percentile' && range.low >= range.high) {
    throw new Failure('BAD_INPUT', `The lower percentile (${range.low}) must be below the upper one (${range.high}).`);
  }
  const coordinates = coordinatesOf(line, accepted.r);
  const sorted = coordinates.slice().sort();
  const min = sorted[0] as number;
  const max = sorted[sorted.length - 1] as number;
  const [from, to] = percentilesOf(sorted, range);
  const [lower, upper] = range.kind === 'minmax' || from === to ? [min, max] : [from, to];
  const middle = (lower + upper) / 2;
  const half = ((upper - lower) / 2) * range.multiple;
  const low = line.nonneg ? Math.max(0, middle - half) : middle - half;
  const high = middle + half;
  const mean = coordinates.reduce((sum, value) => sum + value, 0) / coordinates.length;
  const sd = Math.sqrt(
    coordinates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, coordinates.length - 1),
  );
  return { low, high, extrapolated: low < min || high > max, min, max, mean, sd };
}

function percentilesOf(sorted: Float64Array, range: Range): readonly [number, number] {
  return [percentile(sorted, range.low), percentile(sorted, range.high)];
}

/** [N] coordinates of all rows of r [N U]. */
export function coordinatesOf(line: Line, r: FloatTensor): Float64Array {
  const [rows, units] = r.shape as [number, number];
  return Float64Array.from({ length: rows }, (_, row) =>
    line.coordinateOf(r.data.subarray(row * units, (row + 1) * units)),
  );
}

/** [K] equally spaced values from low to high. */
export function stepsOf(low: number, high: number, steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, k) => low + ((high - low) * k) / (steps - 1));
}

/** All directions of a sweep in its order: units, further directions, control. */
export function directionsOf(params: SweepParams, units: number): Direction[] {
  const chosen = params.units ? [...new Set(params.units)] : Array.from({ length: units }, (_, unit) => unit);
  return [
    ...chosen.map((unit): Direction => ({ kind: 'unit', unit })),
    ...params.directions,
    ...(params.control ? [{ kind: 'none' } satisfies Direction] : []),
  ];
}
