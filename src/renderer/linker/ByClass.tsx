import type { LinkerSummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { axisAround } from './axis.ts';
import classes from './ByClass.module.css';
import { DotAxis, DotFigure } from './DotFigure.tsx';

const DOTS_PX = 104;

export interface ByClassProps {
  readonly perClass: LinkerSummary['perClass'];
  /** Which linker it is about, in grey behind the heading. */
  readonly of: string;
}

/** The same figures class by class, each with its n. */
export function ByClass({ perClass, of }: ByClassProps) {
  const axis = axisAround(perClass.map(({ r2 }) => r2));
  const columns = [
    { name: t('linker.r2Short'), meaning: t('linker.r2Meaning') },
    { name: t('linker.agreement'), meaning: t('linker.agreementMeaning') },
    { name: t('linker.pixelError'), meaning: t('linker.pixelErrorMeaning') },
    { name: t('linker.n'), meaning: t('linker.nMeaning') },
  ];
  return (
    <section>
      <h2>
        {t('linker.byClass')} <span className={`t3 ${classes.of}`}>{of}</span>
      </h2>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('linker.byClass')}>
          <thead>
            <tr>
              <th scope="col">{t('linker.class')}</th>
              <td className={classes.dots}>
                <DotAxis axis={axis} widthPx={DOTS_PX} />
              </td>
              {columns.map(({ name, meaning }) => (
                <th key={name} scope="col">
                  <Explained meaning={meaning}>{name}</Explained>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {perClass.map(({ name, r2, agreement, pixelError, n }) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {name}
                </th>
                <td className={classes.dots}>
                  <DotFigure axis={axis} value={r2} widthPx={DOTS_PX} />
                </td>
                <td className="num">{formatNumber(r2, 3)}</td>
                <td className="num t2">{formatNumber(agreement, 3)}</td>
                <td className="num t2">{formatNumber(pixelError, 2)}</td>
                <td className="num t3">{formatNumber(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
