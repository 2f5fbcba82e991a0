import { ActionIcon, Tooltip } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { type PointerEvent, useState } from 'react';
import type { CounterfactualCase } from '#core/views/counterfactual.ts';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { PlotTable } from '#renderer/plot/PlotTable.tsx';
import { t } from '#renderer/text.ts';
import { filmTiles } from './FilmStrip.tsx';
import classes from './ProbabilityCurve.module.css';
import { probabilityOf } from './shownCase.ts';

export interface ProbabilityCurveProps {
  readonly shown: CounterfactualCase;
  readonly at: number;
  onShow(tile: number): void;
}

const HEIGHT_PX = 132;
const TOP_PX = 10;
const BOTTOM_PX = 118;

/** What the classifier says of every picture of the path, under the pictures; dragging moves the place on show. */
export function ProbabilityCurve({ shown, at, onShow }: ProbabilityCurveProps) {
  const [isTable, setTable] = useState(false);
  const label = isTable ? t('shared.plot') : t('shared.table');
  return (
    <figure className={classes.figure} aria-label={t('counterfactual.probability')}>
      <figcaption className={classes.heading}>
        <h2>{t('counterfactual.probability')}</h2>
        <Tooltip label={label}>
          <ActionIcon size="compact-xs" aria-label={label} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? <IconChartLine size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      </figcaption>
      {isTable ? <Numbers shown={shown} /> : <Curve shown={shown} at={at} onShow={onShow} />}
    </figure>
  );
}

function Numbers({ shown }: { readonly shown: CounterfactualCase }) {
  return (
    <PlotTable
      title={t('counterfactual.probability')}
      table={{
        columns: [t('counterfactual.place'), ...shown.classNames],
        rows: shown.places.map((place, step) => [place, ...(shown.probabilities[step] ?? [])]),
      }}
    />
  );
}

function Curve({ shown, at, onShow }: ProbabilityCurveProps) {
  const [measure, { width }] = useResizeObserver<HTMLDivElement>();
  const count = shown.places.length;
  const cells = filmTiles(count).length;
  // The first and last place stand under the middles of the first and last picture.
  const inset = width / cells / 2;
  const lastPlace = shown.places[count - 1] ?? 1;
  const x = (place: number) => inset + (place / lastPlace) * (width - 2 * inset);
  const y = (probability: number) => BOTTOM_PX - probability * (BOTTOM_PX - TOP_PX);
  const line = (name: string) =>
    shown.places
      .map((place, step) => `${x(place).toFixed(1)},${y(probabilityOf(shown, step, name)).toFixed(1)}`)
      .join(' ');
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - inset) / (width - 2 * inset);
    onShow(Math.min(count - 1, Math.max(0, Math.round(share * (count - 1)))));
  };
  const others = shown.classNames.filter((name) => name !== shown.from && name !== shown.to);
  const now = x(shown.places[at] ?? 0);
  return (
    <div ref={measure} className={classes.canvas} style={{ height: HEIGHT_PX }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT_PX} aria-hidden onPointerDown={drag} onPointerMove={drag}>
          {[0, 0.5, 1].map((value) => (
            <g key={value}>
              <line className={classes.grid} x1={inset} x2={width - inset} y1={y(value)} y2={y(value)} />
              <text className={classes.tick} x={inset - 8} y={y(value) + 4} textAnchor="end">
                {formatNumber(value)}
              </text>
            </g>
          ))}
          {others.map((name) => (
            <polyline key={name} className={classes.other} points={line(name)} />
          ))}
          <polyline className={classes.origin} points={line(shown.from)} />
          <polyline className={classes.target} points={line(shown.to)} />
          <text className={classes.originName} x={x(0) + 6} y={y(1) + 14}>
            {shown.from}
          </text>
          <text className={classes.targetName} x={width - inset - 4} y={y(1) + 14} textAnchor="end">
            {shown.to}
          </text>
          {shown.crossing !== null && (
            <g>
              <line
                className={classes.crossing}
                x1={x(shown.crossing)}
                x2={x(shown.crossing)}
                y1={TOP_PX}
                y2={BOTTOM_PX}
              />
              <circle className={classes.mark} cx={x(shown.crossing)} cy={y(0.5)} r={4} />
              <text className={classes.tick} x={x(shown.crossing) + 8} y={y(0.5) - 6}>
                {formatNumber(shown.crossing, 2)}
              </text>
            </g>
          )}
          <line className={classes.now} x1={now} x2={now} y1={0} y2={HEIGHT_PX} />
        </svg>
      )}
      <p className={classes.spoken}>
        {shown.crossing !== null && t('counterfactual.crossing', { place: formatNumber(shown.crossing, 2) })} {shown.to}{' '}
        {formatShare(probabilityOf(shown, shown.end, shown.to), 1)}
      </p>
    </div>
  );
}
