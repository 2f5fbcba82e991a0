import type * as PlotlyModule from 'plotly.js';
import bar from 'plotly.js/lib/bar';
import core from 'plotly.js/lib/core';
import heatmap from 'plotly.js/lib/heatmap';
import scattergl from 'plotly.js/src/traces/scattergl/strict';

/** The part of Plotly that is used; loaded only when a first plot is shown. `strict` draws without eval, which the page's policy forbids. */
const Plotly: Pick<typeof PlotlyModule, 'react' | 'purge' | 'Plots' | 'toImage'> & {
  register(modules: unknown[]): void;
  /** Shows the label of a point as a pointer over it does. */
  readonly Fx: {
    hover(plot: HTMLElement, points: readonly { readonly curveNumber: number; readonly pointNumber: number }[]): void;
    unhover(plot: HTMLElement, event: object): void;
  };
} = core;
Plotly.register([bar, heatmap, scattergl]);

export { Plotly };
