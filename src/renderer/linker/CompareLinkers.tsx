import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { describeFailure } from '#core/failure.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatInterval, formatNumber, formatSigned, UNKNOWN } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './CompareLinkers.module.css';
import { differencesBetween, type FigureDifference } from './differences.ts';
import { type LinkerName, linkerName, linkerTitle } from './linkerName.ts';

export interface CompareLinkersProps {
  readonly first: LinkerRow;
  readonly second: LinkerRow;
  readonly rows: readonly LinkerRow[];
  /** What a row was made from; null where all rows share it. */
  sourceOf(row: LinkerRow): string | null;
  /** Another one to compare with, or null to end comparing. */
  onSecond(id: string | null): void;
}

/** Two linkers side by side with the difference of every figure. */
export function CompareLinkers({ first, second, rows, sourceOf, onSecond }: CompareLinkersProps) {
  const project = useProject();
  const input = { project, a: second.artifact.id, b: first.artifact.id };
  // Answers b less a, where a figure has an interval only when both were judged on the same latents.
  const judged = useQuery(useApi().linker.compare.queryOptions({ input }));
  const others = rows.filter((row) => row !== first);
  const titleOf = (row: LinkerRow) => [linkerTitle(row), sourceOf(row)].filter((part) => part !== null).join(', ');
  return (
    <section className={classes.comparison}>
      <div className={classes.heading}>
        <h2>{t('linker.compareWith')}</h2>
        <Select
          className={classes.second}
          aria-label={t('linker.compareWith')}
          allowDeselect={false}
          value={second.artifact.id}
          data={others.map((row) => ({ value: row.artifact.id, label: titleOf(row) }))}
          onChange={(id) => id !== null && onSecond(id)}
        />
        <Tooltip label={t('linker.stopComparing')}>
          <ActionIcon aria-label={t('linker.stopComparing')} onClick={() => onSecond(null)}>
            <IconX size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <table className={classes.table} aria-label={t('linker.comparison')}>
        <thead>
          <tr>
            <th scope="col">{t('linker.figure')}</th>
            {[first, second].map((row) => (
              <NameHead key={row.artifact.id} {...linkerName(row)} title={titleOf(row)} source={sourceOf(row)} />
            ))}
            <th scope="col">
              <Explained meaning={t('linker.differenceMeaning', { second: titleOf(second) })}>
                {t('linker.difference')}
              </Explained>{' '}
              <span className="t3">{t('linker.percent95')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differencesBetween(first.summary, second.summary, judged.data ?? null).map((row) => (
            <Difference key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      {judged.data && (
        <p className="caption t3">
          {t('linker.judgedOn', { n: formatNumber(judged.data.n), draws: formatNumber(judged.data.draws) })}
        </p>
      )}
      {judged.error !== null && <p className="caption warn">{describeFailure(judged.error).message}</p>}
    </section>
  );
}

function NameHead(props: LinkerName & { readonly title: string; readonly source: string | null }) {
  const { name, detail, title, source } = props;
  return (
    <th scope="col" title={title} className={classes.who}>
      {unbroken(name)}
      <span className={classes.detail}>{detail}</span>
      {source !== null && <span className={classes.detail}>{source}</span>}
    </th>
  );
}

/** A narrow head breaks between words, not at their hyphens. */
function unbroken(name: string): string {
  return name.replaceAll('-', '\u2011');
}

function Difference({ row }: { readonly row: FigureDifference }) {
  const { name, meaning, decimals, first, second, difference, interval } = row;
  return (
    <tr>
      <th scope="row">
        <Explained meaning={meaning}>{name}</Explained>
      </th>
      <td className="num">{formatNumber(first, decimals)}</td>
      <td className="num t2">{formatNumber(second, decimals)}</td>
      <td className="num">
        {difference === null ? UNKNOWN : formatSigned(difference, decimals)}
        {interval !== null && <span className={classes.interval}>{formatInterval(interval, decimals)}</span>}
      </td>
    </tr>
  );
}
