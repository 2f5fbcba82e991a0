import { useQuery } from '@tanstack/react-query';
import type { ScoreView, UnitAtlas } from '#core/views/atlas.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import table from '#renderer/components/FigureTable.module.css';
import { PageSection, SectionColumns } from '#renderer/components/PageSection.tsx';
import { formatInterval, formatNumber } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { conceptText, formatQ } from './cellText.ts';
import { changesQuery } from './firstLook.ts';
import classes from './UnitInAtlas.module.css';

const SHOWN = 10;

/** On a unit's page: what the atlas says of it. Nothing where there is no atlas, or the unit is not in it. */
export function UnitInAtlas({ unit }: { readonly unit: number }) {
  const project = useProject();
  const api = useApi();
  const atlas = useQuery(api.atlas.show.queryOptions({ input: { project } }));
  const isIn = atlas.data?.units.some((row) => row.unit === unit) ?? false;
  const { data } = useQuery(
    api.atlas.unit.queryOptions({
      input: { project, unit },
      enabled: isIn,
      placeholderData: (previous) => previous,
    }),
  );
  if (!isIn || !atlas.data || data === undefined || data.unit !== unit) return null;
  return <Shown unit={data} directions={atlas.data.summary.nullDirections} />;
}

function Shown({
  unit: { effects, scores, like },
  directions,
}: {
  readonly unit: UnitAtlas;
  readonly directions: number;
}) {
  return (
    <PageSection title={t('atlas.ofUnit')} note={t('atlas.ofUnitNote', { directions: formatNumber(directions) })}>
      <SectionColumns figures={<Effects effects={effects} />}>
        <div className={classes.beside}>
          <dl className={classes.scores}>
            <Score name={t('atlas.shareOfParts')} meaning={t('atlas.selectivityMeaning')} score={scores.overParts} />
            <Score name={t('atlas.superposition')} meaning={t('atlas.spreadMeaning')} score={scores.participation} />
          </dl>
          <h3>{t('atlas.likeThis')}</h3>
          <p className={classes.like}>
            {like.map(({ unit, cosine }) => (
              <a key={unit} className="num" href={hrefTo('unit', { unit: String(unit) })}>
                {unit} <span className="t3">{formatNumber(cosine, 2)}</span>
              </a>
            ))}
          </p>
        </div>
      </SectionColumns>
    </PageSection>
  );
}

function Effects({ effects }: Pick<UnitAtlas, 'effects'>) {
  return (
    <table className={`${table.table} ${classes.effects}`} aria-label={t('atlas.ofUnit')}>
      <thead>
        <tr>
          <th scope="col">{t('atlas.concept')}</th>
          <th scope="col">{t('atlas.effect')}</th>
          <th scope="col">{t('atlas.q')}</th>
        </tr>
      </thead>
      <tbody>
        {effects.slice(0, SHOWN).map(({ part, metric, value, interval, q, below }) => (
          <tr key={`${part} ${metric}`} data-below={below}>
            <th scope="row">
              <a
                href={hrefTo('atlas', { where: changesQuery({ part, metric }) })}
                title={t('atlas.askAtlas', { concept: conceptText(part, metric) })}
              >
                {`${part} ${metric}`}
              </a>
            </th>
            <td className="num">
              <b>{formatNumber(value, 2)}</b>{' '}
              {interval !== null && <span className="t2">{formatInterval(interval, 2)}</span>}
            </td>
            <td className="num">{formatQ(q)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Score({
  name,
  meaning,
  score,
}: {
  readonly name: string;
  readonly meaning: string;
  readonly score: ScoreView;
}) {
  const { measured, predicted, low, high } = score;
  return (
    <div>
      <dt>
        <Explained meaning={meaning}>{name}</Explained>
      </dt>
      <dd>
        <b className="num">{formatNumber(measured, 2)}</b>
        <span className="t3">
          {t('atlas.scoreNull', {
            predicted: formatNumber(predicted, 2),
            low: formatNumber(low, 2),
            high: formatNumber(high, 2),
          })}
        </span>
      </dd>
    </div>
  );
}
