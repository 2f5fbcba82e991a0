import { Failure } from '#core/failure.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { UI_FONT } from '#renderer/theme.ts';
import { effectStops } from './colours.ts';
import { type Drawing, drawHeatMap, HEAD_PX, LABEL_PX, LEAST_COLUMN_PX, layoutColumns } from './heatMapDrawing.ts';

/** Most pixels on a side that every browser gives a canvas, at two pixels a point. */
const RATIO = 2;
const MOST_HEIGHT_PX = 16_000 / RATIO;
const LEGEND_PX = 44;

/** All rows of the map, whatever is in sight, as a picture in the colours for print. */
export async function printHeatMap(
  drawing: Pick<Drawing, 'view' | 'rows' | 'limit' | 'isReportedOnly' | 'rowPx'> & {
    readonly concepts: readonly number[];
  },
): Promise<Blob> {
  const { view, rows, concepts } = drawing;
  const rowPx = Math.min(
    drawing.rowPx,
    Math.max(1, Math.floor((MOST_HEIGHT_PX - HEAD_PX - LEGEND_PX) / Math.max(1, rows.length))),
  );
  const columns = layoutColumns(view, concepts, concepts.length * (LEAST_COLUMN_PX + 3));
  const canvas = document.createElement('canvas');
  const heightPx = HEAD_PX + rows.length * rowPx + LEGEND_PX;
  drawHeatMap(canvas, {
    ...drawing,
    columns,
    rowPx,
    row: null,
    concept: null,
    selected: new Set(),
    active: { row: -1, concept: -1 },
    scheme: 'light',
    scroll: { left: 0, top: 0 },
    widthPx: columns.widthPx + 16,
    heightPx,
    ratio: RATIO,
    background: '#FFFFFF',
  });
  drawLegend(canvas, drawing.limit, heightPx);
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (content === null) throw new Failure('INTERNAL', 'The browser could not draw a map of this size.');
  return content;
}

/** The colours with their limits, below the cells. */
function drawLegend(canvas: HTMLCanvasElement, limit: number, heightPx: number): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const [widthPx, top] = [14, heightPx - LEGEND_PX + 14];
  const stops = effectStops('light');
  context.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  stops.forEach((colour, at) => {
    context.fillStyle = colour;
    context.fillRect(LABEL_PX + at * widthPx, top, widthPx - 1, 8);
  });
  context.fillStyle = '#15171A';
  context.font = `10.5px ${UI_FONT}`;
  context.textBaseline = 'top';
  const label = (text: string, at: number, align: CanvasTextAlign) => {
    context.textAlign = align;
    context.fillText(text, LABEL_PX + at * widthPx, top + 11);
  };
  label(formatNumber(-limit, 1), 0, 'left');
  label('0', stops.length / 2, 'center');
  label(`+${formatNumber(limit, 1)} ${t('atlas.sd')}`, stops.length, 'right');
}
