import { type Content, type Html, html } from '../html.ts';
import { formatFixed } from '../numbers.ts';
import type { Scale } from './scale.ts';

/** What every figure shares: size, name for those who cannot see it, and axes. Colours come from the page's classes. */

export interface FigureText {
  /** What the figure shows, with its main numbers, in a sentence or two. */
  readonly alt: string;
}

export function figureFrame(widthPx: number, heightPx: number, { alt }: FigureText, content: Content): Html {
  return html`<svg class="plot" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" role="img" aria-label="${alt}">${content}</svg>`;
}

/** Upright lines and their numbers under a plot; the axis title stands at the far end. */
export function axisBelow(scale: Scale, top: number, bottom: number, title: string): Html {
  return html`${scale.ticks.map(
    (tick) =>
      html`<path class="grid" d="M${scale.at(tick)} ${top}V${bottom}"/><text class="tick" x="${scale.at(tick)}" y="${bottom + 13}" text-anchor="middle">${formatFixed(tick, scale.decimals)}</text>`,
  )}${title !== '' && html`<text class="axis" x="${scale.at(scale.domain[1])}" y="${bottom + 28}" text-anchor="end">${title}</text>`}`;
}

/** Level lines and their numbers left of a plot; the axis title stands above them. */
export function axisLeft(scale: Scale, left: number, right: number, title: string): Html {
  return html`${scale.ticks.map(
    (tick) =>
      html`<path class="grid" d="M${left} ${scale.at(tick)}H${right}"/><text class="tick" x="${left - 8}" y="${scale.at(tick) + 3.5}" text-anchor="end">${formatFixed(tick, scale.decimals)}</text>`,
  )}${title !== '' && html`<text class="axis" x="0" y="10">${title}</text>`}`;
}
