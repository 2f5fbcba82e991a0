import { Switch } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';

export interface AxesPlotProps {
  readonly title: string;
  /** What one bar is, and the sentence behind it. */
  readonly axisName: string;
  readonly meaning: string;
  /** R² of each axis. */
  readonly r2: readonly number[];
  readonly heightPx: number;
  /** One that is looked at, by its place; a click chooses another. */
  readonly chosen?: number;
  onChoose?(axis: number): void;
}

/** R² axis by axis as bars: whether a good mean hides directions of w that are not linked at all. */
export function AxesPlot({ title, axisName, meaning, r2, heightPx, chosen, onChoose }: AxesPlotProps) {
  const [isSorted, setSorted] = useState(false);
  const bars = r2.map((value, axis) => ({ axis, value }));
  if (isSorted) bars.sort((a, b) => b.value - a.value);
  const count = r2.length;
  return (
    <Plot
      title={title}
      meaning={meaning}
      note={formatNumber(count)}
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
          y: bars.map(({ value }) => value),
          text: bars.map(({ axis }) => String(axis + 1)),
          textposition: 'none',
          hovertemplate: `${axisName} %{text}<br>${t('linker.r2Short')} %{y:.3f}<extra></extra>`,
          marker: {
            color: bars.map(({ axis }) => plotColours(scheme)[axis === chosen ? 'accent' : 't3']),
          },
        },
      ]}
      layout={() => ({
        bargap: 0.25,
        dragmode: false,
        margin: { l: 32, r: 4, t: 6, b: isSorted ? 8 : 20 },
        xaxis: {
          showticklabels: !isSorted,
          fixedrange: true,
          range: [-0.7, count - 0.3],
          ...(isSorted ? {} : ticksOf(count)),
        },
        yaxis: { range: [Math.min(0, ...r2), 1], fixedrange: true },
      })}
      table={{
        columns: [axisName, t('linker.r2Short')],
        rows: bars.map(({ axis, value }) => [String(axis + 1), Number(value.toFixed(4))]),
      }}
      {...(onChoose && {
        onSelect: ([place]: readonly number[]) => {
          const bar = place === undefined ? undefined : bars[place];
          if (bar !== undefined) onChoose(bar.axis);
        },
      })}
    />
  );
}

const MOST_TICKS = 6;

/** Axes are counted from 1, bars from 0. */
function ticksOf(count: number) {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
  const step = steps.find((each) => count / each <= MOST_TICKS) ?? count;
  const numbers = [1, ...Array.from({ length: Math.floor(count / step) }, (_, i) => (i + 1) * step)];
  const shown = step === 1 ? numbers.slice(1) : numbers;
  return { tickvals: shown.map((number) => number - 1), ticktext: shown.map(String) };
}
