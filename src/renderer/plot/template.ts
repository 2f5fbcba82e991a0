import type { Layout } from 'plotly.js';
import { MONO_FONT, PALETTES, UI_FONT } from '#renderer/theme.ts';

export type Scheme = keyof typeof PALETTES;

/** Line styles in the order of the colours, so that colour is never alone. */
export const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'solid'] as const;

const COLOURWAY = {
  dark: ['#62B5F6', '#E3AC49', '#4FC08F', '#C9A8F4', '#F27D72', '#868C96'],
  light: ['#0A66B3', '#A36400', '#08704D', '#6B3FA8', '#B93222', '#5C636C'],
} as const;

/** Colours of plots by role, for traces that name one: `plotColours(scheme).accent`. */
export function plotColours(scheme: Scheme) {
  const { accent, t1, t2, t3, line2, warn, ok, bad, s0 } = PALETTES[scheme];
  return { accent, t1, t2, t3, line2, warn, ok, bad, background: s0, series: COLOURWAY[scheme] };
}

/** What every plot of a theme has in common; a plot's own layout is laid over it. */
export function baseLayout(scheme: Scheme): Partial<Layout> {
  const { s2, line2, grid, t1, t2 } = PALETTES[scheme];
  const axis = {
    showline: false,
    zeroline: true,
    zerolinecolor: line2,
    zerolinewidth: 1,
    gridcolor: grid,
    gridwidth: 1,
    nticks: 5,
    ticks: '',
    automargin: true,
    tickfont: { family: MONO_FONT, size: 10.5, color: t2 },
    title: { font: { size: 11, color: t2 }, standoff: 6 },
  } as const;
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: UI_FONT, size: 11, color: t2 },
    margin: { l: 44, r: 12, t: 8, b: 36, pad: 0 },
    colorway: [...COLOURWAY[scheme]],
    hoverlabel: { bgcolor: s2, bordercolor: line2, font: { size: 12, color: t1 } },
    hovermode: 'closest',
    showlegend: false,
    separators: '. ',
    xaxis: { ...axis, showgrid: false },
    yaxis: axis,
  };
}

/** Lays a plot's own layout over the base: objects are merged, all else replaces. */
export function mergeLayout(base: object, own: object): object {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const under = merged[key];
    merged[key] = isPlain(under) && isPlain(value) ? mergeLayout(under, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
