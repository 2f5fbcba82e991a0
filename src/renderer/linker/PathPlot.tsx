import type { Data } from 'plotly.js';
import type { LinkerParams } from '#core/params.ts';
import type { PathSummary } from '#core/summary.ts';
import { formatNumber } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';
import { marksOf, type PathMark } from './pathMarks.ts';

export interface PathPlotProps {
  readonly path: PathSummary;
  readonly params: Pick<LinkerParams, 'method' | 'choose' | 'folds'>;
}

const HEIGHT_PX = 168;

/** What cross-validation saw: held-out R² along the penalties or components it tried, and the point it led to. */
export function PathPlot({ path, params }: PathPlotProps) {
  const isPls = params.method === 'pls';
  const marks = marksOf(path, params.choose);
  const axisName = axisNameOf(params.method);
  return (
    <Plot
      title={isPls ? t('linker.componentsPath') : t('linker.penaltyPath')}
      meaning={isPls ? t('linker.componentsPathMeaning') : t('linker.penaltyPathMeaning')}
      note={t('linker.pathNote', { folds: params.folds })}
      heightPx={HEIGHT_PX}
      traces={(scheme) => [...bandAndLine(path, scheme), chosenPoint(path, marks, scheme)]}
      layout={(scheme) => ({
        dragmode: false,
        margin: { l: 36, r: 8, t: 16, b: 34 },
        xaxis: {
          type: isPls ? 'linear' : 'log',
          fixedrange: true,
          title: { text: axisName },
          ...(isPls ? {} : { dtick: 1, exponentformat: 'power' }),
        },
        yaxis: { fixedrange: true, range: rangeOf(path) },
        shapes: marks.map(({ index, isChosen }) => ({
          type: 'line',
          xref: 'x',
          yref: 'paper',
          x0: path.values[index] ?? 0,
          x1: path.values[index] ?? 0,
          y0: 0,
          y1: 1,
          line: { color: plotColours(scheme)[isChosen ? 't2' : 't3'], width: 1, dash: isChosen ? 'solid' : 'dash' },
        })),
        annotations: marks.map(({ index, name, isChosen }) => ({
          xref: 'x',
          yref: 'paper',
          // A log axis takes the exponent here, other than in shapes.
          x: isPls ? (path.values[index] ?? 0) : Math.log10(path.values[index] ?? 1),
          y: isChosen ? 1 : 0,
          yanchor: 'bottom',
          xanchor: isChosen ? 'center' : 'left',
          text: isChosen ? `${short(path.values[index])}, ${name}` : name,
          showarrow: false,
          font: { size: 11, color: plotColours(scheme)[isChosen ? 't1' : 't3'] },
        })),
      })}
      table={{
        columns: [axisName, t('linker.meanR2'), t('linker.standardError'), t('linker.pathMark')],
        rows: path.values.map((value, index) => [
          short(value),
          Number((path.meanR2[index] ?? Number.NaN).toFixed(4)),
          Number((path.standardError[index] ?? Number.NaN).toFixed(4)),
          markText(marks, index),
        ]),
      }}
    />
  );
}

/** Depth of R² that is shown below the best: what lies deeper would flatten the part a choice is made on. */
const SHOWN_DEPTH = 0.3;

function rangeOf({ meanR2, standardError }: PathSummary): [number, number] {
  const top = Math.max(...meanR2.map((mean, index) => mean + (standardError[index] ?? 0)));
  const bottom = Math.min(...meanR2.map((mean, index) => mean - (standardError[index] ?? 0)));
  const low = Math.max(bottom, top - SHOWN_DEPTH);
  return [low, top + 0.05 * (top - low)];
}

function axisNameOf(method: LinkerParams['method']): string {
  if (method === 'pls') return t('linker.componentCount');
  return method === 'ridge' ? t('linker.ridgePenalty') : t('linker.elasticNetPenalty');
}

function short(value: number | undefined): string {
  return formatNumber(value === undefined ? undefined : Number(value.toPrecision(3)));
}

function markText(marks: readonly PathMark[], index: number): string {
  const mark = marks.find((each) => each.index === index);
  if (mark === undefined) return '';
  return mark.isChosen ? `${mark.name}, ${t('linker.chosenPoint')}` : mark.name;
}

/** One standard error to both sides of the mean over folds, and the mean. */
function bandAndLine({ values, meanR2, standardError }: PathSummary, scheme: Scheme): Data[] {
  const { accent } = plotColours(scheme);
  const edge = (sign: number) => meanR2.map((mean, index) => mean + sign * (standardError[index] ?? 0));
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...values, ...values.toReversed()],
      y: [...edge(1), ...edge(-1).reverse()],
      fill: 'toself',
      fillcolor: accent,
      opacity: 0.35,
      line: { width: 1, color: accent },
      hoverinfo: 'skip',
    },
    {
      type: 'scatter',
      mode: 'lines',
      x: [...values],
      y: [...meanR2],
      customdata: standardError.map((error) => error.toFixed(3)),
      line: { color: accent, width: 1.8 },
      hovertemplate: `%{x:.3g}<br>${t('linker.r2Short')} %{y:.3f} ± %{customdata}<extra></extra>`,
    },
  ];
}

function chosenPoint({ values, meanR2 }: PathSummary, marks: readonly PathMark[], scheme: Scheme): Data {
  const { accent, background } = plotColours(scheme);
  const at = marks.filter(({ isChosen }) => isChosen).map(({ index }) => index);
  return {
    type: 'scatter',
    mode: 'markers',
    x: at.map((index) => values[index] ?? 0),
    y: at.map((index) => meanR2[index] ?? 0),
    marker: { size: 8, color: accent, line: { color: background, width: 1.5 } },
    hoverinfo: 'skip',
  };
}
