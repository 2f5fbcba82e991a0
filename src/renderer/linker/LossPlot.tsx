import type { Data } from 'plotly.js';
import type { TrainingSummary } from '#core/summary.ts';
import { formatNumber } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';

const HEIGHT_PX = 168;
const MOST_POWERS = 3;

/** How the error fell while a network was trained, on what it saw and on what it did not, and the epoch that was kept. */
export function LossPlot({ training }: { readonly training: TrainingSummary }) {
  const { epochs, bestEpoch } = training;
  return (
    <Plot
      title={t('linker.loss')}
      meaning={t('linker.lossMeaning')}
      note={stoppedText(training)}
      heightPx={HEIGHT_PX}
      traces={(scheme) => tracesOf(training, scheme)}
      layout={(scheme) => ({
        dragmode: false,
        margin: { l: 44, r: 62, t: 16, b: 34 },
        xaxis: { fixedrange: true, title: { text: t('linker.epochs') } },
        yaxis: { type: 'log', fixedrange: true, ...lossTicks(training), title: { text: t('linker.lossAxis') } },
        shapes: [
          {
            type: 'line',
            xref: 'x',
            yref: 'paper',
            x0: bestEpoch,
            x1: bestEpoch,
            y0: 0,
            y1: 1,
            line: { color: plotColours(scheme).t2, width: 1 },
          },
        ],
        annotations: [
          {
            xref: 'x',
            yref: 'paper',
            x: bestEpoch,
            y: 1,
            xanchor: bestEpoch > epochs.length / 2 ? 'right' : 'left',
            yanchor: 'bottom',
            text: t('linker.bestEpoch', { epoch: formatNumber(bestEpoch) }),
            showarrow: false,
            font: { size: 11, color: plotColours(scheme).t1 },
          },
          ...lineNames(training, scheme),
        ],
      })}
      table={{
        columns: [t('linker.epoch'), t('linker.trainLoss'), t('linker.validationLoss')],
        rows: epochs.map(({ trainLoss, validationLoss }, index) => [
          String(index + 1),
          Number(trainLoss.toPrecision(4)),
          Number(validationLoss.toPrecision(4)),
        ]),
      }}
    />
  );
}

function stoppedText({ stopped, epochs }: TrainingSummary): string {
  const last = formatNumber(epochs.length);
  if (stopped === 'patience') return t('linker.stoppedPatience', { last });
  return stopped === 'epochs' ? t('linker.stoppedEpochs', { last }) : t('linker.stoppedDiverged', { last });
}

function tracesOf({ epochs }: TrainingSummary, scheme: Scheme): Data[] {
  const { accent, t2 } = plotColours(scheme);
  const line = (name: string, y: number[], color: string, dash: 'solid' | 'dot'): Data => ({
    type: 'scatter',
    mode: 'lines',
    x: epochs.map((_, index) => index + 1),
    y,
    line: { color, width: 1.8, dash },
    hovertemplate: `${t('linker.epoch')} %{x}<br>${name} %{y:.4f}<extra></extra>`,
  });
  return [
    line(
      t('linker.trainLoss'),
      epochs.map(({ trainLoss }) => trainLoss),
      t2,
      'dot',
    ),
    line(
      t('linker.validationLoss'),
      epochs.map(({ validationLoss }) => validationLoss),
      accent,
      'solid',
    ),
  ];
}

const MANTISSAS = [1, 2, 5] as const;

/** Every tick in full: what a log axis calls "2" and "5" is 0.02 or 0.5. */
function lossTicks({ epochs }: TrainingSummary) {
  const powers = epochs
    .flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss])
    .map((loss) => Math.floor(Math.log10(loss)))
    .filter(Number.isFinite);
  if (powers.length === 0) return {};
  const [low, high] = [Math.min(...powers), Math.max(...powers)];
  const exponents = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  // Over many powers of ten only these are labelled.
  const mantissas = exponents.length > MOST_POWERS ? MANTISSAS.slice(0, 1) : MANTISSAS;
  const tickvals = exponents.flatMap((exponent) => mantissas.map((mantissa) => mantissa * 10 ** exponent));
  return { tickvals, ticktext: tickvals.map((value) => formatNumber(Number(value.toPrecision(1)))) };
}

/** Lines are named at their ends, the upper one above. */
function lineNames({ epochs }: TrainingSummary, scheme: Scheme) {
  const last = epochs.at(-1);
  if (last === undefined) return [];
  const { accent, t2 } = plotColours(scheme);
  const isTrainingBelow = last.trainLoss <= last.validationLoss;
  const name = (text: string, value: number, color: string, isBelow: boolean) => ({
    x: epochs.length,
    y: Math.log10(value),
    xanchor: 'left' as const,
    yanchor: isBelow ? ('top' as const) : ('bottom' as const),
    text,
    showarrow: false,
    font: { size: 11, color },
  });
  return [
    name(t('linker.trainLoss'), last.trainLoss, t2, isTrainingBelow),
    name(t('linker.validationLoss'), last.validationLoss, accent, !isTrainingBelow),
  ];
}
