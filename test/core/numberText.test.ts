import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatInterval,
  formatNumber,
  formatRate,
  formatSetting,
  formatShare,
  formatSigned,
  TERMINAL,
} from '#core/numberText.ts';

describe('numbers', () => {
  it.each([
    [-0.07, 2, '−0.07', '-0.07'],
    [-0.001, 2, '0.00', '0.00'],
    [9999, undefined, '9999', '9,999'],
    [10_000, undefined, '10\u202f000', '10,000'],
    [-1_234_567.5, 1, '−1\u202f234\u202f567.5', '-1,234,567.5'],
    [0.123456, undefined, '0.1235', '0.1235'],
    [-0.000012, undefined, '−1.2e−5', '-1.2e-5'],
    [1e21, 2, '1e+21', '1e+21'],
    [Number.NaN, 2, 'n/a', 'n/a'],
    [null, undefined, 'n/a', 'n/a'],
  ])('%s with %s decimals is %s, in a terminal %s', (value, decimals, printed, terminal) => {
    expect(formatNumber(value, decimals)).toBe(printed);
    expect(formatNumber(value, decimals, TERMINAL)).toBe(terminal);
  });

  it('shows the sign of a change, but none on what rounds to nothing', () => {
    expect([1.27, -0.07, 0.001].map((value) => formatSigned(value, 2))).toEqual(['+1.27', '−0.07', '0.00']);
  });

  it.each([
    [0.5, '0.5'],
    [1_000_000, '1\u202f000\u202f000'],
    [12_345.678, '12\u202f345.678'],
    [-0.25, '−0.25'],
    [1e-5, '1e−5'],
    [3e9, '3e9'],
    [0, '0'],
  ])('%s as it was set is %s', (value, text) => {
    expect(formatSetting(value)).toBe(text);
  });

  it('says counts, shares, rates and intervals', () => {
    expect([formatCount(12_345.6), formatCount(1234, TERMINAL)]).toEqual(['12\u202f346', '1,234']);
    expect([formatShare(0.9984), formatShare(0.5, 0, TERMINAL)]).toEqual(['99.8\u202f%', '50 %']);
    expect(formatShare(undefined)).toBe('n/a');
    expect([formatRate(5123.4, 'img/s'), formatRate(7.04, 'a second')]).toEqual(['5120 img/s', '7.04 a second']);
    expect([formatInterval([-0.5, 1], 2), formatInterval(null, 2)]).toEqual(['[−0.50, 1.00]', '']);
    expect(formatFixed(undefined, 2)).toBe('n/a');
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
    [5e15, '5000 TB'],
  ])('%i bytes are %s', (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });
});

describe('times', () => {
  it.each([
    [0, '0 s'],
    [400, '0.4 s'],
    [9960, '10 s'],
    [59_700, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [11_100_000, '3 h 5 min'],
  ])('%i ms are %s', (elapsedMs, text) => {
    expect(formatDuration(elapsedMs)).toBe(text);
  });
});
