import type { PartChange } from '#core/counterfactual/partChanges.ts';
import type { Label } from '#core/labelSet.ts';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber, formatSigned } from '#renderer/format.ts';
import { LabelSwatch } from '#renderer/mask/LabelSwatch.tsx';
import { metricName } from '#renderer/measure/metricName.ts';
import { t } from '#renderer/text.ts';
import classes from './AcrossSamples.module.css';

const MOST_ROWS = 10;
/** Above this a change is drawn pale. */
const SIGNIFICANT = 0.05;

export interface PartChangesProps {
  /** Largest first. */
  readonly changes: readonly PartChange[];
  readonly labels: readonly Label[];
}

/** Which parts change on the way, as bars with intervals. */
export function PartChanges({ changes, labels }: PartChangesProps) {
  const shown = changes.slice(0, MOST_ROWS);
  const widest = Math.max(1e-9, ...shown.flatMap(({ change }) => [Math.abs(change.low), Math.abs(change.high)]));
  const percent = (value: number) => 50 + (50 * value) / widest;
  return (
    <section aria-label={t('counterfactual.whatChanged')}>
      <h2 className={classes.heading}>
        <Explained meaning={t('counterfactual.whatChangedHint')}>{t('counterfactual.whatChanged')}</Explained>{' '}
        <span className="t3">{t('counterfactual.whatChangedNote', { n: changes[0]?.change.n ?? 0 })}</span>
      </h2>
      {shown.length === 0 && <p className="t2">{t('counterfactual.whatChangedEmpty')}</p>}
      <table className={classes.table}>
        <tbody>
          {shown.map((row) => {
            const label = labels[row.part];
            const name = t('counterfactual.partName', {
              part: label?.name ?? t('measure.wholePicture'),
              measure: metricName(row.measure),
            });
            const [left, right] = [Math.min(0, row.change.value), Math.max(0, row.change.value)].map(percent);
            const detail = t('counterfactual.partDetail', {
              name,
              before: formatSigned(row.before, 2),
              after: formatSigned(row.after, 2),
              area: formatSigned(row.area, 2),
              q: formatNumber(row.q, 3),
            });
            return (
              <tr key={name} title={detail} data-pale={row.q === null || row.q >= SIGNIFICANT}>
                <th scope="row" className={classes.part}>
                  {label && (
                    <LabelSwatch colour={row.part === 0 ? null : label.colour} pattern={label.pattern} sizePx={12} />
                  )}
                  {name}
                </th>
                <td className={classes.plot} aria-hidden>
                  <span className={classes.zero} />
                  <span
                    className={classes.bar}
                    data-sign={row.change.value < 0 ? 'minus' : 'plus'}
                    style={{ left: `${left}%`, right: `${100 - (right ?? 50)}%` }}
                  />
                  <span
                    className={classes.whisker}
                    style={{ left: `${percent(row.change.low)}%`, right: `${100 - percent(row.change.high)}%` }}
                  />
                </td>
                <td className={classes.right}>
                  {row.change.n > 1 ? (
                    <EstimateText estimate={row.change} decimals={2} />
                  ) : (
                    <b className="num">{formatNumber(row.change.value, 2)}</b>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
