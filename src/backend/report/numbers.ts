import { type Html, html } from './html.ts';
import type { Quantity } from './quantity.ts';

/** Numbers as the page prints them. Real minus, narrow space in thousands from 10 000, same decimals inside one column. */

export const MINUS = '\u2212';
export const NARROW_SPACE = '\u202f';

/** Shown in place of a number that is not known; never 0. */
const UNKNOWN = 'n/a';

export function formatFixed(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  const text = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole;
  const sign = value < 0 && Number(text) !== 0 ? MINUS : '';
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`);
}

export function formatCount(count: number): string {
  return formatFixed(count, 0);
}

/** As it was set: parameters keep the digits they were given. */
export function formatSetting(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7))
    return value.toExponential().replaceAll('-', MINUS).replace('e+', 'e');
  const [whole = '', fraction = ''] = String(size).split('.');
  return (value < 0 ? MINUS : '') + formatFixed(Number(whole), 0) + (fraction && `.${fraction}`);
}

/** A share 0 to 1 as per cent: `99.8 %`. */
export function formatShare(share: number, decimals = 1): string {
  return `${formatFixed(share * 100, decimals)}${NARROW_SPACE}%`;
}

/** Decimals with which values of this size show three significant digits: 2 for 1.23, 0 for 123. */
export function decimalsFor(largest: number): number {
  if (!(largest > 0)) return 2;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

/** `[0.89, 0.93]`, or nothing where there is none. */
export function formatInterval({ interval }: Quantity, decimals: number): string {
  return interval ? `[${formatFixed(interval[0], decimals)}, ${formatFixed(interval[1], decimals)}]` : '';
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
