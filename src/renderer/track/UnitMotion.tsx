import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { arrowFactor, arrowScale } from '#core/track/arrows.ts';
import type { TrackedPair, TrackView } from '#core/views/track.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import table from '#renderer/components/FigureTable.module.css';
import { PageSection } from '#renderer/components/PageSection.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { ArrowLayer } from './ArrowLayer.tsx';
import classes from './UnitMotion.module.css';

interface UnitMotionProps {
  readonly sweep: string;
  readonly unit: number;
  /** Sample that is the live start; the first start picture where it was not tracked. */
  readonly sample: number;
}

/** On a unit's page: how its pictures move from one end of the range to the other. Nothing where the sweep is not tracked. */
export function UnitMotion({ sweep, unit, sample }: UnitMotionProps) {
  const project = useProject();
  const api = useApi();
  const tracks = useQuery(api.track.show.queryOptions({ input: { project } }));
  const part = tracks.data ? partOf(tracks.data, sweep, unit, sample) : null;
  const pair = useQuery(
    api.track.pair.queryOptions({
      input: { project, ordinal: part?.ordinal ?? 0 },
      enabled: part !== null,
      placeholderData: (previous) => previous,
    }),
  );
  if (part === null) return null;
  if (pair.error !== null) return <ErrorBlock error={pair.error} onRetry={() => void pair.refetch()} />;
  if (pair.data === undefined) return <Blocks heightsPx={[220]} />;
  return <Shown pair={pair.data} noiseFloor={tracks.data?.summary.noiseFloor ?? null} />;
}

function partOf({ artifact, directions }: TrackView, sweep: string, unit: number, sample: number) {
  if (!artifact.inputs.some(({ role, id }) => role === 'sweep' && id === sweep)) return null;
  const parts = directions.find((direction) => direction.unit === unit)?.parts ?? [];
  return parts.find((each) => each.sample === sample) ?? parts[0] ?? null;
}

/** Side of the picture, px of the window. */
const SIDE_PX = 232;

function Shown({ pair, noiseFloor }: { readonly pair: TrackedPair; readonly noiseFloor: number | null }) {
  const [kind, setKind] = useState<'residual' | 'total'>('residual');
  const motion = pair[kind];
  const factor = arrowFactor(motion.longest, arrowScale(pair));
  const tiles = pair.strip?.tiles ?? 1;
  return (
    <PageSection
      title={t('track.ofUnit')}
      note={t('track.ofUnitNote', { sample: formatNumber(pair.sample), factor })}
      actions={
        <SegmentedControl
          aria-label={t('track.kind')}
          value={kind}
          onChange={(value) => setKind(value === 'total' ? 'total' : 'residual')}
          data={[
            { value: 'residual', label: t('track.residual') },
            { value: 'total', label: t('track.total') },
          ]}
        />
      }
    >
      <div className={classes.columns}>
        <Picture
          picture={pair.strip === null ? null : { ...pair.strip, index: Math.min(pair.pair[0], tiles - 1) }}
          label={t('track.pictureName', { count: motion.arrows.length })}
          sizePx={SIDE_PX}
        >
          <ArrowLayer motion={motion} widthPx={pair.widthPx} heightPx={pair.heightPx} factor={factor} />
        </Picture>
        <div className={classes.scroll}>
          <MotionTable rows={pair.rows} />
          <p className="t3 caption">
            {pair.global === null
              ? t('track.noGlobal')
              : t('track.global', {
                  x: formatNumber(pair.global.shift[0], 2),
                  y: formatNumber(pair.global.shift[1], 2),
                  inliers: formatNumber(Math.round(100 * pair.global.inliers)),
                })}{' '}
            {noiseFloor !== null && t('track.floor', { value: formatNumber(noiseFloor, 2) })}
          </p>
        </div>
      </div>
    </PageSection>
  );
}

const COLUMNS = ['magnitude', 'x', 'y', 'expansion', 'rotation', 'confidence'] as const;

function MotionTable({ rows }: { readonly rows: TrackedPair['rows'] }) {
  return (
    <table className={table.table} aria-label={t('track.byPart')}>
      <thead>
        <tr>
          <th scope="col">{t('measure.part')}</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {t(`track.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, motion }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {COLUMNS.map((column) => (
              <td key={column} className="num">
                {formatNumber(motion[column], 2)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
