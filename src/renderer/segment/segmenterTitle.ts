import type { SegmenterRow } from '#core/views/segment.ts';

/** A segmenter in a list: its network or the file it came from, and enough of its id to tell it from others. */
export function segmenterTitle({ artifact, summary }: SegmenterRow): string {
  return `${summary.importedFrom ?? summary.segmenter.architecture} ${artifact.id.slice(0, 8)}`;
}
