import type { Artifact } from '#core/artifact.ts';
import type { ArtifactReader } from '#core/stage.ts';
import { estimate, mean } from '#core/statistics.ts';
import type { Change, Estimate, MaskSummary, MeasureSummary, SegmentSummary, TrackSummary } from '#core/summary.ts';
import type { MotionId } from '#core/track/partMotion.ts';
import { motionOf, readTracks } from '#core/trackTable.ts';

/** What the page says of the parts: how well they are found, and what units change of them. */
export interface ReportedParts {
  readonly masks: MaskSummary;
  readonly segmenter: SegmentSummary;
  readonly measures: MeasureSummary;
  /** Of each unit its strongest change, the strongest unit first; only those whose interval leaves out no change. */
  readonly changes: readonly Change[];
  /** Null where the sweep was not tracked. */
  readonly motion: ReportedMotion | null;
  /** Masks, segmenter, maps, the sweep that was measured, measures. */
  readonly artifacts: readonly Artifact[];
}

/** How parts move from end to end, once the motion of the whole picture is taken out. */
export interface ReportedMotion {
  readonly summary: TrackSummary;
  /** The farthest first, one part a unit: means over start pictures. */
  readonly moved: readonly {
    readonly unit: number;
    readonly part: string;
    readonly magnitude: Estimate;
    readonly x: number;
    readonly y: number;
    readonly expansion: number;
    readonly rotation: number;
  }[];
}

/** Units told. */
const MOST_UNITS = 10;

export function gatherParts(reader: ArtifactReader, measureId: string, trackId: string | undefined): ReportedParts {
  const measure = reader.artifact(measureId);
  const maps = reader.artifact(inputOf(measure, 'maps'));
  const segment = reader.artifact(inputOf(maps, 'segment'));
  const mask = reader.artifact(inputOf(segment, 'mask'));
  const measures = measure.summary as unknown as MeasureSummary;
  return {
    masks: mask.summary as unknown as MaskSummary,
    segmenter: segment.summary as unknown as SegmentSummary,
    measures,
    changes: strongestOfUnits(measures.strongest).slice(0, MOST_UNITS),
    motion: trackId === undefined ? null : gatherMotion(reader, trackId),
    artifacts: [
      ...[mask, segment, reader.artifact(inputOf(measure, 'sweep')), maps],
      ...(trackId === undefined ? [] : [reader.artifact(trackId)]),
      measure,
    ],
  };
}

function strongestOfUnits(changes: readonly Change[]): Change[] {
  const seen = new Set<number>();
  return changes.filter(({ directionIndex, delta: { low, high } }) => {
    if (seen.has(directionIndex) || low * high <= 0) return false;
    seen.add(directionIndex);
    return true;
  });
}

function inputOf(artifact: Artifact, role: string): string {
  return artifact.inputs.find((input) => input.role === role)?.id as string;
}

function gatherMotion(reader: ArtifactReader, trackId: string): ReportedMotion {
  const tracks = readTracks(reader, trackId);
  const units = Map.groupBy(tracks.rows, ({ direction }) => (direction.kind === 'unit' ? direction.unit : null));
  const moved = [...units].flatMap(([unit, rows]) => {
    if (unit === null) return [];
    // The whole picture stands last, and is not told beside its parts.
    const parts = tracks.names.slice(0, -1).flatMap((part, name) => {
      const of = (id: MotionId) =>
        rows.map((row) => motionOf(tracks, row, id, undefined, name)).filter((value) => !Number.isNaN(value));
      const lengths = of('magnitude');
      if (lengths.length < 2) return [];
      const [x, y, expansion, rotation] = (['x', 'y', 'expansion', 'rotation'] as const).map((id) => mean(of(id)));
      return [
        { unit, part, magnitude: estimate(lengths), x, y, expansion, rotation } as ReportedMotion['moved'][number],
      ];
    });
    return parts.sort((a, b) => b.magnitude.value - a.magnitude.value).slice(0, 1);
  });
  return {
    summary: reader.artifact(trackId).summary as unknown as TrackSummary,
    moved: moved.sort((a, b) => b.magnitude.value - a.magnitude.value).slice(0, MOST_UNITS),
  };
}
