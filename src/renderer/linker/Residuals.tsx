import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Data } from 'plotly.js';
import type { LinkerResiduals } from '#core/views/linker.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatNumber } from '#renderer/format.ts';
import { Plot } from '#renderer/plot/Plot.tsx';
import { plotColours, type Scheme } from '#renderer/plot/template.ts';
import { t } from '#renderer/text.ts';
import classes from './Residuals.module.css';

export interface ResidualsProps {
  readonly linker: string;
  readonly classNames: readonly string[];
  /** R² along each component. */
  readonly r2: readonly number[];
  readonly component: number;
  readonly heightPx: number;
  onComponent(component: number): void;
}

/** What the link leaves along one principal component of w, a point a held-out sample: noise, or something it cannot follow. */
export function Residuals({ linker, classNames, r2, component, heightPx, onComponent }: ResidualsProps) {
  const project = useProject();
  const input = { project, linker, component };
  const answer = useQuery({
    ...useApi().linker.residuals.queryOptions({ input }),
    placeholderData: (previous) => previous,
  });
  if (answer.error !== null) return <ErrorBlock error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Blocks heightsPx={[heightPx + 40]} />;
  const found = answer.data;
  const nameOf = (row: number) =>
    [classNames[found.classIndices[row] as number], t('linker.draw', { draw: found.draws[row] as number })]
      .filter((part) => part !== undefined)
      .join(', ');
  return (
    <Plot
      title={t('linker.residuals')}
      meaning={t('linker.residualsMeaning')}
      note={t('linker.residualsNote', {
        share: formatNumber(100 * found.share, 1),
        r2: formatNumber(r2[found.component], 3),
        n: formatNumber(found.residuals.length),
      })}
      controls={
        <NumberInput
          className={classes.component ?? ''}
          aria-label={t('linker.component')}
          prefix={`${t('linker.component')} `}
          size="xs"
          min={1}
          max={r2.length}
          clampBehavior="strict"
          allowDecimal={false}
          value={component + 1}
          onChange={(value) => typeof value === 'number' && value >= 1 && onComponent(value - 1)}
        />
      }
      heightPx={heightPx}
      traces={(scheme) => [points(found, nameOf, scheme)]}
      layout={(scheme) => ({
        dragmode: false,
        margin: { l: 44, r: 8, t: 6, b: 34 },
        xaxis: { fixedrange: true, title: { text: t('linker.linkedAlong') }, zeroline: false },
        yaxis: {
          fixedrange: true,
          title: { text: t('linker.residual') },
          zeroline: true,
          zerolinecolor: plotColours(scheme).t2,
          zerolinewidth: 1,
        },
      })}
      table={{
        columns: [t('linker.sample'), t('linker.linkedAlong'), t('linker.residual')],
        rows: found.residuals.map((residual, row) => [
          nameOf(row),
          Number((found.linked[row] as number).toPrecision(4)),
          Number(residual.toPrecision(4)),
        ]),
      }}
    />
  );
}

function points({ linked, residuals }: LinkerResiduals, nameOf: (row: number) => string, scheme: Scheme): Data {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [...linked],
    y: [...residuals],
    text: residuals.map((_, row) => nameOf(row)),
    marker: { size: 5, color: plotColours(scheme).accent, opacity: 0.55 },
    hovertemplate: `%{text}<br>${t('linker.linkedAlong')} %{x:.3f}<br>${t('linker.residual')} %{y:.3f}<extra></extra>`,
  };
}
