import { Switch } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';

export interface DimensionPlotProps {
  readonly r2PerDimension: readonly number[];
  readonly heightPx: number;
}

/** R² of every latent dimension as a bar: whether a good mean hides dimensions that are not linked at all. */
export function DimensionPlot({ r2PerDimension, heightPx }: DimensionPlotProps) {
  const [isSorted, setSorted] = useState(false);
  const bars = r2PerDimension.map((r2, dimension) => ({ dimension, r2 }));
  if (isSorted) bars.sort((a, b) => b.r2 - a.r2);
  const count = r2PerDimension.length;
  return (
    <Plot
      title={t('linker.byDimension')}
      note={t('linker.dimensionCount', { dimensions: formatNumber(count), count })}
      controls={
        <Switch
          label={t('linker.sorted')}
          checked={isSorted}
          onChange={({ currentTarget }) => setSorted(currentTarget.checked)}
        />
      }
      heightPx={heightPx}
      traces={(scheme) => [
        {
          type: 'bar',
          y: bars.map(({ r2 }) => r2),
          text: bars.map(({ dimension }) => String(dimension)),
          textposition: 'none',
          hovertemplate: `${t('linker.dimension')} %{text}<br>${t('linker.r2Short')} %{y:.3f}<extra></extra>`,
          marker: { color: plotColours(scheme).t3 },
        },
      ]}
      layout={() => ({
        bargap: 0.25,
        dragmode: false,
        margin: { l: 32, r: 4, t: 6, b: isSorted ? 8 : 20 },
        xaxis: { showticklabels: !isSorted, fixedrange: true, range: [-0.7, count - 0.3] },
        yaxis: { range: [Math.min(0, ...r2PerDimension), 1], fixedrange: true },
      })}
      table={{
        columns: [t('linker.dimension'), t('linker.r2Short')],
        rows: bars.map(({ dimension, r2 }) => [String(dimension), Number(r2.toFixed(4))]),
      }}
    />
  );
}
