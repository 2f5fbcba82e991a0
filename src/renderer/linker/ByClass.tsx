import { Select } from '@mantine/core';
import { useState } from 'react';
import type { LinkerSummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { axisAround } from './axis.ts';
import classes from './ByClass.module.css';
import { DotAxis, DotFigure } from './DotFigure.tsx';
import { endsOf, FIGURES, measured, R2 } from './figures.ts';
import { MeasuredText } from './MeasuredText.tsx';

const DOTS_PX = 112;

export interface ByClassProps {
  readonly perClass: LinkerSummary['perClass'];
}

/** One figure class by class, each with its interval and n. */
export function ByClass({ perClass }: ByClassProps) {
  const [key, setKey] = useState(R2.key);
  const figure = FIGURES.find((each) => each.key === key) ?? R2;
  const rows = perClass.map((of) => ({ name: of.name, n: of.n, ...measured(of, key) }));
  const axis = axisAround(endsOf(rows));
  return (
    <section>
      <div className={classes.heading}>
        <h2>{t('linker.byClass')}</h2>
        <Select
          className={classes.choice}
          aria-label={t('linker.figure')}
          allowDeselect={false}
          value={key}
          data={FIGURES.map((each) => ({ value: each.key, label: each.name }))}
          onChange={(chosen) => setKey((FIGURES.find((each) => each.key === chosen) ?? R2).key)}
        />
      </div>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('linker.byClass')}>
          <thead>
            <tr>
              <th scope="col">{t('linker.class')}</th>
              <td className={classes.dots}>
                <DotAxis axis={axis} widthPx={DOTS_PX} />
              </td>
              <th scope="col">
                <Explained meaning={figure.meaning}>{figure.name}</Explained> {t('linker.percent95')}
              </th>
              <th scope="col">
                <Explained meaning={t('linker.nMeaning')}>{t('linker.n')}</Explained>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, n, value, interval }) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {name}
                </th>
                <td className={classes.dots}>
                  <DotFigure
                    axis={axis}
                    value={value}
                    interval={interval}
                    decimals={figure.decimals}
                    widthPx={DOTS_PX}
                  />
                </td>
                <td>
                  <MeasuredText value={value} interval={interval} decimals={figure.decimals} n={n} />
                </td>
                <td className="num t3">{formatNumber(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
