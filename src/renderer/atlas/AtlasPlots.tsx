import { SegmentedControl } from '@mantine/core';
import type { Data } from 'plotly.js';
import { useMemo } from 'react';
import { formatSigned } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';
import { PLOTS, type PlotName } from './atlasParams.ts';
import type { ShownAtlas } from './shownAtlas.ts';

export interface AtlasPlotsProps {
  readonly view: ShownAtlas;
  readonly plot: PlotName;
  /** Column of the volcano. */
  readonly concept: number;
  readonly found: ReadonlySet<number>;
  readonly selected: ReadonlySet<number>;
  readonly row: number | null;
  onPlot(plot: PlotName): void;
  /** Rows of the atlas. */
  onSelect(rows: readonly number[]): void;
}

const LABELS: Readonly<Record<PlotName, string>> = {
  scatter: t('atlas.selective'),
  map: t('atlas.unitMap'),
  volcano: t('atlas.volcano'),
};

interface Points {
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly note?: string;
}

/** Units as points, three ways; what is brushed in one is selected in all. */
export function AtlasPlots(props: AtlasPlotsProps) {
  const { view, plot, onPlot } = props;
  const points = pointsOf(props);
  const strongest = useMemo(() => view.units.map(({ row }) => strongestEffect(view, row)), [view]);
  // A map has no axes: only what lies near what.
  const axis = plot === 'map' ? { showticklabels: false, showgrid: false, zeroline: false } : {};
  return (
    <div>
      <SegmentedControl
        fullWidth
        mb={8}
        aria-label={t('atlas.plots')}
        value={plot}
        onChange={(value) => onPlot(PLOTS.find((name) => name === value) ?? 'scatter')}
        data={PLOTS.map((value) => ({ value, label: SHORT[value] }))}
      />
      <Plot
        title={LABELS[plot]}
        note={points.note}
        heightPx={250}
        traces={(scheme) => tracesOf(props, points, strongest, scheme)}
        layout={() => ({
          dragmode: 'select',
          margin: { l: 36, r: 8, t: 6, b: 34 },
          xaxis: { title: { text: points.xTitle }, ...axis },
          yaxis: { title: { text: points.yTitle }, ...axis },
        })}
        table={{
          columns: [
            t('atlas.unit'),
            points.xTitle || t('atlas.x'),
            points.yTitle || t('atlas.y'),
            t('atlas.strongest'),
          ],
          rows: view.units.map(({ unit, row }) => [
            unit,
            points.x[row] ?? null,
            points.y[row] ?? null,
            strongest[row] ?? null,
          ]),
        }}
        onSelect={(places) => props.onSelect(places)}
      />
    </div>
  );
}

const SHORT: Readonly<Record<PlotName, string>> = {
  scatter: t('atlas.shortScatter'),
  map: t('atlas.shortMap'),
  volcano: t('atlas.volcano'),
};

function pointsOf({ view, plot, concept }: AtlasPlotsProps): Points {
  if (plot === 'scatter') {
    const hasParts = view.summary.parts.length > 1;
    return {
      // Of a single part, as where whole pictures were measured, only metrics can be told apart.
      x: view.units.map(({ overParts, overMetrics }) => (hasParts ? overParts : overMetrics)),
      y: view.units.map(({ participation }) => participation),
      xTitle: hasParts ? t('atlas.selectivity') : t('atlas.selectivityOverMetrics'),
      yTitle: t('atlas.conceptsHeld'),
    };
  }
  if (plot === 'map') {
    return {
      x: view.units.map(({ x }) => x),
      y: view.units.map(({ y }) => y),
      xTitle: '',
      yTitle: '',
      note: t('atlas.unitMapNote'),
    };
  }
  const { part, metric } = view.concepts[concept] ?? { part: '', metric: '' };
  const cell = (row: number) => row * view.concepts.length + concept;
  return {
    x: view.units.map(({ row }) => known(view.value[cell(row)])),
    y: view.units.map(({ row }) => {
      const p = known(view.p[cell(row)]);
      return p === null ? null : -Math.log10(Math.max(p, 1e-7));
    }),
    xTitle: t('atlas.effectAxis'),
    yTitle: t('atlas.pAxis'),
    note: t('atlas.volcanoNote', { part, metric }),
  };
}

/** `head width −2.25 sd`: the largest effect of a unit that is not below the floor. */
function strongestEffect(view: ShownAtlas, row: number): string | null {
  let [best, size] = [-1, 0];
  for (let concept = 0; concept < view.concepts.length; concept++) {
    const cell = row * view.concepts.length + concept;
    const effect = Math.abs(view.value[cell] as number);
    if (effect > size && view.below[cell] === 0) [best, size] = [concept, effect];
  }
  const concept = view.concepts[best];
  if (concept === undefined) return null;
  const value = formatSigned(view.value[row * view.concepts.length + best] as number, 2);
  return t('atlas.strongestEffect', { part: concept.part, metric: concept.metric, value });
}

/** Plotly leaves out what is null; what is missing is NaN in a table of floats. */
function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function tracesOf(
  { view, found, selected, row }: AtlasPlotsProps,
  { x, y, xTitle, yTitle }: Points,
  strongest: readonly (string | null)[],
  scheme: Scheme,
): Data[] {
  const { accent, t2, t1 } = plotColours(scheme);
  const lit = (at: number) => selected.has(at) || found.has(at) || at === row;
  return [
    {
      type: 'scattergl',
      mode: 'markers',
      x: x as number[],
      y: y as number[],
      text: view.units.map(({ unit, row: at }) => [`${t('atlas.unit')} ${unit}`, strongest[at] ?? ''].join('<br>')),
      hovertemplate: `%{text}${xTitle && `<br>${xTitle} %{x:.2f}`}${yTitle && `<br>${yTitle} %{y:.2f}`}<extra></extra>`,
      marker: {
        size: view.units.map(({ row: at }) => (lit(at) ? 7 : 5)),
        color: view.units.map(({ row: at }) => (at === row ? t1 : lit(at) ? accent : t2)),
        opacity: view.units.map(({ row: at }) => (lit(at) ? 1 : 0.55)),
      },
    },
  ];
}
