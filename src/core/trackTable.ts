import type { StoredPart } from './artifact.ts';
import { Failure } from './failure.ts';
import { readLabelMaps } from './labelMaps.ts';
import type { Direction } from './params.ts';
import type { ArtifactReader } from './stage.ts';
import { median, percentile } from './statistics.ts';
import type { TrackSummary } from './summary.ts';
import { tensorOf } from './tensor.ts';
import { ARROW_NUMBERS, unpackArrows } from './track/arrows.ts';
import { MOTION_IDS, type MotionId } from './track/partMotion.ts';

/** Motion along one direction from one start picture. */
export interface TrackRow {
  readonly ordinal: number;
  /** Part of the sweep whose pictures these are. */
  readonly sweptOrdinal: number;
  readonly direction: Direction;
  /** Row of the start picture in the samples artifact. */
  readonly sample: number;
  /** [P Q M] float32, `MOTION_IDS`; NaN is missing. The last pair is from the first step to the last. */
  readonly motion: Float32Array;
  /** [P 7] float32, global motion and the share that moves by it; NaN where none was found. */
  readonly global: Float32Array;
  /** P times [A 5] float32, packed arrows; null where an older run kept none. */
  readonly arrows: readonly Float32Array[] | null;
}

export interface Tracks {
  readonly sweepId: string;
  /** Label maps that parts were told from; null where motion is of the whole picture alone. */
  readonly mapsId: string | null;
  /** [P] steps of the sweep that each pair goes from and to; the last pair is from end to end. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Q names: labels, then the whole picture. */
  readonly names: readonly string[];
  readonly rows: readonly TrackRow[];
}

const WHOLE_PICTURE = 'whole picture';

/** Also of an artifact that is being made, as far as it goes. */
export function readTracks(reader: ArtifactReader, id: string): Tracks {
  const { inputs } = reader.artifact(id);
  const inputOf = (role: string) => inputs.find((input) => input.role === role)?.id;
  const mapsId = inputOf('maps') ?? null;
  const labels = mapsId === null ? [] : readLabelMaps(reader, mapsId).labels;
  const rows: TrackRow[] = [];
  for (const { ordinal, part } of reader.placedParts(id)) {
    const key = part.key as { direction?: Direction; start?: number } | null;
    if (key?.direction === undefined || key.start === undefined)
      throw new Failure('DAMAGED_PROJECT', `Part ${part.id} does not say which pictures it tracks.`);
    rows.push({
      ordinal,
      sweptOrdinal: reader.array(id, 'swept').data[ordinal] as number,
      direction: key.direction,
      sample: key.start,
      motion: tensorOf(part, 'motion').data,
      global: tensorOf(part, 'global').data,
      arrows: arrowsOfPart(part),
    });
  }
  return {
    sweepId: inputOf('sweep') ?? '',
    mapsId,
    pairs: pairsOf(reader, id),
    names: [...labels.map(({ name }) => name), WHOLE_PICTURE],
    rows,
  };
}

/** [P] steps that each pair goes from and to. */
export function pairsOf(reader: ArtifactReader, id: string): (readonly [number, number])[] {
  const { data } = reader.array(id, 'pairs');
  return Array.from({ length: data.length / 2 }, (_, at) => [data[2 * at] as number, data[2 * at + 1] as number]);
}

/** Packed arrows of each pair of a part; null where an older run kept none. */
export function arrowsOfPart(part: StoredPart): Float32Array[] | null {
  const counts = part.arrays.arrowCounts?.data;
  if (counts === undefined) return null;
  const { data } = tensorOf(part, 'arrows');
  let end = 0;
  return Array.from(counts, (count) => {
    end += count * ARROW_NUMBERS;
    return data.subarray(end - count * ARROW_NUMBERS, end);
  });
}

/** Pairs of one step and the next that was tracked: all but the one from end to end, unless there is no other. */
export function consecutivePairs<Pair>(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs;
}

/** One number of a row: of a pair (the last by default) and a name (the whole picture by default). */
export function motionOf(
  { pairs, names }: Pick<Tracks, 'pairs' | 'names'>,
  row: Pick<TrackRow, 'motion'>,
  id: MotionId,
  pair = pairs.length - 1,
  name = names.length - 1,
): number {
  return row.motion[(pair * names.length + name) * MOTION_IDS.length + MOTION_IDS.indexOf(id)] as number;
}

/** Steps of a sweep that are compared: one after the other, then end to end. */
export function pairsOfSteps(sweepSteps: number, wanted: number | undefined): [number, number][] {
  const count = Math.min(wanted ?? sweepSteps, sweepSteps);
  const steps = Array.from({ length: count }, (_, at) => Math.round((at * (sweepSteps - 1)) / (count - 1)));
  const pairs = steps.slice(1).map((step, at): [number, number] => [steps[at] as number, step]);
  return pairs.length === 1 ? pairs : [...pairs, [0, sweepSteps - 1]];
}

export function summariseTracks(tracks: Tracks, pairsPerSecond: number): TrackSummary {
  const lengths = (isControl: boolean) =>
    tracks.rows
      .filter(({ direction }) => (direction.kind === 'none') === isControl)
      .map((row) => motionOf(tracks, row, 'magnitude'))
      .filter(Number.isFinite);
  const [moved, still] = [lengths(false), lengths(true)];
  const walked = tracks.rows.filter(({ direction }) => direction.kind !== 'none');
  return {
    parts: tracks.rows.length,
    directions: new Set(tracks.rows.map(({ direction }) => JSON.stringify(direction))).size,
    starts: new Set(tracks.rows.map(({ sample }) => sample)).size,
    pairs: tracks.rows.length * tracks.pairs.length,
    pairsPerSecond,
    rows: tracks.names,
    medianMagnitude: moved.length > 0 ? median(moved) : null,
    noiseFloor: still.length > 0 ? Math.max(...still) : null,
    untrusted: walked.length > 0 ? 1 - moved.length / walked.length : 0,
    longestArrow: longestArrow(walked),
  };
}

/** So long or shorter is the longest arrow in nine of ten pictures, px: one factor for all arrows is chosen by it. */
function longestArrow(rows: readonly TrackRow[]): number | null {
  const longest = rows
    .flatMap(({ arrows }) => consecutivePairs(arrows ?? []))
    .filter(({ length }) => length > 0)
    .map((packed) => Math.max(...unpackArrows(packed).map(({ dx, dy }) => Math.hypot(dx, dy))));
  return longest.length > 0 ? percentile(longest, 90) : null;
}
