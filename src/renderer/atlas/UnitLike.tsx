import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AtlasView, ScoreView } from '#core/views/atlas.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { formatNumber } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitLike.module.css';

const LIKE = 12;

export interface UnitLikeProps {
  readonly view: AtlasView;
  readonly unit: number;
  onShow(unit: number): void;
  /** Rows of the atlas. */
  onSelect(rows: readonly number[]): void;
}

/** The unit that is lit: its scores beside their nulls, and the units whose profiles are nearest. */
export function UnitLike({ view, unit, onShow, onSelect }: UnitLikeProps) {
  const project = useProject();
  const { data } = useQuery({
    ...useApi().atlas.unit.queryOptions({
      input: { project, atlas: view.artifact.id, unit, like: LIKE },
      placeholderData: (previous) => previous,
    }),
  });
  if (data === undefined) return null;
  const { scores, like, group } = data;
  return (
    <InspectorSection
      title={t('atlas.unitNumber', { unit: data.unit })}
      note={
        <a className={classes.link} href={hrefTo('unit', { unit: String(data.unit) })}>
          {t('atlas.openPage')}
        </a>
      }
    >
      <KeyValues
        rows={[
          [t('atlas.shareOfParts'), <Score key="parts" score={scores.overParts} />],
          [t('atlas.superposition'), <Score key="concepts" score={scores.participation} />],
          [
            t('atlas.sameProfile'),
            group === data.unit ? null : (
              <button key="group" type="button" className={classes.link} onClick={() => onShow(group)}>
                {t('atlas.unitNumber', { unit: group })}
              </button>
            ),
          ],
        ]}
      />
      <h3 className={classes.heading}>{t('atlas.likeThis')}</h3>
      {like.length === 0 ? (
        <p className="t3 caption">{t('atlas.likeNone')}</p>
      ) : (
        <>
          <p className={classes.like}>
            {like.map(({ unit: other, cosine }) => (
              <button key={other} type="button" className={`num ${classes.link}`} onClick={() => onShow(other)}>
                {other} <span className="t3">{formatNumber(cosine, 2)}</span>
              </button>
            ))}
          </p>
          <Button
            size="compact-xs"
            onClick={() => onSelect(rowsOf(view, [data.unit, ...like.map(({ unit: other }) => other)]))}
          >
            {t('atlas.selectLike')}
          </Button>
        </>
      )}
    </InspectorSection>
  );
}

function rowsOf({ units }: AtlasView, wanted: readonly number[]): number[] {
  return units.filter(({ unit }) => wanted.includes(unit)).map(({ row }) => row);
}

function Score({ score: { measured, low, high } }: { readonly score: ScoreView }) {
  return (
    <span className="num">
      <b>{formatNumber(measured, 2)}</b>
      {low !== null && high !== null && (
        <span className="t3">{` ${t('atlas.byRotations', { low: formatNumber(low, 2), high: formatNumber(high, 2) })}`}</span>
      )}
    </span>
  );
}
