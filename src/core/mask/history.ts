import { applyStroke } from './applyStroke.ts';
import { createMask, type Mask, type Rect, wholeOf } from './mask.ts';
import { decodeRuns, encodeRuns } from './runs.ts';
import type { Stroke } from './stroke.ts';

/** Strokes between two states that are remembered: undo draws again from the state before, so this bounds how long it takes. */
const STATE_EVERY = 32;

/** A mask that is being drawn, with undo and redo over every stroke it knows. */
export interface MaskHistory {
  /** Changed in place. */
  readonly mask: Mask;
  /** Strokes that stand, and strokes that redo would bring back. */
  doneCount(): number;
  undoneCount(): number;
  /** Adds a stroke. One that is on the mask already, piece by piece, is not drawn again. */
  push(stroke: Stroke, isDrawn?: boolean): Rect;
  /** What changed; null when there is nothing to take back. */
  undo(): Rect | null;
  redo(): Rect | null;
  /** Draws the strokes that stand again: takes pieces off that were drawn beside them. */
  restore(): Rect;
}

export interface HistoryStart {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Strokes that stand, oldest first, and those that redo would bring back, the next one last. */
  readonly done: readonly Stroke[];
  readonly undone: readonly Stroke[];
  /** A mask as it was after so many of the strokes, so that they need not be drawn. */
  readonly known?: { readonly count: number; readonly runs: Uint8Array } | undefined;
}

export function createHistory({ widthPx, heightPx, done: before, undone: redoable, known }: HistoryStart): MaskHistory {
  const mask = createMask(widthPx, heightPx);
  const done = [...before];
  const undone = [...redoable];
  /** Runs of the mask after so many strokes. */
  const states = new Map<number, Uint8Array>();
  if (known !== undefined) states.set(known.count, known.runs);

  /** Draws the mask as it is after so many strokes, from the nearest state before. */
  const drawAt = (count: number) => {
    let from = count;
    while (from > 0 && !states.has(from)) from--;
    const state = states.get(from);
    if (state === undefined) mask.data.fill(0);
    else mask.data.set(decodeRuns(state, mask.data.length));
    for (let next = from; next < count; next++) {
      applyStroke(mask, done[next] as Stroke);
      remember(next + 1);
    }
  };
  const remember = (count: number) => {
    if (count % STATE_EVERY === 0) states.set(count, encodeRuns(mask.data));
  };
  const forgetAfter = (count: number) => {
    for (const at of states.keys()) if (at > count) states.delete(at);
  };

  drawAt(done.length);

  return {
    mask,
    doneCount: () => done.length,
    undoneCount: () => undone.length,
    push(stroke, isDrawn = false) {
      const dirty = isDrawn ? wholeOf(mask) : applyStroke(mask, stroke);
      forgetAfter(done.length);
      done.push(stroke);
      undone.length = 0;
      remember(done.length);
      return dirty;
    },
    undo() {
      const stroke = done.at(-1);
      if (stroke === undefined) return null;
      drawAt(done.length - 1);
      done.pop();
      undone.push(stroke);
      return wholeOf(mask);
    },
    redo() {
      const stroke = undone.pop();
      if (stroke === undefined) return null;
      const dirty = applyStroke(mask, stroke);
      done.push(stroke);
      remember(done.length);
      return dirty;
    },
    restore() {
      drawAt(done.length);
      return wholeOf(mask);
    },
  };
}
