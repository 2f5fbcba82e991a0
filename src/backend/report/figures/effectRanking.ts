import { type Html, html } from '../html.ts';
import type { Quantity } from '../quantity.ts';
import { axisLeft, type FigureText, figureFrame } from './frame.ts';
import { linearScale, px, roundDomain, type Scale } from './scale.ts';

export interface EffectRankingSpec extends FigureText {
  /** Strongest first. */
  readonly effects: readonly Quantity[];
  /** So many of the first are shown with pictures: drawn in the accent colour. */
  readonly shown: number;
  /** Largest change seen where nothing was changed; null without control. */
  readonly noiseFloor: number | null;
  readonly widthPx: number;
}

const LEFT_PX = 40;
const TOP_PX = 22;
const HEIGHT_PX = 190;

/** Every unit's effect with its interval, strongest first. */
export function effectRanking({ effects, shown, noiseFloor, widthPx, alt }: EffectRankingSpec): Html {
  const values = effects.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const scale = linearScale(roundDomain([0, ...values]), [HEIGHT_PX - 24, TOP_PX]);
  const right = widthPx - 8;
  const step = (right - LEFT_PX) / Math.max(effects.length, 1);
  const marks = effects.map((effect, rank) =>
    drawEffect(effect, px(LEFT_PX + (rank + 0.5) * step), scale, rank < shown),
  );
  return figureFrame(widthPx, HEIGHT_PX, { alt }, [
    axisLeft(scale, LEFT_PX, right, 'change of the picture, grey levels'),
    noiseFloor !== null && noiseLine(noiseFloor, scale, right),
    // Those with pictures come last, so that they are drawn over the rest.
    ...marks.toReversed(),
    html`<text class="axis" x="${right}" y="${HEIGHT_PX - 6}" text-anchor="end">units, strongest to weakest</text>`,
  ]);
}

function noiseLine(noiseFloor: number, scale: Scale, right: number): Html {
  const y = scale.at(noiseFloor);
  return html`<path class="mark" d="M${LEFT_PX} ${y}H${right}"/><text class="axis" x="${LEFT_PX + 4}" y="${px(y - 5)}">no-op control</text>`;
}

function drawEffect({ value, interval }: Quantity, x: number, scale: Scale, isShown: boolean): Html {
  const tone = isShown ? ' on' : '';
  return html`${interval && html`<path class="whisker${tone}" d="M${x} ${scale.at(interval[0])}V${scale.at(interval[1])}"/>`}<circle class="dot${tone}" cx="${x}" cy="${scale.at(value)}" r="${isShown ? 3 : 2}"/>`;
}
