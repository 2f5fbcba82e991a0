import type { SegmentData } from './segment.bench.ts';
export async function timeToIou(_: SegmentData, log: (line: string) => void): Promise<number> {
  log('todo');
  return Number.NaN;
}
