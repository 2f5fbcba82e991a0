/** Numbers as everywhere, and on screens also dates, times left and ids. */

import { UNKNOWN } from '#core/numberText.ts';

export {
  formatBytes,
  formatDuration,
  formatInterval,
  formatNumber,
  formatRate,
  formatShare,
  formatSigned,
  UNKNOWN,
} from '#core/numberText.ts';

/** For a time left, where seconds would only flicker: `under a minute` is left to the strings. */
export function minutesLeft(etaMs: number): number {
  return Math.max(1, Math.ceil(etaMs / 60_000));
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
