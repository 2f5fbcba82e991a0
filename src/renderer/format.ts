/** Numbers, sizes and times as people read them. Pure, so that a figure, a table and a tooltip agree. */

const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';

/** Shown in place of a number that is not known; never 0. */
export const UNKNOWN = 'n/a';

/** `-1234.5` becomes `−1234.5`; from 10 000 on, thousands are set apart by a narrow space. */
export function formatNumber(value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const text = decimals === undefined ? trimmed(Math.abs(value)) : Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole;
  const sign = value < 0 && Number(text) !== 0 ? MINUS : '';
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`);
}

/** Four significant digits where they matter, no trailing zeros. */
function trimmed(magnitude: number): string {
  if (Number.isInteger(magnitude)) return magnitude.toFixed(0);
  if (magnitude !== 0 && magnitude < 0.0001) return magnitude.toExponential(1).replace('-', MINUS);
  return String(Number(magnitude.toPrecision(magnitude >= 1000 ? 5 : 4)));
}

/** With its sign always shown, for changes: `+1.27`, `−0.07`. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** A share 0 to 1 as per cent: `99.8 %`. */
export function formatShare(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return UNKNOWN;
  return `${formatNumber(share * 100, decimals)}${NARROW_SPACE}%`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1000, three significant digits at most: `37.6 MB`. */
export function formatBytes(sizeBytes: number | null | undefined): string {
  if (sizeBytes === null || sizeBytes === undefined || !Number.isFinite(sizeBytes)) return UNKNOWN;
  let value = sizeBytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const text = value.toFixed(decimals);
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${BYTE_UNITS[unit]}`;
}

/** `0.4 s`, `42 s`, `2 min 10 s`, `3 h 5 min`. */
export function formatDuration(elapsedMs: number | null | undefined): string {
  if (elapsedMs === null || elapsedMs === undefined || !Number.isFinite(elapsedMs)) return UNKNOWN;
  const seconds = Math.max(0, elapsedMs) / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** For a time left, where seconds would only flicker: `under a minute` is left to the strings. */
export function minutesLeft(etaMs: number): number {
  return Math.max(1, Math.ceil(etaMs / 60_000));
}

/** `5120 img/s`: three significant digits. */
export function formatRate(perSecond: number | null | undefined, unit: string): string {
  if (perSecond === null || perSecond === undefined || !Number.isFinite(perSecond)) return UNKNOWN;
  return `${formatNumber(Number(perSecond.toPrecision(3)))} ${unit}`;
}

/** First digits of an id, enough to tell two apart on a screen. */
export function shortId(id: string): string {
  return id.slice(0, 6);
}

const DAY_MS = 86_400_000;

/** `just now`, `20 minutes ago`, `yesterday`, `Thursday`, `12 November`, `12 November 2024`. */
export function formatWhen(iso: string, now: Date = new Date(), locale = 'en'): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return UNKNOWN;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const minutes = Math.round((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return relative.format(0, 'second');
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const days = Math.round((startOfDay(now) - startOfDay(then)) / DAY_MS);
  if (days === 0) return relative.format(-Math.round(minutes / 60), 'hour');
  if (days === 1) return relative.format(-1, 'day');
  if (days < 7) return then.toLocaleDateString(locale, { weekday: 'long' });
  const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return then.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...year });
}

/** Date and time of an artifact: `12 Nov 2026, 13:20`. */
export function formatMoment(iso: string): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return UNKNOWN;
  return then.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
