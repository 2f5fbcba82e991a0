/** A region is handed on row by row: the pixels from `first` to `last` of row `y`, both included. */
export type VisitSpan = (y: number, first: number, last: number) => void;

/** Hands on only what lies within a picture. */
export function clipSpans(widthPx: number, heightPx: number, visit: VisitSpan): VisitSpan {
  return (y, first, last) => {
    if (y < 0 || y >= heightPx) return;
    const from = Math.max(0, first);
    const to = Math.min(widthPx - 1, last);
    if (from <= to) visit(y, from, to);
  };
}

/** The runs of 1 in a bitmap [H W], moved by (x, y). */
export function bitmapSpans(bitmap: Uint8Array, widthPx: number, visit: VisitSpan, x = 0, y = 0): void {
  const rows = bitmap.length / widthPx;
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * widthPx;
    let at = bitmap.indexOf(1, row * widthPx);
    while (at !== -1 && at < end) {
      let last = at;
      while (last + 1 < end && bitmap[last + 1] === 1) last++;
      visit(row + y, at - row * widthPx + x, last - row * widthPx + x);
      at = bitmap.indexOf(1, last + 1);
    }
  }
}
