import type { StoredPart } from './artifact.ts';
import { directionsOf, type Line, type WalkedRange } from './direction.ts';
import { readIdentified } from './identifiability.ts';
import { type Direction, type SweepParams, sweepParamsSchema } from './params.ts';
import { isFlagged, type Specificity, summariseSpecificity } from './specificity.ts';
import type { ArtifactReader } from './stage.ts';
import { estimate, percentile, slope } from './statistics.ts';
import type { Estimate, SweepSummary } from './summary.ts';
import { expectShape, type Tensor } from './tensor.ts';

/** One direction with the range that will be walked. */
export interface PlannedLine {
  readonly direction: Direction;
  readonly line: Line;
  readonly range: WalkedRange;
  /** From end to end in w, relative to the spread of w (root of its summed variances). */
  readonly latentLength: number;
  /** False for a unit that never changes: there is nothing to walk. */
  readonly walked: boolean;
}

/**
 * Columns of a sweep's array `lines` [directions 9] float64, in the sweep's order of directions:
 * low, high, min, max, mean, sd, extrapolated, latent length, walked.
 */
const LINE_COLUMNS = 9;

export function linesTable(lines: readonly PlannedLine[]): Tensor<Float64Array> {
  const rows = lines.flatMap(({ range, latentLength, walked }) => [
    range.low,
    range.high,
    range.min,
    range.max,
    range.mean,
    range.sd,
    Number(range.extrapolated),
    latentLength,
    Number(walked),
  ]);
  return { data: Float64Array.from(rows), shape: [lines.length, LINE_COLUMNS] };
}

/** The range of each direction, and whether it was walked, in the sweep's order of directions. */
export function readPlannedRanges(
  reader: ArtifactReader,
  sweepId: string,
): readonly { readonly low: number; readonly high: number; readonly walked: boolean }[] {
  const { data, shape } = reader.array(sweepId, 'lines');
  expectShape(shape, [-1, LINE_COLUMNS], `the lines of sweep ${sweepId}`);
  return Array.from({ length: shape[0] as number }, (_, row) => {
    const column = (offset: number) => data[row * LINE_COLUMNS + offset] as number;
    return { low: column(0), high: column(1), walked: column(8) === 1 };
  });
}

/** What a sweep measured along one direction, over the start pictures that are done. */
export interface MeasuredLine {
  readonly ordinal: number;
  readonly direction: Direction;
  readonly low: number;
  readonly high: number;
  /** Smallest and largest coordinate over accepted samples: steps beyond them are extrapolated. */
  readonly seenLow: number;
  readonly seenHigh: number;
  readonly activationMean: number;
  readonly activationSd: number;
  readonly extrapolated: boolean;
  readonly latentLength: number;
  /** A unit whose activation is the same in every sample: nothing was walked. */
  readonly dead: boolean;
  /** Mean absolute pixel difference of the two ends, grey levels; null while no start picture is done. */
  readonly effect: Estimate | null;
  /** Slope of the re-encoded coordinate on the set one; null for the control. */
  readonly realised: Estimate | null;
  /** The unit's own change against the other units'; null for other directions and while no start picture is done. */
  readonly specificity: Specificity | null;
  /** Whether its pictures are not of this unit; null where that cannot be judged. */
  readonly flagged: boolean | null;
  /** Mean cosine of the unit's direction to the same in refits of a linear linker; null for other directions. */
  readonly stability: number | null;
  /** Smallest unit whose direction this one shares, itself where it is alone; null likewise. */
  readonly group: number | null;
  /** Largest pixel difference from the first step, over steps and start pictures. */
  readonly largestDistance: number;
  /** Per start picture the address of its strip; null where it is not done. */
  readonly strips: readonly (string | null)[];
  /** Ordinal of its part from the first start picture, those of the others follow; null where nothing was walked. */
  readonly firstPart: number | null;
}

/** Reads the directions of a sweep, also of one that is still building. */
export function readSweepTable(reader: ArtifactReader, sweepId: string): MeasuredLine[] {
  const params = sweepParamsSchema.parse(reader.artifact(sweepId).params);
  const lines = reader.array(sweepId, 'lines');
  const starts = reader.array(sweepId, 'starts').data.length;
  expectShape(lines.shape, [-1, LINE_COLUMNS], `the lines of sweep ${sweepId}`);
  const units = (lines.shape[0] as number) - params.directions.length - Number(params.control);
  const directions = directionsOf(params, units);
  const column = (row: number, offset: number) => lines.data[row * LINE_COLUMNS + offset] as number;
  const parts = new Map<number, StoredPart>();
  for (const { ordinal, part } of reader.placedParts(sweepId)) parts.set(ordinal, part);
  const identified = readIdentified(reader, linkerOf(reader, sweepId));
  let walkedIndex = 0;
  return directions.map((direction, row) => {
    const walked = column(row, 8) === 1;
    const first = walkedIndex * starts;
    if (walked) walkedIndex += 1;
    const placed = Array.from({ length: starts }, (_, start) => (walked ? (parts.get(first + start) ?? null) : null));
    return {
      ordinal: row,
      direction,
      low: column(row, 0),
      high: column(row, 1),
      seenLow: column(row, 2),
      seenHigh: column(row, 3),
      activationMean: column(row, 4),
      activationSd: column(row, 5),
      extrapolated: column(row, 6) === 1,
      latentLength: column(row, 7),
      dead: !walked,
      ...measureParts(
        placed.filter((part) => part !== null),
        direction.kind !== 'none',
      ),
      stability: direction.kind === 'unit' ? (identified?.stability[direction.unit] ?? null) : null,
      group: direction.kind === 'unit' ? (identified?.group[direction.unit] ?? null) : null,
      strips: placed.map((part) => part?.image?.hash ?? null),
      firstPart: walked ? first : null,
    };
  });
}

function linkerOf(reader: ArtifactReader, sweepId: string): string {
  return reader.artifact(sweepId).inputs.find(({ role }) => role === 'linker')?.id ?? '';
}

function measureParts(
  parts: readonly StoredPart[],
  hasCoordinate: boolean,
): Pick<MeasuredLine, 'effect' | 'realised' | 'largestDistance' | 'specificity' | 'flagged'> {
  if (parts.length === 0) return { effect: null, realised: null, largestDistance: 0, specificity: null, flagged: null };
  const distances = parts.map((part) => Array.from(part.arrays.distance?.data ?? []));
  const slopes = parts
    .map((part) => slope(part.arrays.values?.data ?? [], part.arrays.realised?.data ?? []))
    .filter((value) => value !== null);
  const realised = hasCoordinate && slopes.length > 0 ? estimate(slopes) : null;
  const specificity = summariseSpecificity(parts.flatMap((part) => part.arrays.specificity?.data ?? []));
  return {
    effect: estimate(distances.map((steps) => steps[steps.length - 1] as number)),
    realised,
    specificity,
    flagged: isFlagged(realised, specificity),
    largestDistance: Math.max(...distances.flat()),
  };
}

export function summariseSweep(
  lines: readonly MeasuredLine[],
  params: SweepParams,
  imagesPerSecond: number,
): SweepSummary {
  const units = lines.filter((line) => line.direction.kind === 'unit');
  const control = lines.find((line) => line.direction.kind === 'none');
  const realised = units.flatMap((line) => (line.realised ? [line.realised.value] : []));
  const walked = lines.filter((line) => !line.dead);
  const starts = lines[0]?.strips.length ?? 0;
  return {
    units: units.length,
    directions: lines.length - units.length,
    starts,
    steps: params.steps,
    images: walked.length * starts * params.steps,
    imagesPerSecond,
    noiseFloor: control ? control.largestDistance : null,
    flagged: units.filter(({ flagged }) => flagged === true).length,
    judged: units.filter(({ flagged }) => flagged !== null).length,
    medianRealised: realised.length > 0 ? percentile(realised, 50) : null,
    extrapolated: lines.some((line) => line.extrapolated),
  };
}
