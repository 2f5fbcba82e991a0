/** Numbers, shares, sizes and times as people read them: one place, so that a figure, a table, a page and a terminal agree. */

export interface NumberStyle {
  readonly minus: string;
  /** Between groups of three digits. */
  readonly group: string;
  /** Whole digits from which on they are grouped. */
  readonly groupedFrom: number;
  /** Between a share and its per cent sign. */
  readonly space: string;
}

/** On screens and pages: a real minus, narrow spaces, and four digits in one piece. */
export const PRINTED: NumberStyle = { minus: '\u2212', group: '\u202f', groupedFrom: 5, space: '\u202f' };

/** In a terminal: ASCII alone, which pipes and scripts can read. */
export const TERMINAL: NumberStyle = { minus: '-', group: ',', groupedFrom: 4, space: ' ' };

/** Shown in place of a number that is not known; never 0. */
export const UNKNOWN = 'n/a';

type Known = number | null | undefined;

function isKnown(value: Known): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** So many decimals, as in one column: `-1234.5` becomes `−1234.50`. What rounds to 0 has no sign. */
export function formatFixed(value: Known, decimals: number, style = PRINTED): string {
  if (!isKnown(value)) return UNKNOWN;
  const text = Math.abs(value).toFixed(decimals);
  return signed(value < 0 && Number(text) !== 0, grouped(text, style), style);
}

/** Given decimals, or without them four significant digits where they matter and no trailing zeros. */
export function formatNumber(value: Known, decimals?: number, style = PRINTED): string {
  if (decimals !== undefined) return formatFixed(value, decimals, style);
  return isKnown(value) ? signed(value < 0, grouped(trimmed(Math.abs(value), style), style), style) : UNKNOWN;
}

export function formatCount(count: Known, style = PRINTED): string {
  return formatFixed(count, 0, style);
}

/** With its sign always shown, for changes: `+1.27`, `−0.07`. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatFixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** A share 0 to 1 as per cent: `99.8 %`. */
export function formatShare(share: Known, decimals = 1, style = PRINTED): string {
  return isKnown(share) ? `${formatFixed(share * 100, decimals, style)}${style.space}%` : UNKNOWN;
}

/** `[0.89, 0.93]`, or nothing where there is none. */
export function formatInterval(interval: readonly [low: number, high: number] | null, decimals: number): string {
  return interval === null ? '' : `[${interval.map((end) => formatFixed(end, decimals)).join(', ')}]`;
}

/** As it was set: parameters keep the digits they were given. */
export function formatSetting(value: number): string {
  const size = Math.abs(value);
  const isExtreme = size !== 0 && (size < 1e-4 || size >= 1e7);
  const text = isExtreme ? exponential(size.toExponential(), PRINTED) : grouped(String(size), PRINTED);
  return signed(value < 0, text, PRINTED);
}

/** `5120 img/s`: three significant digits. */
export function formatRate(perSecond: Known, unit: string, style = PRINTED): string {
  return isKnown(perSecond) ? `${formatNumber(Number(perSecond.toPrecision(3)), undefined, style)} ${unit}` : UNKNOWN;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1000, three significant digits at most: `37.6 MB`. */
export function formatBytes(sizeBytes: Known): string {
  if (!isKnown(sizeBytes)) return UNKNOWN;
  let value = sizeBytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${Number(value.toFixed(decimals))} ${BYTE_UNITS[unit]}`;
}

/** `0.4 s`, `42 s`, `2 min 10 s`, `3 h 5 min`. */
export function formatDuration(elapsedMs: Known): string {
  if (!isKnown(elapsedMs)) return UNKNOWN;
  const seconds = Math.max(0, elapsedMs) / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function trimmed(size: number, style: NumberStyle): string {
  if (Number.isInteger(size)) return size.toFixed(0);
  if (size < 0.0001) return exponential(size.toExponential(1), style);
  return String(Number(size.toPrecision(size >= 1000 ? 5 : 4)));
}

function exponential(text: string, { minus }: NumberStyle): string {
  return text.replace('-', minus).replace('e+', 'e');
}

function grouped(text: string, { group, groupedFrom }: NumberStyle): string {
  const [whole = '', ...fraction] = text.split('.');
  const isLong = whole.length >= groupedFrom && /^\d+$/.test(whole);
  return [isLong ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole, ...fraction].join('.');
}

function signed(isNegative: boolean, text: string, { minus }: NumberStyle): string {
  return isNegative ? minus + text : text;
}
