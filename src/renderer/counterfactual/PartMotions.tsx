import { VisuallyHidden } from '@mantine/core';
import type { PartMotion } from '#core/counterfactual/partChanges.ts';
import { MOTIONS, type Motion } from '#core/counterfactual/pathMeasures.ts';
import type { Label } from '#core/labelSet.ts';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { LabelSwatch } from '#renderer/mask/LabelSwatch.tsx';
import { t } from '#renderer/text.ts';
import classes from './AcrossSamples.module.css';

const HEADS: Readonly<Record<Motion, string>> = {
  x: t('counterfactual.movedX'),
  y: t('counterfactual.movedY'),
  magnitude: t('counterfactual.moved'),
  expansion: t('counterfactual.expansion'),
  rotation: t('counterfactual.rotation'),
};

interface PartMotionsProps {
  readonly motions: readonly PartMotion[];
  readonly labels: readonly Label[];
}

/** How far each part has moved, grown and turned at the counterfactual. */
export function PartMotions({ motions, labels }: PartMotionsProps) {
  if (motions.length === 0) return null;
  return (
    <section aria-label={t('counterfactual.howMoved')} className={classes.motions}>
      <h2 className={classes.heading}>
        <Explained meaning={t('counterfactual.howMovedHint')}>{t('counterfactual.howMoved')}</Explained>
      </h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>{t('measure.part')}</VisuallyHidden>
            </th>
            {MOTIONS.map((motion) => (
              <th key={motion} scope="col" className={classes.right}>
                {HEADS[motion]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {motions.map((row) => {
            const label = labels[row.part];
            return (
              <tr key={row.part}>
                <th scope="row" className={classes.part}>
                  {label && (
                    <LabelSwatch colour={row.part === 0 ? null : label.colour} pattern={label.pattern} sizePx={12} />
                  )}
                  {label?.name ?? t('measure.wholePicture')}
                </th>
                {MOTIONS.map((motion) => (
                  <td key={motion} className={classes.right}>
                    <EstimateText estimate={row[motion]} decimals={2} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
