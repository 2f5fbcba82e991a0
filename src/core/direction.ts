import type { LinearMap } from './engine.ts';
import { Failure } from './failure.ts';
import { predictLatents } from './linearFit.ts';
import type { Direction, Range, SweepParams } from './params.ts';
import type { SampleSet } from './sampleSet.ts';
import type { ArtifactReader } from './stage.ts';
import { percentile } from './statistics.ts';
import { expectShape, type FloatTensor } from './tensor.ts';

/**
 * A direction as geometry: a coordinate that says where a picture stands on it, and the step in latent space that moves
 * the coordinate by one. For a unit the coordinate is its activation and the step its row of the linker.
 */
export interface Line {
  readonly name: string;
  /** Coordinate of a representation r [U]. */
  coordinateOf(r: Float32Array): number;
  /** [L] change of w for one unit of the coordinate. */
  readonly step: Float32Array;
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
export function lineOf(direction: Direction, map: LinearMap, nonneg: boolean): Line {
  const [units, width] = map.weights.shape as [number, number];
  const row = (unit: number) => {
    if (unit >= units)
      throw new Failure('BAD_INPUT', `There is no unit ${unit}: the classifier has ${units} units, 0 to ${units - 1}.`);
    return map.weights.data.subarray(unit * width, (unit + 1) * width);
  };
  switch (direction.kind) {
    case 'unit':
      return {
        name: `unit ${direction.unit}`,
        coordinateOf: (r) => r[direction.unit] as number,
        step: row(direction.unit),
        nonneg,
      };
    case 'units':
      return weightedLine(direction, row, width);
    case 'latent':
      return latentLine(direction, map, width);
    case 'none':
      return { name: 'no-op control', coordinateOf: () => 0, step: new Float32Array(width), nonneg: false };
  }
}

/** r' = r + t * weights; the coordinate is the projection of r on the weights, so that a single unit of weight 1 is the unit itself. */
function weightedLine(
  direction: Extract<Direction, { kind: 'units' }>,
  row: (unit: number) => Float32Array,
  width: number,
): Line {
  const norm = direction.weights.reduce((sum, { weight }) => sum + weight * weight, 0);
  if (norm === 0) throw new Failure('BAD_INPUT', `All weights of the direction "${direction.name}" are 0.`);
  const step = new Float32Array(width);
  for (const { unit, weight } of direction.weights) {
    const a = row(unit);
    for (let d = 0; d < width; d++) step[d] = (step[d] as number) + weight * (a[d] as number);
  }
  return {
    name: direction.name,
    coordinateOf: (r) =>
      direction.weights.reduce((sum, { unit, weight }) => sum + weight * (r[unit] as number), 0) / norm,
    step,
    nonneg: false,
  };
}

/** A vector in w; its coordinate is read from the linked latent, so that re-encoding can say what was realised. */
function latentLine(direction: Extract<Direction, { kind: 'latent' }>, map: LinearMap, width: number): Line {
  if (direction.w.length !== width) {
    throw new Failure(
      'BAD_INPUT',
      `The direction "${direction.name}" has ${direction.w.length} values, but w has ${width}.`,
    );
  }
  const norm = direction.w.reduce((sum, value) => sum + value * value, 0);
  if (norm === 0) throw new Failure('BAD_INPUT', `The direction "${direction.name}" is 0.`);
  return {
    name: direction.name,
    coordinateOf: (r) => {
      const w = linkedLatent(map, r);
      return direction.w.reduce((sum, value, d) => sum + value * (w[d] as number), 0) / norm;
    },
    step: Float32Array.from(direction.w),
    nonneg: false,
  };
}

/** [L] A r + b */
export function linkedLatent(map: LinearMap, r: Float32Array): Float32Array {
  return predictLatents(map, { data: r, shape: [1, r.length] }).data;
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

/** Reads a linker artifact's map back. */
export function readLinearMap(reader: ArtifactReader, linkerId: string): LinearMap {
  const weights = reader.array(linkerId, 'weights');
  const bias = reader.array(linkerId, 'bias');
  expectShape(weights.shape, [-1, bias.data.length], `the weights of linker ${linkerId}`);
  return { weights: { data: weights.data as Float32Array, shape: weights.shape }, bias: bias.data as Float32Array };
}
