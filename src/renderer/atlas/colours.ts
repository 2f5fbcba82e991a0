import type { Scheme } from '#renderer/plot/template.ts';

/** Thirteen stops from a decrease to an increase; the middle is nothing. */
const DIVERGING: Readonly<Record<Scheme, readonly string[]>> = {
  dark: [
    '#5DB7FF',
    '#4A9DE6',
    '#3B82C2',
    '#33699B',
    '#2D5175',
    '#273A4E',
    '#1F2226',
    '#4A3722',
    '#6F4C1F',
    '#97631C',
    '#BF7B1C',
    '#E6952A',
    '#FFB454',
  ],
  light: [
    '#0B4F94',
    '#2467AD',
    '#4682C2',
    '#709FD3',
    '#9CBDE3',
    '#C8DBF0',
    '#F4F4F2',
    '#F7DDBF',
    '#F0C08C',
    '#E2A05B',
    '#CC7F30',
    '#AB6112',
    '#854600',
  ],
};

/** Colour of an effect between -limit and limit; the ends stand for all beyond. */
export function effectColour(scheme: Scheme, value: number, limit: number): string {
  const stops = DIVERGING[scheme];
  const middle = (stops.length - 1) / 2;
  const at = Math.round(middle + (middle * value) / limit);
  return stops[Math.min(stops.length - 1, Math.max(0, at))] as string;
}

export function effectStops(scheme: Scheme): readonly string[] {
  return DIVERGING[scheme];
}
