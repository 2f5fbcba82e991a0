import { brushSpans } from './brush.ts';
import { findHoles, findSpecks } from './cleanUp.ts';
import { fillSpans, visitPixels } from './components.ts';
import { contourSpans } from './contour.ts';
import { createMask, type Mask, type Rect } from './mask.ts';
import { bitmapOf, grow, shrink, smoothLabel } from './morphology.ts';
import { createPainter, type Painter } from './painter.ts';
import { polygonSpans } from './polygon.ts';
import { readRunsText } from './runs.ts';
import { bitmapSpans } from './span.ts';
import type { Stroke } from './stroke.ts';

/**
 * Draws a stroke into a mask, in place. A brush may be drawn piece by piece, each piece from the last point of the one before: the
 * pieces together give what the whole gives.
 *
 * @returns the rectangle outside of which nothing changed
 */
export function applyStroke(mask: Mask, stroke: Stroke): Rect {
  const painter = createPainter(mask, stroke);
  draw(mask, stroke, painter);
  return painter.dirty();
}

/** The mask that a series of strokes gives, from an empty one. */
export function replayStrokes(widthPx: number, heightPx: number, strokes: Iterable<Stroke>): Mask {
  const mask = createMask(widthPx, heightPx);
  for (const stroke of strokes) applyStroke(mask, stroke);
  return mask;
}

function draw(mask: Mask, stroke: Stroke, painter: Painter): void {
  const { widthPx, data } = mask;
  switch (stroke.tool) {
    case 'brush':
      brushSpans(stroke, painter.span(stroke.label));
      break;
    case 'contour':
      contourSpans(stroke, painter.span(stroke.label));
      break;
    case 'polygon':
    case 'lasso':
      polygonSpans(stroke.points, painter.span(stroke.label));
      break;
    case 'bucket':
      fillSpans(mask, stroke.x, stroke.y, painter.span(stroke.label));
      break;
    case 'colour wand':
    case 'feature wand':
    case 'proposal':
    case 'paste':
      bitmapSpans(readRunsText(stroke.runs, data.length), widthPx, painter.span(stroke.label));
      break;
    case 'import':
      painter.replace(readRunsText(stroke.runs, data.length));
      break;
    case 'grow':
      bitmapSpans(grow(bitmapOf(mask, stroke.label), widthPx, stroke.radiusPx), widthPx, painter.span(stroke.label));
      break;
    case 'shrink':
      painter.replace(shrunk(mask, stroke.label, stroke.radiusPx));
      break;
    case 'smooth':
      painter.replace(smoothLabel(mask, stroke.label, stroke.radiusPx));
      break;
    case 'holes':
    case 'specks':
      for (const { component, becomes } of (stroke.tool === 'holes' ? findHoles : findSpecks)(mask, stroke)) {
        visitPixels(component.pixels, widthPx, painter.span(becomes));
      }
  }
}

/** [H W] uint8, the labels after one of them has lost its rim to the background. */
function shrunk({ widthPx, data }: Mask, label: number, radiusPx: number): Uint8Array {
  const kept = shrink(
    data.map((value) => (value === label ? 1 : 0)),
    widthPx,
    radiusPx,
  );
  return data.map((value, at) => (value === label && kept[at] === 0 ? 0 : value));
}
