import { type Point, toWindow, type View } from '../view.ts';
import { DARK_EDGE, eighthsOf, strokeVisibly, tracePath } from './outline.ts';
import { type Brushwork, type Easel, guardsOf, type Tool } from './tool.ts';

const HANDLE_PX = 5;
const GRAB_PX = 9;

/** Corner by corner. Corners can be dragged until it is closed: Enter, a click on the first one, or a double
 * click at the end. Escape drops the last. */
export function createPolygonTool(): Tool {
  let corners: Point[] = [];
  let begun: { readonly work: Brushwork; readonly label: number } | null = null;
  let dragged: number | null = null;
  let hasMoved = false;
  let pointer: Point | null = null;

  const nearest = (at: Point, scale: number) => {
    const reach = GRAB_PX / scale;
    const index = corners.findIndex((corner) => Math.hypot(corner.x - at.x, corner.y - at.y) <= reach);
    return index < 0 ? null : index;
  };
  const drop = () => {
    corners = [];
    begun = null;
    dragged = null;
  };
  const close = (easel: Easel) => {
    const ended = begun;
    const points = eighthsOf(corners);
    if (ended === null || corners.length < 3) return false;
    drop();
    easel.touch();
    const { work, label } = ended;
    easel.keep({ tool: 'polygon', label, points, ...guardsOf(work, label) }, false);
    return true;
  };

  return {
    down(easel, work, at, { isErasing }) {
      begun ??= { work, label: isErasing ? 0 : work.label };
      dragged = nearest(at, easel.scale);
      hasMoved = false;
      if (dragged === null) {
        corners.push(at);
        dragged = corners.length - 1;
        hasMoved = true;
      }
      easel.touch();
    },
    move(easel, points) {
      const at = points.at(-1);
      if (at === undefined) return;
      pointer = at;
      if (dragged !== null) {
        const corner = corners[dragged] as Point;
        if (hasMoved || Math.hypot(corner.x - at.x, corner.y - at.y) * easel.scale > 3) {
          hasMoved = true;
          corners[dragged] = at;
        }
      }
      easel.touch();
    },
    up(easel) {
      const isEnd = dragged === 0 || dragged === corners.length - 1;
      const isClick = isEnd && !hasMoved;
      dragged = null;
      if (isClick) close(easel);
    },
    cancel(easel) {
      drop();
      easel.touch();
    },
    key(easel, key) {
      if (begun === null) return false;
      if (key === 'Enter') return close(easel);
      corners.pop();
      if (corners.length === 0) drop();
      easel.touch();
      return true;
    },
    draw(context, view) {
      if (begun !== null) drawPolygon(context, view, corners, dragged === null ? pointer : null, begun.work.colour);
    },
    isUnderWay: () => begun !== null,
  };
}

function drawPolygon(
  context: CanvasRenderingContext2D,
  view: View,
  corners: readonly Point[],
  pointer: Point | null,
  colour: string,
): void {
  tracePath(context, view, pointer === null ? corners : [...corners, pointer]);
  context.closePath();
  context.fillStyle = colour;
  context.globalAlpha = 0.28;
  context.fill('evenodd');
  context.globalAlpha = 1;
  tracePath(context, view, pointer === null ? corners : [...corners, pointer]);
  strokeVisibly(context);
  corners.forEach((corner, index) => {
    const { x, y } = toWindow(view, corner);
    context.beginPath();
    context.arc(x, y, HANDLE_PX, 0, 2 * Math.PI);
    context.fillStyle = index === 0 ? colour : '#FFFFFF';
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = DARK_EDGE;
    context.stroke();
  });
}
