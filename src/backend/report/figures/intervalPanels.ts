import { type Html, html } from '../html.ts';
import type { Quantity } from '../quantity.ts';
import { axisBelow, type FigureText, figureFrame } from './frame.ts';
import { linearScale, px, roundDomain } from './scale.ts';

/** One quantity of all rows, on an axis of its own. */
export interface IntervalPanel {
  readonly title: string;
  /** One per row. */
  readonly quantities: readonly Quantity[];
  /** Ends of the axis; round numbers around the values when absent. */
  readonly domain?: readonly [number, number];
}

export interface IntervalPanelsSpec extends FigureText {
  readonly rows: readonly string[];
  /** Row in the accent colour; none when absent. */
  readonly emphasis?: number;
  readonly panels: readonly IntervalPanel[];
  readonly widthPx: number;
}

const LABEL_PX = 96;
const GAP_PX = 44;
const ROW_PX = 22;
const TOP_PX = 22;

/** Dots with whiskers: a row a predictor or class, a panel a quantity. */
export function intervalPanels({ rows, emphasis, panels, widthPx, alt }: IntervalPanelsSpec): Html {
  const panelPx = px((widthPx - LABEL_PX - GAP_PX * (panels.length - 1) - 12) / panels.length);
  const bottom = TOP_PX + rows.length * ROW_PX;
  const labels = rows.map(
    (row, at) =>
      html`<text class="${at === emphasis ? 'strong' : 'label'}" x="0" y="${rowMiddle(at) + 4}">${row}</text>`,
  );
  return figureFrame(widthPx, bottom + 18, { alt }, [
    ...labels,
    ...panels.map((panel, at) => drawPanel(panel, px(LABEL_PX + at * (panelPx + GAP_PX)), panelPx, bottom, emphasis)),
  ]);
}

function rowMiddle(row: number): number {
  return TOP_PX + row * ROW_PX + ROW_PX / 2;
}

function drawPanel(
  panel: IntervalPanel,
  left: number,
  panelPx: number,
  bottom: number,
  emphasis: number | undefined,
): Html {
  const values = panel.quantities.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const wantedTicks = panelPx < 140 ? 3 : 4;
  const scale = linearScale(panel.domain ?? roundDomain(values, wantedTicks), [left, left + panelPx], wantedTicks);
  return html`<text class="axis" x="${left}" y="10">${panel.title}</text>${axisBelow(scale, TOP_PX, bottom, '')}${panel.quantities.map(
    ({ value, interval }, row) => {
      const tone = row === emphasis ? ' on' : '';
      const y = rowMiddle(row);
      return html`${interval && html`<path class="whisker${tone}" d="M${scale.at(interval[0])} ${y}H${scale.at(interval[1])}"/>`}<circle class="dot${tone}" cx="${scale.at(value)}" cy="${y}" r="3.5"/>`;
    },
  )}`;
}
