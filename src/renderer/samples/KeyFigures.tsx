import type { SamplesSummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './KeyFigures.module.css';

export interface KeyFiguresProps {
  readonly summary: SamplesSummary;
  /** Units of the classifier; null while they are not known. */
  readonly units: number | null;
}

export function KeyFigures({ summary, units }: KeyFiguresProps) {
  const { count, drawn, acceptance, heldOut, duplicates, deadUnits } = summary;
  const figures = [
    {
      name: t('samples.accepted'),
      meaning: t('samples.acceptedMeaning'),
      value: formatNumber(count),
      note: t('samples.ofDrawn', { drawn: formatNumber(drawn) }),
    },
    {
      name: t('samples.acceptance'),
      meaning: t('samples.acceptanceMeaning'),
      value: formatShare(acceptance),
      note: '',
    },
    {
      name: t('samples.heldOut'),
      meaning: t('samples.heldOutMeaning'),
      value: formatNumber(heldOut),
      note: formatShare(count === 0 ? null : heldOut / count),
    },
    {
      name: t('samples.duplicates'),
      meaning: t('samples.duplicatesMeaning'),
      value: formatNumber(duplicates),
      note: '',
      isBad: duplicates > 0,
    },
    {
      name: t('samples.deadUnits'),
      meaning: t('samples.deadUnitsMeaning'),
      value: formatNumber(deadUnits),
      note: units === null ? '' : t('samples.ofUnits', { units: formatNumber(units) }),
      isBad: deadUnits > 0,
    },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, meaning, value, note, isBad = false }) => (
        <div key={name}>
          <dt>
            <Explained meaning={meaning}>{name}</Explained>
          </dt>
          <dd>
            <b className={isBad ? 'num warn' : 'num'}>{value}</b> <span className="num t3">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
