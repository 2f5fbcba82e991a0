import type { IdentifiabilitySummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './Identifiability.module.css';

/** For how many units the link can mean something of their own. */
export function Identifiability({ summary }: { readonly summary: IdentifiabilitySummary }) {
  const { weightsRank, linkedRank, groups, groupedUnits, medianStability, refits } = summary;
  const facts = [
    { name: t('linker.linkedRank'), meaning: t('linker.linkedRankMeaning'), value: formatNumber(linkedRank, 1) },
    { name: t('linker.weightsRank'), meaning: t('linker.weightsRankMeaning'), value: formatNumber(weightsRank, 1) },
    { name: t('linker.directions'), meaning: t('linker.directionsMeaning'), value: formatNumber(groups) },
    { name: t('linker.groupedUnits'), meaning: t('linker.groupedUnitsMeaning'), value: formatNumber(groupedUnits) },
    {
      name: t('linker.medianStability'),
      meaning: t('linker.medianStabilityMeaning', { refits }),
      value: formatNumber(medianStability, 2),
    },
  ];
  return (
    <section>
      <h2>{t('linker.identifiability')}</h2>
      <dl className={classes.facts}>
        {facts.map(({ name, meaning, value }) => (
          <div key={name}>
            <dt>
              <Explained meaning={meaning}>{name}</Explained>
            </dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
