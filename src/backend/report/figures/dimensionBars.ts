import { median } from '#core/statistics.ts';
import { type Html, html } from '../html.ts';
import { formatFixed } from '../numbers.ts';
import { axisLeft, type FigureText, figureFrame } from './frame.ts';
import { linearScale, px } from './scale.ts';

export interface DimensionBarsSpec extends FigureText {
  /** R2 along each axis of w; drawn from the best to the worst. */
  readonly r2: readonly number[];
  /** What the bars stand for, in the plural. */
  readonly what: string;
  readonly widthPx: number;
}

const LEFT_PX = 40;
const RIGHT_PX = 64;
const TOP_PX = 22;
const HEIGHT_PX = 128;
/** Worse dimensions are cut here and marked: far below 0 the exact depth says nothing. */
const FLOOR = -0.5;

/** How evenly the link holds over the dimensions of w. */
export function dimensionBars({ r2, what, widthPx, alt }: DimensionBarsSpec): Html {
  const sorted = [...r2].sort((a, b) => b - a);
  const lowest = Math.max(FLOOR, Math.min(0, ...r2));
  const scale = linearScale([lowest < 0 ? Math.floor(lowest * 5) / 5 : 0, 1], [HEIGHT_PX - 22, TOP_PX], 5);
  const right = widthPx - RIGHT_PX;
  const step = (right - LEFT_PX) / sorted.length;
  // Thin bars close up to a shape; gaps between them would only flicker.
  const barPx = step < 3 ? step : Math.min(10, step - 2);
  const bars = sorted.map((value, rank) => {
    const x = px(LEFT_PX + (rank + 0.5) * step - barPx / 2);
    const ends = [scale.at(Math.max(value, scale.domain[0])), scale.at(0)].sort((a, b) => a - b) as [number, number];
    const cut = value < scale.domain[0];
    return html`<rect class="bar" x="${x}" y="${ends[0]}" width="${px(barPx)}" height="${px(ends[1] - ends[0])}"/>${
      cut && html`<path class="cut" d="M${px(x + barPx / 2 - 3)} ${ends[1] + 2}h6l-3 4z"/>`
    }`;
  });
  const middle = median(r2);
  return figureFrame(widthPx, HEIGHT_PX, { alt }, [
    axisLeft(scale, LEFT_PX, right, 'R²'),
    ...bars,
    html`<path class="mark" d="M${LEFT_PX} ${scale.at(middle)}H${right}"/><text class="strong" x="${right + 8}" y="${scale.at(middle) + 4}">${formatFixed(middle, 2)}</text><text class="axis" x="${right + 8}" y="${scale.at(middle) + 18}">median</text>`,
    html`<text class="axis" x="${right}" y="${HEIGHT_PX - 6}" text-anchor="end">${what}, best to worst</text>`,
  ]);
}
