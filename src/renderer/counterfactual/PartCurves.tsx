import { Select } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import { changeAlong, PATH_MEASURES, type PathMeasure } from '#core/counterfactual/pathMeasures.ts';
import type { CounterfactualCase } from '#core/views/counterfactual.ts';
import { formatNumber, formatSigned } from '#renderer/format.ts';
import { metricName } from '#renderer/measure/metricName.ts';
import { t } from '#renderer/text.ts';
import { filmTiles } from './FilmStrip.tsx';
import classes from './PartCurves.module.css';

export interface PartCurvesProps {
  readonly shown: CounterfactualCase;
  readonly at: number;
  onShow(tile: number): void;
}

const HEIGHT_PX = 120;
const EDGE_PX = 10;
const NAMES_PX = 12;
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '4 4', '1 3'] as const;

/** One measure of every part along the path, as the change from the start, under the same places as the pictures. */
export function PartCurves({ shown, at, onShow }: PartCurvesProps) {
  const [measure, setMeasure] = useState<PathMeasure>('area');
  const [box, { width }] = useResizeObserver<HTMLDivElement>();
  const count = shown.places.length;
  const inset = width / filmTiles(count).length / 2;
  const lastPlace = shown.places[count - 1] ?? 1;
  const x = (place: number) => inset + (place / lastPlace) * (width - 2 * inset);
  const curves = changesOf(shown, measure);
  const most = Math.max(1e-9, ...curves.flatMap(({ changes }) => changes.map((change) => Math.abs(change ?? 0))));
  const y = (change: number) => HEIGHT_PX / 2 - (change / most) * (HEIGHT_PX / 2 - EDGE_PX);
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - inset) / (width - 2 * inset);
    onShow(Math.min(count - 1, Math.max(0, Math.round(share * (count - 1)))));
  };
  const now = x(shown.places[at] ?? 0);
  const names = spreadNames(curves.map(({ changes }) => y(changes.findLast((change) => change !== null) ?? 0)));
  return (
    <figure className={classes.figure} aria-label={t('counterfactual.partCurves', { measure: metricName(measure) })}>
      <figcaption className={classes.heading}>
        <h2>{t('counterfactual.partCurves', { measure: metricName(measure) })}</h2>
        <Select
          aria-label={t('counterfactual.partMeasure')}
          w={190}
          allowDeselect={false}
          data={PATH_MEASURES.map((value) => ({ value, label: metricName(value) }))}
          value={measure}
          onChange={(value) => setMeasure(value as PathMeasure)}
        />
      </figcaption>
      <div ref={box} style={{ height: HEIGHT_PX }}>
        {width > 0 && (
          <svg width={width} height={HEIGHT_PX} aria-hidden onPointerDown={drag} onPointerMove={drag}>
            <line className={classes.zero} x1={inset} x2={width - inset} y1={y(0)} y2={y(0)} />
            {[most, -most].map((end) => (
              <text key={end} className={classes.tick} x={inset - 8} y={y(end) + 4} textAnchor="end">
                {formatSigned(end, most >= 10 ? 0 : 3)}
              </text>
            ))}
            {curves.map(({ name, colour, changes }, index) => (
              <polyline
                key={name}
                className={classes.curve}
                style={{ stroke: `color-mix(in srgb, ${colour} 80%, var(--u-t1))` }}
                strokeDasharray={DASHES[index % DASHES.length]}
                points={changes
                  .flatMap((change, step) =>
                    change === null ? [] : [`${x(shown.places[step] ?? 0).toFixed(1)},${y(change).toFixed(1)}`],
                  )
                  .join(' ')}
              />
            ))}
            {curves.map(({ name, colour }, index) => (
              <text
                key={name}
                className={classes.name}
                x={width - inset + 6}
                y={(names[index] ?? 0) + 4}
                style={{ fill: `color-mix(in srgb, ${colour} 55%, var(--u-t1))` }}
              >
                {name}
              </text>
            ))}
            <line className={classes.now} x1={now} x2={now} y1={0} y2={HEIGHT_PX} />
          </svg>
        )}
      </div>
      <p className={classes.spoken}>
        {curves.map(({ name, changes }) => `${name} ${formatNumber(changes[shown.end] ?? null, 3)}`).join(', ')}
      </p>
    </figure>
  );
}

interface Curve {
  readonly name: string;
  readonly colour: string;
  /** [K] difference from the start; null where the part is not in the picture. */
  readonly changes: readonly (number | null)[];
}

/** The background is what the parts leave over, and is not drawn. */
function changesOf({ labels, parts }: CounterfactualCase, measure: PathMeasure): Curve[] {
  const at = PATH_MEASURES.indexOf(measure);
  return labels.slice(1).map(({ name, colour }, index) => {
    const values = parts.map((step) => step[index + 1]?.[at] ?? null);
    const start = values[0] ?? null;
    return {
      name,
      colour,
      changes: values.map((value) => (value === null || start === null ? null : changeAlong(measure, start, value))),
    };
  });
}

/** Heights of names, moved apart where they would lie on each other. */
function spreadNames(wanted: readonly number[]): number[] {
  const placed = [...wanted];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))) {
    last = Math.max(wanted[index] ?? 0, last + NAMES_PX);
    placed[index] = last;
  }
  const over = Math.max(0, last - (HEIGHT_PX - 4));
  return placed.map((y) => y - over);
}
