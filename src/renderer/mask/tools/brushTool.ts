import { EIGHTHS } from '#core/mask/brush.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import type { Point } from '../view.ts';
import { type Easel, guardsOf, type PenPoint, type Tool } from './tool.ts';

/** Up to this size a brush sits on whole pixels, so that it covers the same ones wherever the pointer is within them. */
export const SNAPPED_PX = 8;
/** A pen that is hardly pressed draws with this share of the size. */
const LEAST_SHARE = 0.2;

type BrushStroke = Extract<Stroke, { tool: 'brush' | 'contour' }>;
type Draft = Omit<BrushStroke, 'points' | 'sizes'> & { readonly points: number[]; readonly sizes: number[] };

/** Brush, eraser, and the contour that closes and fills itself. Shift draws a straight line from where the last stroke ended. */
export function createBrushTool(kind: 'brush' | 'eraser' | 'contour'): Tool {
  let draft: Draft | null = null;
  let isPen = false;
  let end: { readonly x: number; readonly y: number } | null = null;

  const add = (easel: Easel, { x, y, pressure }: PenPoint) => {
    if (draft === null) return;
    const size = isPen && pressure !== null ? penSize(draft.size, pressure) : draft.size;
    const at = snapped({ x, y }, size / EIGHTHS);
    if (isClose(draft, at, size)) return;
    draft.points.push(at.x, at.y);
    draft.sizes.push(size);
    const from = Math.max(0, draft.sizes.length - 2);
    easel.drawPiece({
      ...draft,
      tool: 'brush',
      points: draft.points.slice(2 * from),
      ...(isPen ? { sizes: draft.sizes.slice(from) } : {}),
    } as Stroke);
  };

  return {
    down(easel, work, at, { shift, isErasing }) {
      const label = isErasing || kind === 'eraser' ? 0 : work.label;
      isPen = at.pressure !== null;
      draft = {
        tool: kind === 'contour' ? 'contour' : 'brush',
        label,
        shape: work.shape,
        size: Math.max(1, Math.round(work.sizePx * EIGHTHS)),
        points: [],
        sizes: [],
        ...guardsOf(work, label),
      };
      if (shift && end !== null) add(easel, { ...end, pressure: at.pressure });
      add(easel, at);
    },
    move(easel, points) {
      for (const at of points) add(easel, at);
    },
    up(easel) {
      if (draft === null) return;
      const { sizes, ...stroke } = draft;
      const [x, y] = stroke.points.slice(-2) as [number, number];
      end = { x: x / EIGHTHS, y: y / EIGHTHS };
      draft = null;
      easel.keep({ ...stroke, ...(isPen ? { sizes } : {}) } as Stroke, kind !== 'contour');
    },
    cancel(easel) {
      if (draft === null) return;
      draft = null;
      easel.takeBack();
    },
    isUnderWay: () => draft !== null,
  };
}

function penSize(size: number, pressure: number): number {
  return Math.max(1, Math.round(size * (LEAST_SHARE + (1 - LEAST_SHARE) * pressure)));
}

/** Eighths of a pixel. A small brush of an odd size is centred on a pixel, of an even one on a corner. */
export function snapped({ x, y }: Point, sizePx: number): Point {
  if (sizePx > SNAPPED_PX) return { x: Math.round(x * EIGHTHS), y: Math.round(y * EIGHTHS) };
  const shift = Math.round(sizePx) % 2 === 0 ? 0.5 : 0;
  const snap = (value: number) => (Math.round(value - shift) + shift) * EIGHTHS;
  return { x: snap(x), y: snap(y) };
}

/** Points that would hardly show are left out, so that strokes stay small. */
function isClose({ points, sizes }: Draft, at: Point, size: number): boolean {
  const last = sizes.at(-1);
  if (last === undefined || Math.abs(last - size) >= EIGHTHS) return false;
  const [x, y] = points.slice(-2) as [number, number];
  return Math.hypot(at.x - x, at.y - y) < Math.max(2, size / 24);
}
