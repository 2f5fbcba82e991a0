import { formatCount, formatFixed, formatInterval as intervalText, UNKNOWN } from '#core/numberText.ts';
import { type Html, html } from './html.ts';
import type { Quantity } from './quantity.ts';

/** Numbers as the page prints them, with interval and n; same decimals inside one column. */

export { formatCount, formatFixed, formatSetting, formatShare } from '#core/numberText.ts';

/** Decimals with which values of this size show three significant digits: 2 for 1.23, 0 for 123. */
export function decimalsFor(largest: number): number {
  if (!(largest > 0)) return 2;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

export function formatInterval({ interval }: Quantity, decimals: number): string {
  return intervalText(interval, decimals);
}

/** Value, interval and n, as everywhere on the page. */
export function metric(quantity: Quantity | null, decimals: number, options: { readonly n?: boolean } = {}): Html {
  if (quantity === null) return html`<span class="t3">${UNKNOWN}</span>`;
  const interval = formatInterval(quantity, decimals);
  return html`<span class="metric"><b>${formatFixed(quantity.value, decimals)}</b>${
    interval !== '' && html` <span class="t2">${interval}</span>`
  }${options.n !== false && html` <span class="t3 n">n = ${formatCount(quantity.n)}</span>`}</span>`;
}

/** The same inside a sentence, without markup. */
export function metricText(quantity: Quantity, decimals: number): string {
  const interval = formatInterval(quantity, decimals);
  return `${formatFixed(quantity.value, decimals)}${interval && ` ${interval}`}`;
}

/** `a, b and c` */
export function enumerate(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 class`, `5 classes` */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
