import type { UnitView } from '#core/views/sweep.ts';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';

/** Activation found again in the pictures against the one that was set: on the dashed line all of it is realised. The live start stands out. */
export function RealisedPlot({ view, sample }: { readonly view: UnitView; readonly sample: number }) {
  const { values, starts, classNames } = view;
  const ends = [values[0] ?? 0, values.at(-1) ?? 0];
  const traces = (scheme: Scheme) => {
    const { t2, line2, accent } = plotColours(scheme);
    const isLive = (start: UnitView['starts'][number]) => start.sample.index === sample;
    // The live start is drawn last, over the others.
    const lines = starts
      .toSorted((a, b) => Number(isLive(a)) - Number(isLive(b)))
      .map((start) => ({
        type: 'scattergl' as const,
        mode: 'lines+markers' as const,
        name: nameOf(start.sample.classIndex, start.sample.index, classNames),
        x: [...values],
        y: [...start.realised],
        line: { color: isLive(start) ? accent : t2, width: isLive(start) ? 1.8 : 1 },
        marker: { color: isLive(start) ? accent : t2, size: 4 },
        opacity: isLive(start) ? 1 : 0.55,
      }));
    const identity = {
      type: 'scattergl' as const,
      mode: 'lines' as const,
      hoverinfo: 'skip' as const,
      x: ends,
      y: ends,
      line: { color: line2, width: 1, dash: 'dash' as const },
    };
    return [identity, ...lines];
  };
  return (
    <Plot
      title={t('unit.realisedPlot')}
      note={t('unit.realisedNote', { n: starts.length })}
      heightPx={190}
      traces={traces}
      layout={() => ({
        margin: { l: 34, r: 8, t: 8, b: 34 },
        xaxis: { title: { text: t('unit.requestedAxis') } },
        yaxis: { title: { text: t('unit.realisedAxis') } },
      })}
      table={{
        columns: [t('unit.startColumn'), t('unit.requestedAxis'), t('unit.realisedAxis')],
        rows: starts.flatMap((start) =>
          values.map((value, step) => [
            nameOf(start.sample.classIndex, start.sample.index, classNames),
            value,
            start.realised[step] ?? null,
          ]),
        ),
      }}
    />
  );
}

function nameOf(classIndex: number, sample: number, classNames: readonly string[]): string {
  return `${classNames[classIndex] ?? ''} ${sampleNumber(sample)}`;
}
