import type { PairInfo } from '#core/views/project.ts';
import { DefaultMark } from '#renderer/components/DefaultMark.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './PairTable.module.css';

export interface PairTableProps {
  readonly pairs: readonly PairInfo[];
  readonly shown: PairInfo;
  readonly defaultPair: string | null;
  onShow(id: string): void;
  onMakeDefault(id: string): void;
}

/** The pairs of a project; the marked one is what later stages take. */
export function PairTable({ pairs, shown, defaultPair, onShow, onMakeDefault }: PairTableProps) {
  return (
    <table className={classes.table} aria-label={t('models.pairs')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('models.classifier')}</th>
          <th scope="col">{t('models.generator')}</th>
          <th scope="col" className={classes.figure}>
            {t('models.units')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('models.latent')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('models.classCount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.artifactId} data-shown={pair === shown} onClick={() => onShow(pair.artifactId)}>
            <td className={classes.mark}>
              <DefaultMark
                title={pair.name}
                isDefault={pair.artifactId === defaultPair}
                onChoose={() => onMakeDefault(pair.artifactId)}
              />
            </td>
            <th scope="row">
              <button type="button" className={classes.name} aria-current={pair === shown}>
                {pair.classifierName}
              </button>
            </th>
            <td className="t2">{pair.generatorName}</td>
            <td className={`num ${classes.figure}`}>{formatNumber(pair.units)}</td>
            <td className={`num ${classes.figure}`}>{formatNumber(pair.wDim)}</td>
            <td className={`num ${classes.figure}`}>{formatNumber(pair.classNames.length)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
