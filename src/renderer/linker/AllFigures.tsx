import type { LinkerSummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { t } from '#renderer/text.ts';
import classes from './AllFigures.module.css';
import { baselinesOf } from './baselines.ts';
import { FIGURES, measured } from './figures.ts';
import { MeasuredText } from './MeasuredText.tsx';

export interface AllFiguresProps {
  readonly summary: LinkerSummary;
  /** Which linker it is about. */
  readonly title: string;
}

/** Every number of the shown linker with its interval, beside the same of what knowing less would give. */
export function AllFigures({ summary, title }: AllFiguresProps) {
  const linked = { name: t('linker.linked'), meaning: t('linker.linkedMeaning'), figures: summary };
  const columns = [linked, ...baselinesOf(summary)];
  return (
    <section className={classes.card}>
      <h2>
        {t('linker.allFigures')}{' '}
        <span className={`t3 ${classes.of}`}>{t('linker.allFiguresOf', { linker: title })}</span>
      </h2>
      <table className={classes.table} aria-label={t('linker.allFigures')}>
        <thead>
          <tr>
            <th scope="col">{t('linker.figure')}</th>
            {columns.map(({ name, meaning }) => (
              <th key={name} scope="col">
                <Explained meaning={meaning}>{name}</Explained>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIGURES.map(({ key, name, meaning, decimals }) => (
            <tr key={key}>
              <th scope="row">
                <Explained meaning={meaning}>{name}</Explained>
              </th>
              {columns.map((column) => (
                <td key={column.name}>
                  <MeasuredText {...measured(column.figures, key)} decimals={decimals} n={summary.heldOutDraws} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
