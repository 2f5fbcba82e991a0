import { EIGHTHS } from '#core/mask/brush.ts';
import { type Point, toWindow, type View } from '../view.ts';

/** A line that shows on any picture: white with a dark edge. */
export function strokeVisibly(context: CanvasRenderingContext2D, dash: readonly number[] = []): void {
  context.lineJoin = 'round';
  context.setLineDash([]);
  context.lineWidth = 3;
  context.strokeStyle = DARK_EDGE;
  context.stroke();
  context.setLineDash([...dash]);
  context.lineWidth = 1.5;
  context.strokeStyle = '#FFFFFF';
  context.stroke();
  context.setLineDash([]);
}

export const DARK_EDGE = 'rgba(10, 12, 14, 0.85)';

export function tracePath(context: CanvasRenderingContext2D, view: View, points: readonly Point[]): void {
  context.beginPath();
  points.forEach((point, index) => {
    const { x, y } = toWindow(view, point);
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

/** x, y, x, y in eighths of a pixel, as strokes hold them. */
export function eighthsOf(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [Math.round(x * EIGHTHS), Math.round(y * EIGHTHS)]);
}
