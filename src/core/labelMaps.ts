import type { Label } from './labelSet.ts';
import { decodeRuns } from './mask/runs.ts';
import type { ArtifactReader } from './stage.ts';
import type { MapsSummary } from './summary.ts';

/** Label maps of a sweep's pictures, in the order of the sweep's own parts. */
export interface LabelMaps {
  /** Position is the value in maps; the background is first. */
  readonly labels: readonly Label[];
  readonly sweepId: string;
  readonly segmentId: string;
  /** K, pictures a part. */
  readonly steps: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Parts there are. */
  readonly count: number;
  /** [K H W] uint8, positions of labels */
  at(ordinal: number): Uint8Array;
}

/** Reads the sealed artifact of stage `maps`. */
export function readLabelMaps(reader: ArtifactReader, artifactId: string): LabelMaps {
  const { inputs, summary } = reader.artifact(artifactId);
  const { labels, steps, widthPx, heightPx, parts } = summary as unknown as MapsSummary;
  const inputOf = (role: string) => inputs.find((input) => input.role === role)?.id ?? '';
  return {
    labels,
    sweepId: inputOf('sweep'),
    segmentId: inputOf('segment'),
    steps,
    widthPx,
    heightPx,
    count: parts,
    at(ordinal) {
      const runs = reader.partAt(artifactId, ordinal).arrays.runs?.data as Uint8Array;
      return decodeRuns(runs, steps * heightPx * widthPx);
    },
  };
}
