import type { Scheme } from '#renderer/plot/template.ts';
import { MONO_FONT, PALETTES, UI_FONT } from '#renderer/theme.ts';
import { effectColour } from './colours.ts';
import type { ShownAtlas } from './shownAtlas.ts';

/** Room for part and metric names above the cells, and for unit numbers before them. */
export const HEAD_PX = 116;
export const LABEL_PX = 34;
const GAP_PX = 6;
export const LEAST_COLUMN_PX = 13;
const MOST_COLUMN_PX = 40;
/** Rows lower than this carry no numbers. */
const LEAST_LABELLED_PX = 9;

interface ColumnCell {
  readonly concept: number;
  readonly left: number;
  readonly widthPx: number;
}

export interface Columns {
  readonly cells: readonly ColumnCell[];
  readonly groups: readonly { readonly part: string; readonly left: number; readonly widthPx: number }[];
  readonly widthPx: number;
}

/** Columns of one part stand together; they fill the width they are given, down to a least width beyond which the map scrolls. */
export function layoutColumns(view: ShownAtlas, concepts: readonly number[], widthPx: number): Columns {
  const partOf = (concept: number) => view.concepts[concept]?.part ?? '';
  const parts = new Set(concepts.map(partOf));
  const room = widthPx - LABEL_PX - 16 - GAP_PX * Math.max(0, parts.size - 1);
  const columnPx = Math.min(MOST_COLUMN_PX, Math.max(LEAST_COLUMN_PX, Math.floor(room / Math.max(1, concepts.length))));
  const cells: ColumnCell[] = [];
  const groups: { part: string; left: number; widthPx: number }[] = [];
  let left = LABEL_PX;
  for (const concept of concepts) {
    const part = partOf(concept);
    const group = groups.at(-1);
    if (group?.part !== part) {
      if (group !== undefined) left += GAP_PX;
      groups.push({ part, left, widthPx: 0 });
    }
    cells.push({ concept, left, widthPx: columnPx });
    left += columnPx;
    const last = groups.at(-1) as { left: number; widthPx: number };
    last.widthPx = left - last.left;
  }
  return { cells, groups, widthPx: Math.max(widthPx - 16, left) };
}

export interface Drawing {
  readonly view: ShownAtlas;
  readonly rows: readonly number[];
  readonly columns: Columns;
  readonly limit: number;
  readonly isReportedOnly: boolean;
  readonly rowPx: number;
  readonly row: number | null;
  readonly concept: number | null;
  readonly selected: ReadonlySet<number>;
  readonly active: { readonly row: number; readonly concept: number };
  readonly scheme: Scheme;
  readonly scroll: { readonly left: number; readonly top: number };
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels of the canvas a point; those of the screen where none is given. */
  readonly ratio?: number;
  /** Of the surface behind the cells, where it is not the window's. */
  readonly background?: string;
}

/** Draws the part of the map that is in sight. */
export function drawHeatMap(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { widthPx, heightPx, scroll, scheme, ratio = window.devicePixelRatio } = drawing;
  const background = drawing.background ?? PALETTES[scheme].s0;
  canvas.width = Math.round(widthPx * ratio);
  canvas.height = Math.round(heightPx * ratio);
  canvas.style.width = `${widthPx}px`;
  canvas.style.height = `${heightPx}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, -scroll.left * ratio, 0);
  context.fillStyle = background;
  context.fillRect(scroll.left, 0, widthPx, heightPx);
  drawCells(context, drawing);
  drawMarks(context, drawing);
  context.fillStyle = background;
  context.fillRect(scroll.left, 0, widthPx, HEAD_PX - 2);
  drawHead(context, drawing);
  drawEdges(context, drawing);
}

/** How far the cells fade where more of them lie beyond an edge, pixels. */
const FADE_PX = 28;

/** Cells fade, and an arrow points on, where the map goes on to the right or below. */
function drawEdges(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { columns, rows, rowPx, scroll, scheme, widthPx, heightPx } = drawing;
  const { s0, t1 } = PALETTES[scheme];
  const [right, bottom] = [scroll.left + widthPx, heightPx];
  const last = columns.cells.at(-1);
  const fade = (x: number, y: number, width: number, height: number) => {
    const isSide = height > width;
    const gradient = context.createLinearGradient(x, y, isSide ? x + width : x, isSide ? y : y + height);
    gradient.addColorStop(0, `${s0}00`);
    gradient.addColorStop(1, s0);
    context.fillStyle = gradient;
    context.fillRect(x, y, width, height);
  };
  context.font = `15px ${UI_FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (last !== undefined && last.left + last.widthPx > right + 1) {
    fade(right - FADE_PX, 0, FADE_PX, heightPx);
    context.fillStyle = t1;
    context.fillText('›', right - 8, HEAD_PX / 2);
  }
  if (HEAD_PX + rows.length * rowPx - scroll.top > bottom + 1) fade(scroll.left, bottom - FADE_PX, widthPx, FADE_PX);
}

function visibleRows({ rows, rowPx, scroll, heightPx }: Drawing): readonly [number, number] {
  const first = Math.floor(scroll.top / rowPx);
  return [first, Math.min(rows.length, first + Math.ceil((heightPx - HEAD_PX) / rowPx) + 1)];
}

function drawCells(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { view, rows, columns, rowPx, limit, scheme, scroll, isReportedOnly } = drawing;
  const [first, last] = visibleRows(drawing);
  const gap = rowPx > 6 ? 1 : 0;
  const middle = effectColour(scheme, 0, limit);
  for (let place = first; place < last; place++) {
    const row = rows[place] as number;
    const top = HEAD_PX + place * rowPx - scroll.top;
    for (const { concept, left, widthPx } of columns.cells) {
      const cell = row * view.concepts.length + concept;
      const value = view.value[cell] as number;
      if (Number.isNaN(value)) continue;
      const isReported = (view.q[cell] as number) < 0.05;
      const isBlank = view.below[cell] === 1 || (isReportedOnly && !isReported);
      context.fillStyle = isBlank ? middle : effectColour(scheme, value, limit);
      context.fillRect(left, top, widthPx - 1, rowPx - gap);
      if (isReported && !isReportedOnly && rowPx > 6) {
        context.fillStyle = PALETTES[scheme].t1;
        context.fillRect(left + widthPx / 2 - 1.5, top + rowPx / 2 - 2, 2, 2);
      }
    }
  }
}

function drawMarks(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { view, rows, columns, rowPx, scheme, scroll, row, concept, selected, active } = drawing;
  const { accent, t2, t3 } = PALETTES[scheme];
  const [first, last] = visibleRows(drawing);
  const right = (columns.cells.at(-1)?.left ?? LABEL_PX) + (columns.cells.at(-1)?.widthPx ?? 0);
  context.font = `10.5px ${MONO_FONT}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(LEAST_LABELLED_PX / rowPx));
  for (let place = first; place < last; place++) {
    const at = rows[place] as number;
    const top = HEAD_PX + place * rowPx - scroll.top;
    const isLit = at === row || selected.has(at);
    if (selected.has(at)) {
      context.fillStyle = accent;
      context.fillRect(LABEL_PX - 4, top, 2, Math.max(1, rowPx - 1));
    }
    if (isLit || place % every === 0) {
      context.fillStyle = isLit ? accent : at === active.row ? t2 : t3;
      if (isLit || rowPx >= LEAST_LABELLED_PX || place % (every * 2) === 0)
        context.fillText(String(view.units[at]?.unit ?? ''), LABEL_PX - 7, top + rowPx / 2);
    }
  }
  context.strokeStyle = accent;
  context.lineWidth = 1.5;
  const place = row === null ? -1 : rows.indexOf(row);
  if (place !== -1)
    context.strokeRect(LABEL_PX - 1, HEAD_PX + place * rowPx - scroll.top - 1, right - LABEL_PX + 1, rowPx + 1);
  const column = columns.cells.find((each) => each.concept === concept);
  if (column !== undefined)
    context.strokeRect(column.left - 1, HEAD_PX - scroll.top - 1, column.widthPx + 1, rows.length * rowPx + 1);
}

function drawHead(context: CanvasRenderingContext2D, { view, columns, scheme, concept, active }: Drawing): void {
  const { accent, t1, t2, line3 } = PALETTES[scheme];
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { part, left, widthPx } of columns.groups) {
    context.fillStyle = t1;
    context.font = `11.5px ${UI_FONT}`;
    context.fillText(cutTo(context, part, widthPx), left, 10);
    context.fillStyle = line3;
    context.fillRect(left, 20, widthPx - 1, 2);
  }
  context.font = `11px ${UI_FONT}`;
  for (const { concept: at, left, widthPx } of columns.cells) {
    context.save();
    context.translate(left + widthPx / 2 - 0.5, HEAD_PX - 8);
    context.rotate(-Math.PI / 2);
    context.fillStyle = at === concept ? accent : at === active.concept ? t1 : t2;
    context.fillText(view.concepts[at]?.metric ?? '', 0, 0, HEAD_PX - 34);
    context.restore();
  }
}

/** A name cut to a width, with an ellipsis where something is missing. */
function cutTo(context: CanvasRenderingContext2D, name: string, widthPx: number): string {
  if (context.measureText(name).width <= widthPx) return name;
  let kept = name.length - 1;
  while (kept > 1 && context.measureText(`${name.slice(0, kept)}…`).width > widthPx) kept--;
  return `${name.slice(0, kept)}…`;
}
