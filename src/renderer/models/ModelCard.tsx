import { IconAlertTriangle } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { PairSummary } from '#core/summary.ts';
import { IdText } from '#renderer/components/IdText.tsx';
import { formatBytes } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ModelCard.module.css';
import type { Fact } from './modelFacts.ts';

type ModelFile = PairSummary['files'][number];

export interface ModelCardProps {
  /** Which half of the pair. */
  readonly kind: string;
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly files: readonly ModelFile[];
  /** Hashes of files that were not found on this machine. */
  readonly missing: ReadonlySet<string>;
}

/** One half of a pair: what its manifest says, and its files by their hashes. */
export function ModelCard({ kind, name, facts, files, missing }: ModelCardProps) {
  return (
    <section className={classes.card} aria-label={`${kind}, ${name}`}>
      <header className={classes.head}>
        <h1>{name}</h1>
        <span className="t3">{kind}</span>
      </header>
      <dl className={classes.facts}>
        {facts.map(([fact, value]) => (
          <Fragment key={fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <table className={classes.files} aria-label={t('models.files')}>
        <thead>
          <tr>
            <th scope="col">{t('models.file')}</th>
            <th scope="col" className={classes.size}>
              {t('models.size')}
            </th>
            <th scope="col">{t('models.hash')}</th>
            <th scope="col">{t('models.state')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.role} file={file} isMissing={missing.has(file.sha256)} />
          ))}
        </tbody>
      </table>
      {files.some(({ sha256 }) => missing.has(sha256)) && <p className="caption t2">{t('models.missingHint')}</p>}
    </section>
  );
}

function FileRow({ file, isMissing }: { readonly file: ModelFile; readonly isMissing: boolean }) {
  return (
    <tr>
      <th scope="row" className="num">
        {file.name}
      </th>
      <td className={`num t2 ${classes.size}`}>{formatBytes(file.sizeBytes)}</td>
      <td>
        <IdText id={file.sha256} />
      </td>
      <td>
        {isMissing ? (
          <span className={`warn ${classes.missing}`}>
            <IconAlertTriangle size={14} stroke={1.6} aria-hidden /> {t('models.missing')}
          </span>
        ) : (
          <span className="t2">{t('models.found')}</span>
        )}
      </td>
    </tr>
  );
}
