import type { Change } from '#core/summary.ts';
import type { UnitMeasures } from '#core/views/measure.ts';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';
import { metricName } from './metricName.ts';

interface DoseResponseProps {
  readonly measures: UnitMeasures;
  readonly change: Change;
}

/** How a measure of a part follows the activation that was set: a thin line a start picture, a thick one their mean. */
export function DoseResponse({ measures, change }: DoseResponseProps) {
  const { values, starts } = measures;
  const curves = measures.curves[change.quantity]?.[change.metric] ?? [];
  const mean = values.map((_, step) => meanOf(curves.map((curve) => curve[step] ?? null)));
  const nameOf = (start: number) => `${starts[start]?.className ?? ''} ${sampleNumber(starts[start]?.sample ?? 0)}`;
  const traces = (scheme: Scheme) => {
    const { t3, accent } = plotColours(scheme);
    const line = (name: string, y: readonly (number | null)[], color: string, width: number) => ({
      type: 'scatter' as const,
      mode: 'lines+markers' as const,
      name,
      x: [...values],
      y: [...y],
      line: { color, width },
      marker: { color, size: width + 2 },
    });
    return [
      ...curves.map((curve, start) => ({ ...line(nameOf(start), curve, t3, 1), opacity: 0.7 })),
      line(t('measure.mean'), mean, accent, 2.4),
    ];
  };
  const part = measures.quantities.find(({ id }) => id === change.quantity)?.name ?? change.quantity;
  return (
    <Plot
      title={t('measure.curve', { part, metric: metricName(change.metric) })}
      heightPx={220}
      traces={traces}
      layout={() => ({
        margin: { l: 44, r: 8, t: 8, b: 36 },
        xaxis: { title: { text: t('measure.activation') } },
        yaxis: { zeroline: false },
      })}
      table={{
        columns: [t('measure.start'), t('measure.activation'), metricName(change.metric)],
        rows: curves.flatMap((curve, start) =>
          values.map((value, step) => [nameOf(start), value, curve[step] ?? null] as const),
        ),
      }}
    />
  );
}

/** Null where the part is missing in every start picture. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
