import type { UnitChange } from '#core/counterfactual/pairChanges.ts';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './AcrossSamples.module.css';

const MOST_UNITS = 10;

/** Units that the counterfactuals of a class pair have in common. */
export function AcrossSamples({ units, n }: { readonly units: readonly UnitChange[]; readonly n: number }) {
  const shown = units.slice(0, MOST_UNITS);
  const widest = Math.max(1e-9, ...shown.flatMap(({ shift }) => [Math.abs(shift.low), Math.abs(shift.high)]));
  const percent = (value: number) => 50 + (50 * value) / widest;
  return (
    <section aria-label={t('counterfactual.acrossSamples')}>
      <h2 className={classes.heading}>
        <Explained meaning={t('counterfactual.acrossHint')}>{t('counterfactual.acrossSamples')}</Explained>{' '}
        <span className="t3">{t('counterfactual.acrossNote', { n })}</span>
      </h2>
      {shown.length === 0 ? (
        <p className="t2">{t('counterfactual.acrossEmpty')}</p>
      ) : (
        <table className={classes.table}>
          <thead className="caption t3">
            <tr>
              <th scope="col">{t('counterfactual.unit')}</th>
              <th aria-hidden />
              <th scope="col" className={classes.right}>
                {t('counterfactual.shift')}
              </th>
              <th scope="col" className={classes.right}>
                {t('counterfactual.inSets')}
              </th>
              <th scope="col" className={classes.right}>
                {t('counterfactual.qValue')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ unit, shift, shared, q }) => {
              const [left, right] = [Math.min(0, shift.value), Math.max(0, shift.value)].map(percent);
              return (
                <tr key={unit}>
                  <th scope="row" className="num">
                    <a href={hrefTo('unit', { unit: String(unit) })}>{unit}</a>
                  </th>
                  <td className={classes.plot} aria-hidden>
                    <span className={classes.zero} />
                    <span
                      className={classes.bar}
                      data-sign={shift.value < 0 ? 'minus' : 'plus'}
                      style={{ left: `${left}%`, right: `${100 - (right ?? 50)}%` }}
                    />
                    <span
                      className={classes.whisker}
                      style={{ left: `${percent(shift.low)}%`, right: `${100 - percent(shift.high)}%` }}
                    />
                  </td>
                  <td className={classes.right}>
                    {n > 1 ? (
                      <EstimateText estimate={shift} decimals={2} />
                    ) : (
                      <b className="num">{formatNumber(shift.value, 2)}</b>
                    )}
                  </td>
                  <td className={`num ${classes.right}`}>{formatShare(shared, 0)}</td>
                  <td className={`num ${classes.right}`}>{q !== null && q < 0.001 ? '< 0.001' : formatNumber(q, 3)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
