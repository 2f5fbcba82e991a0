import type { Artifact } from '#core/artifact.ts';
import type { ArtifactReader } from '#core/stage.ts';
import type { Change, MaskSummary, MeasureSummary, SegmentSummary } from '#core/summary.ts';

/** What the page says of the parts: how well they are found, and what units change of them. */
export interface ReportedParts {
  readonly masks: MaskSummary;
  readonly segmenter: SegmentSummary;
  readonly measures: MeasureSummary;
  /** Of each unit its strongest change, the strongest unit first; only those whose interval leaves out no change. */
  readonly changes: readonly Change[];
  /** Masks, segmenter, maps, the sweep that was measured, measures. */
  readonly artifacts: readonly Artifact[];
}

/** Units told. */
const MOST_UNITS = 10;

export function gatherParts(reader: ArtifactReader, measureId: string): ReportedParts {
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
    artifacts: [mask, segment, reader.artifact(inputOf(measure, 'sweep')), maps, measure],
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
