import { histogram, median } from '#core/statistics.ts';
import { type Html, html } from '../html.ts';
import { countOf, formatFixed } from '../numbers.ts';
import { axisBelow, type FigureText, figureFrame } from './frame.ts';
import { linearScale, px } from './scale.ts';

export interface RealisedHistogramSpec extends FigureText {
  /** Realised / requested, one per unit. */
  readonly ratios: readonly number[];
  readonly widthPx: number;
}

const LEFT_PX = 8;
const TOP_PX = 26;
const HEIGHT_PX = 160;
const BIN = 0.025;

/** How much of a requested activation the re-encoded pictures show; the axis always holds 0 and 1. */
export function realisedHistogram({ ratios, widthPx, alt }: RealisedHistogramSpec): Html {
  const low = Math.floor(Math.min(0, ...ratios) / BIN) * BIN;
  const high = Math.ceil(Math.max(1, ...ratios) / BIN - 1e-9) * BIN;
  const bins = Math.max(1, Math.min(200, Math.round((high - low) / BIN)));
  const { edges, counts } = histogram(ratios, bins, [low, high]);
  const bottom = HEIGHT_PX - 34;
  const x = linearScale([low, high], [LEFT_PX, widthPx - 12], 6);
  const y = linearScale([0, Math.max(1, ...counts)], [bottom, TOP_PX]);
  const middle = median(ratios);
  const bars = counts.map((count, bin) => {
    if (count === 0) return null;
    const left = x.at(edges[bin] as number);
    return html`<rect class="bar" x="${px(left + 0.5)}" y="${y.at(count)}" width="${px(x.at(edges[bin + 1] as number) - left - 1)}" height="${px(bottom - y.at(count))}"/>`;
  });
  return figureFrame(widthPx, HEIGHT_PX, { alt }, [
    axisBelow(x, TOP_PX, bottom, 'realised / requested'),
    ...bars,
    html`<path class="mark" d="M${x.at(1)} ${TOP_PX}V${bottom}"/><text class="axis" x="${x.at(1) - 5}" y="${TOP_PX + 8}" text-anchor="end">fully realised</text>`,
    html`<path class="mark on" d="M${x.at(middle)} ${TOP_PX - 8}V${bottom}"/><text class="strong" x="${x.at(middle) + 5}" y="${TOP_PX - 6}">median ${formatFixed(middle, 2)}</text>`,
    html`<text class="axis" x="${LEFT_PX}" y="${HEIGHT_PX - 6}">tallest bar: ${countOf(Math.max(...counts), 'unit')}</text>`,
  ]);
}
