import { describe, expect, it } from 'vitest';
import { PALETTES, type Palette } from '#renderer/theme.ts';

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(PALETTES) as [string, Palette][])('%s theme', (_name, palette) => {
  it.each(['s0', 's1', 's2', 's3'] as const)('text is readable on %s', (surface) => {
    const ratios = (['t1', 't2', 't3'] as const).map((text) => contrast(palette[text], palette[surface]));
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5);
  });

  it('text on the primary button is readable, and edges of inputs can be seen', () => {
    expect(contrast(palette['on-accent'], palette.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.line3, palette.s2)).toBeGreaterThanOrEqual(3);
  });

  it.each(['ok', 'warn', 'bad', 'accent'] as const)('%s is readable on bars', (colour) => {
    expect(contrast(palette[colour], palette.s1)).toBeGreaterThanOrEqual(4.5);
  });
});
