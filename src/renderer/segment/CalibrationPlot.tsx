import type { SegmentSummary } from '#core/summary.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';

/** How often a network is right when it is so sure: on the diagonal it knows what it knows. */
export function CalibrationPlot({ calibration }: Pick<SegmentSummary, 'calibration'>) {
  const bins = calibration.filter((bin) => bin !== null);
  return (
    <Plot
      title={t('segment.calibration')}
      note={t('segment.calibrationNote')}
      heightPx={240}
      traces={(scheme) => [
        {
          x: [0, 1],
          y: [0, 1],
          mode: 'lines',
          line: { color: plotColours(scheme).t3, dash: 'dot', width: 1 },
          hoverinfo: 'skip',
        },
        {
          x: bins.map(({ confidence }) => confidence),
          y: bins.map(({ accuracy }) => accuracy),
          customdata: bins.map(({ pixels }) => pixels),
          mode: 'lines+markers',
          line: { color: plotColours(scheme).accent },
          hovertemplate: `${t('segment.confidence')} %{x:.2f}<br>${t('segment.accuracy')} %{y:.2f}<br>${t('segment.pixels')} %{customdata}<extra></extra>`,
        },
      ]}
      layout={() => ({
        dragmode: false,
        xaxis: { range: [0, 1.02], fixedrange: true, title: { text: t('segment.confidence') } },
        yaxis: { range: [0, 1.02], fixedrange: true, title: { text: t('segment.accuracy') } },
      })}
      table={{
        columns: [t('segment.confidence'), t('segment.accuracy'), t('segment.pixels')],
        rows: bins.map(({ confidence, accuracy, pixels }) => [confidence, accuracy, pixels]),
      }}
    />
  );
}
