import type { TotalScore } from '#core/summary.ts';
import type { AtlasView, ConceptColumn } from '#core/views/atlas.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './AtlasScores.module.css';
import { changesQuery } from './firstLook.ts';

const MOST_BARS = 8;

/** How spread concepts are over units, beside random rotations, and how the nulls behaved. */
export function AtlasScores({ view, concepts }: { readonly view: AtlasView; readonly concepts: readonly number[] }) {
  const { summary } = view;
  const concentrated = concepts
    .map((at) => view.concepts[at] as ConceptColumn)
    .filter(({ unitsFor80 }) => unitsFor80.measured !== null)
    .sort((a, b) => (a.unitsFor80.measured ?? 0) - (b.unitsFor80.measured ?? 0))
    .slice(0, MOST_BARS);
  return (
    <>
      <InspectorSection title={t('atlas.unitsFor80')}>
        <div className={classes.bars}>
          {concentrated.map((concept) => (
            <UnitsBar key={`${concept.part} ${concept.metric}`} concept={concept} units={summary.units} />
          ))}
        </div>
        <p className="t3 caption">{t('atlas.rotations')}</p>
      </InspectorSection>
      <InspectorSection title={t('atlas.totals')}>
        <p className="t3 caption">{t('atlas.totalsNote')}</p>
        <dl className={classes.totals}>
          <Total
            name={t('atlas.disentanglement')}
            meaning={t('atlas.disentanglementMeaning')}
            score={summary.disentanglement}
          />
          <Total name={t('atlas.completeness')} meaning={t('atlas.completenessMeaning')} score={summary.completeness} />
        </dl>
      </InspectorSection>
      <InspectorSection title={t('atlas.nullCheck')}>
        <p className="t2">
          {t('atlas.nullCheckBody', { share: formatShare(summary.tailCheck.shares[1]?.share ?? null, 2) })}
        </p>
        {summary.remarks.map((remark) => (
          <p key={remark} className="t3 caption">
            {remark}
          </p>
        ))}
      </InspectorSection>
    </>
  );
}

function UnitsBar({ concept, units }: { readonly concept: ConceptColumn; readonly units: number }) {
  const { measured, low, high } = concept.unitsFor80;
  const percent = (value: number | null) => `${(100 * (value ?? 0)) / Math.max(1, units)}%`;
  return (
    <>
      <a className={classes.concept} href={hrefTo('atlas', { where: changesQuery(concept) })}>
        {`${concept.part} ${concept.metric}`}
      </a>
      <span className={classes.bar} aria-hidden>
        <i style={{ width: percent(measured) }} />
        <u style={{ left: percent(low), width: percent((high ?? 0) - (low ?? 0)) }} />
      </span>
      <span className="num">{formatNumber(measured)}</span>
    </>
  );
}

function Total({
  name,
  meaning,
  score,
}: {
  readonly name: string;
  readonly meaning: string;
  readonly score: TotalScore;
}) {
  return (
    <div>
      <dt>
        <Explained meaning={meaning}>{name}</Explained>
      </dt>
      <dd className="num">
        <b>{formatNumber(score.measured, 2)}</b>
        <span className="t3">
          {t('atlas.rotationRange', {
            predicted: formatNumber(score.predicted, 2),
            low: formatNumber(score.low, 2),
            high: formatNumber(score.high, 2),
            p: formatNumber(score.p, 3),
          })}
        </span>
      </dd>
    </div>
  );
}
