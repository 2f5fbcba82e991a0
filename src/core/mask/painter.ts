import { EMPTY_RECT, type Mask, type Rect } from './mask.ts';
import { clipSpans, type VisitSpan } from './span.ts';

export interface Guards {
  readonly onlyBackground?: true | undefined;
  readonly locked?: readonly number[] | undefined;
}

/** Writes into a mask what the guards allow, and remembers where. */
export interface Painter {
  /** A visitor that gives every pixel of a span the label; spans may reach beyond the picture. */
  span(label: number): VisitSpan;
  /** Makes the mask what is given, [H W] uint8 labels. */
  replace(labels: Uint8Array): void;
  dirty(): Rect;
}

export function createPainter(mask: Mask, { onlyBackground, locked = [] }: Guards): Painter {
  const { widthPx, heightPx, data } = mask;
  const isOpen = new Uint8Array(256).fill(1);
  for (const label of locked) isOpen[label] = 0;
  const mayLose = onlyBackground ? isOpen.map((open, label) => (label === 0 ? open : 0)) : isOpen;
  const losesAny = mayLose.includes(0);
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];

  const touch = (y: number, first: number, last: number) => {
    if (first < left) left = first;
    if (last > right) right = last;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  };

  return {
    span(label) {
      if (isOpen[label] === 0) return () => {};
      return clipSpans(widthPx, heightPx, (y, first, last) => {
        touch(y, first, last);
        const row = y * widthPx;
        if (!losesAny) {
          data.fill(label, row + first, row + last + 1);
          return;
        }
        for (let at = row + first; at <= row + last; at++) {
          if (mayLose[data[at] as number] === 1) data[at] = label;
        }
      });
    },
    replace(labels) {
      for (let at = 0; at < data.length; at++) {
        const before = data[at] as number;
        const after = labels[at] as number;
        if (before === after || mayLose[before] === 0 || isOpen[after] === 0) continue;
        data[at] = after;
        const y = Math.floor(at / widthPx);
        touch(y, at - y * widthPx, at - y * widthPx);
      }
    },
    dirty: () => (right < 0 ? EMPTY_RECT : { x: left, y: top, widthPx: right - left + 1, heightPx: bottom - top + 1 }),
  };
}
