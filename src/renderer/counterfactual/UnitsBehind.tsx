import { useQuery } from '@tanstack/react-query';
import type { CounterfactualRow } from '#core/views/counterfactual.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { formatNumber, formatSigned } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { EndsOfUnit } from './EndsOfUnit.tsx';
import { useCase } from './shownCase.ts';
import classes from './UnitsBehind.module.css';

/** Units listed; the smallest set first. */
const MOST_UNITS = 12;

/** The units of the smallest set, then the strongest others, each with its sweep's ends and a link to its page. */
export function UnitsBehind({ run, row }: { readonly run: string; readonly row: CounterfactualRow }) {
  const project = useProject();
  const found = useCase(run, row.ordinal).data;
  const sweep = useQuery(useApi().sweep.show.queryOptions({ input: { project } })).data ?? null;
  if (found === undefined) return <section />;
  const ordered = [
    ...found.units.filter(({ isMinimal }) => isMinimal),
    ...found.units.filter(({ isMinimal }) => !isMinimal),
  ];
  const shown = ordered.slice(0, Math.max(MOST_UNITS, 0));
  const counts = { minimal: formatNumber(row.minimal), moved: formatNumber(row.moved) };
  const note = !row.isValid
    ? t('counterfactual.unitsNoneNote', { moved: counts.moved })
    : found.isMinimal
      ? t('counterfactual.unitsNote', counts)
      : t('counterfactual.unitsNoteOpen', counts);
  return (
    <section aria-label={t('counterfactual.unitsBehind')}>
      <h2 className={classes.heading}>
        {t('counterfactual.unitsBehind')} <span className="t3">{note}</span>
      </h2>
      {shown.length === 0 && <p className="t2">{t('counterfactual.unitsEmpty')}</p>}
      <div className={classes.list}>
        {shown.map(({ unit, shift, contribution, isMinimal }) => (
          <a
            key={unit}
            href={hrefTo('unit', { unit: String(unit), sample: String(row.sample) })}
            className={classes.item}
            data-minimal={isMinimal}
            title={t('counterfactual.unitLink', {
              unit,
              shift: formatSigned(shift, 2),
              contribution: formatSigned(contribution, 2),
            })}
          >
            {sweep !== null && <EndsOfUnit unit={unit} shift={shift} />}
            <b className="num">{unit}</b>
            <span className={`num ${classes.shift}`}>
              {t('counterfactual.inSd', { value: formatSigned(shift, 1) })}
            </span>
          </a>
        ))}
      </div>
      {ordered.length > shown.length && (
        <p className="caption t3">
          {t('counterfactual.unitsMore', {
            count: formatNumber(ordered.length - shown.length),
            count2: ordered.length - shown.length,
          })}
        </p>
      )}
    </section>
  );
}
