import { EIGHTHS } from '#core/mask/brush.ts';
import { snapped } from './tools/brushTool.ts';
import { strokeVisibly } from './tools/outline.ts';
import type { Brushwork, ToolName } from './tools/tool.ts';
import { type Point, toWindow, type View } from './view.ts';

const CROSS_PX = 4;

/** Whether a tool has a size. */
export function isBrush(tool: ToolName): boolean {
  return tool === 'brush' || tool === 'eraser' || tool === 'contour';
}

/** The brush where the pointer is: a ring of its size with a cross in the middle, or the cross alone. */
export function drawRing(
  context: CanvasRenderingContext2D,
  view: View,
  at: Point,
  tool: ToolName,
  { sizePx, shape, colour, label }: Brushwork,
): void {
  const hasSize = isBrush(tool);
  const eighths = hasSize ? snapped(at, sizePx) : { x: at.x * EIGHTHS, y: at.y * EIGHTHS };
  const { x, y } = toWindow(view, { x: eighths.x / EIGHTHS, y: eighths.y / EIGHTHS });
  const radius = (sizePx * view.scale) / 2;
  if (hasSize) {
    context.beginPath();
    if (shape === 'round') context.arc(x, y, radius, 0, 2 * Math.PI);
    else context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    if (tool !== 'eraser' && label !== 0) {
      context.fillStyle = colour;
      context.globalAlpha = 0.28;
      context.fill();
      context.globalAlpha = 1;
    }
    strokeVisibly(context, tool === 'eraser' ? [4, 3] : []);
  }
  if (hasSize && radius < 2 * CROSS_PX) return;
  context.beginPath();
  context.moveTo(x - CROSS_PX, y);
  context.lineTo(x + CROSS_PX, y);
  context.moveTo(x, y - CROSS_PX);
  context.lineTo(x, y + CROSS_PX);
  strokeVisibly(context);
}
