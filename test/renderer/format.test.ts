import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatRate,
  formatShare,
  formatSigned,
  formatWhen,
  minutesLeft,
} from '#renderer/format.ts';

describe('numbers', () => {
  it.each([
    [-0.07, 2, '−0.07'],
    [-0.001, 2, '0.00'],
    [9999, undefined, '9999'],
    [10_000, undefined, '10\u202f000'],
    [1_234_567.5, 1, '1\u202f234\u202f567.5'],
    [0.123456, undefined, '0.1235'],
    [0.000012, undefined, '1.2e−5'],
    [Number.NaN, 2, 'n/a'],
    [null, 2, 'n/a'],
  ])('%s with %s decimals is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it('shows the sign of a change, but none on what rounds to nothing', () => {
    expect([1.27, -0.07, 0.001].map((value) => formatSigned(value, 2))).toEqual(['+1.27', '−0.07', '0.00']);
  });

  it('says shares and rates', () => {
    expect(formatShare(0.9984)).toBe('99.8\u202f%');
    expect(formatShare(undefined)).toBe('n/a');
    expect(formatRate(5123.4, 'img/s')).toBe('5120 img/s');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999_600, '1 MB'],
    [1500, '1.5 kB'],
    [37_612_345, '37.6 MB'],
    [1_230_000_000, '1.23 GB'],
  ])('%i bytes are %s', (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });
});

describe('times', () => {
  it.each([
    [400, '0.4 s'],
    [9960, '10 s'],
    [59_700, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [11_100_000, '3 h 5 min'],
  ])('%i ms are %s', (elapsedMs, text) => {
    expect(formatDuration(elapsedMs)).toBe(text);
  });

  it('never promises less than a minute', () => {
    expect([1, 60_000, 60_001].map(minutesLeft)).toEqual([1, 1, 2]);
  });

  it.each([
    [new Date(2026, 10, 19, 11, 59, 50), 'now'],
    [new Date(2026, 10, 19, 11, 40), '20 minutes ago'],
    [new Date(2026, 10, 19, 9, 0), '3 hours ago'],
    [new Date(2026, 10, 18, 23, 50), 'yesterday'],
    [new Date(2026, 10, 16, 12, 0), 'Monday'],
    [new Date(2026, 10, 2, 12, 0), '2 November'],
    [new Date(2025, 10, 2, 12, 0), '2 November 2025'],
  ])('%s is %s', (then, text) => {
    expect(formatWhen(then.toISOString(), new Date(2026, 10, 19, 12, 0))).toBe(text);
  });
});
