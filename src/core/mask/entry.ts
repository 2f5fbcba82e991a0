import { z } from 'zod';
import { type Stroke, strokeSchema } from './stroke.ts';

/**
 * What the journal of a mask holds: strokes, and that one was taken back or brought back. Nothing is ever removed, so that undo has no
 * end and survives everything. Ids are made where the entry is: an entry that is sent twice is stored once.
 */
export const maskEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stroke'), id: z.uuid(), stroke: strokeSchema }),
  z.object({ kind: z.literal('undo'), id: z.uuid() }),
  z.object({ kind: z.literal('redo'), id: z.uuid() }),
]);
export type MaskEntry = z.infer<typeof maskEntrySchema>;

export interface DrawnStroke {
  readonly id: string;
  readonly stroke: Stroke;
}

/** Strokes that stand, oldest first, and those that redo would bring back, the next one last. */
export interface FoldedEntries {
  readonly done: readonly DrawnStroke[];
  readonly undone: readonly DrawnStroke[];
}

/** Reads a journal from its beginning, or from where it was folded before. An undo with nothing to take back does nothing. */
export function foldEntries(
  entries: Iterable<MaskEntry>,
  from: FoldedEntries = { done: [], undone: [] },
): FoldedEntries {
  const done = [...from.done];
  const undone = [...from.undone];
  for (const entry of entries) {
    if (entry.kind === 'stroke') {
      done.push({ id: entry.id, stroke: entry.stroke });
      undone.length = 0;
    } else {
      const [source, target] = entry.kind === 'undo' ? [done, undone] : [undone, done];
      const stroke = source.pop();
      if (stroke !== undefined) target.push(stroke);
    }
  }
  return { done, undone };
}

/** Strokes as text. A mask may have thousands: as one string they cross the wire many times faster than as a tree of values. */
export function strokesText({ done, undone }: FoldedEntries): string {
  return JSON.stringify({ done, undone });
}

/** Reads what `strokesText` wrote; the text comes from the backend, whose strokes were checked when they were stored. */
export function readStrokes(text: string): FoldedEntries {
  return JSON.parse(text) as FoldedEntries;
}
