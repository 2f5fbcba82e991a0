import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { LinkerRow } from '#core/views.ts';
import { formatNumber, formatSigned, UNKNOWN } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './CompareLinkers.module.css';
import { differencesBetween, type FigureDifference } from './differences.ts';
import { type LinkerName, linkerName, linkerTitle } from './linkerName.ts';

export interface CompareLinkersProps {
  readonly first: LinkerRow;
  readonly second: LinkerRow;
  readonly rows: readonly LinkerRow[];
  /** Another one to compare with, or null to end comparing. */
  onSecond(id: string | null): void;
}

/** Two linkers side by side with the difference of every figure. */
export function CompareLinkers({ first, second, rows, onSecond }: CompareLinkersProps) {
  const others = rows.filter((row) => row !== first);
  const haveSameSamples = first.artifact.inputs[0]?.id === second.artifact.inputs[0]?.id;
  return (
    <section className={classes.comparison}>
      <div className={classes.heading}>
        <h2>{t('linker.compareWith')}</h2>
        <Select
          className={classes.second}
          aria-label={t('linker.compareWith')}
          allowDeselect={false}
          value={second.artifact.id}
          data={others.map((row) => ({ value: row.artifact.id, label: linkerTitle(row) }))}
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
              <NameHead key={row.artifact.id} {...linkerName(row)} />
            ))}
            <th scope="col">{t('linker.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {differencesBetween(first.summary, second.summary).map((row) => (
            <Difference key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      <p className="caption t3">{haveSameSamples ? t('linker.noIntervals') : t('linker.otherSamples')}</p>
    </section>
  );
}

function NameHead({ name, detail }: LinkerName) {
  return (
    <th scope="col">
      {name}
      <span className={`num ${classes.detail}`}>{detail}</span>
    </th>
  );
}

function Difference({ row: { name, decimals, first, second } }: { readonly row: FigureDifference }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{formatNumber(first, decimals)}</td>
      <td className="num t2">{formatNumber(second, decimals)}</td>
      <td className="num">{second === null ? UNKNOWN : formatSigned(first - second, decimals)}</td>
    </tr>
  );
}
