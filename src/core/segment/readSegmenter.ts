import type { ArtifactReader } from '../stage.ts';
import type { SegmentSummary } from '../summary.ts';
import { type Segmenter, unpackSegmenter } from './segmenter.ts';

/** Reads the sealed artifact of stage `segment`. */
export function readSegmenter(reader: ArtifactReader, artifactId: string): Segmenter {
  const { segmenter } = reader.artifact(artifactId).summary as unknown as SegmentSummary;
  return unpackSegmenter(segmenter, reader.array(artifactId, 'numbers').data as Float32Array);
}
