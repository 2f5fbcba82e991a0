import type { SegmenterRow } from '#core/views.ts';

/** A segmenter in a list: its network, and enough of its id to tell it from others. */
export function segmenterTitle({ artifact, summary }: SegmenterRow): string {
  return `${summary.segmenter.architecture} ${artifact.id.slice(0, 8)}`;
}
