/** Plotly's parts have no types of their own; bundle.ts gives them the package's. */
declare module 'plotly.js/lib/core' {
  const core: never;
  export = core;
}
declare module 'plotly.js/lib/bar' {
  const bar: object;
  export = bar;
}
declare module 'plotly.js/lib/heatmap' {
  const heatmap: object;
  export = heatmap;
}
declare module 'plotly.js/src/traces/scattergl/strict' {
  const scattergl: object;
  export = scattergl;
}
