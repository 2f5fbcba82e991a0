import type { Point } from '../view.ts';
import { eighthsOf, strokeVisibly, tracePath } from './outline.ts';
import { type Brushwork, guardsOf, type Tool } from './tool.ts';

/** A line drawn around something fills it when the pointer is let go. */
export function createLassoTool(): Tool {
  let points: Point[] = [];
  let begun: { readonly work: Brushwork; readonly label: number } | null = null;
  return {
    down(easel, work, at, { isErasing }) {
      begun = { work, label: isErasing ? 0 : work.label };
      points = [at];
      easel.touch();
    },
    move(easel, more) {
      if (begun === null) return;
      points.push(...more);
      easel.touch();
    },
    up(easel) {
      if (begun === null) return;
      const { work, label } = begun;
      begun = null;
      easel.touch();
      if (points.length < 3) return;
      easel.keep({ tool: 'lasso', label, points: eighthsOf(points), ...guardsOf(work, label) }, false);
    },
    cancel(easel) {
      begun = null;
      easel.touch();
    },
    draw(context, view) {
      if (begun === null) return;
      tracePath(context, view, points);
      context.closePath();
      context.fillStyle = begun.work.colour;
      context.globalAlpha = 0.28;
      context.fill('evenodd');
      context.globalAlpha = 1;
      strokeVisibly(context);
    },
    isUnderWay: () => begun !== null,
  };
}
