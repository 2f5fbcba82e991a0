import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import type { MatchedUnits } from '#core/views/atlas.ts';
import table from '#renderer/components/FigureTable.module.css';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './MatchedPairs.module.css';

const PAIRS = 10;

interface MatchedPairsProps {
  readonly names: readonly [string, string];
  /** The most alike first. */
  readonly pairs: readonly MatchedUnits[];
}

/** Units matched one to one, each with the two ends of its range. */
export function MatchedPairs({ names, pairs }: MatchedPairsProps) {
  const [limit, setLimit] = useState(PAIRS);
  return (
    <>
      <table className={table.table} aria-label={t('atlas.pairs')}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col" className={classes.unit}>
                {name}
              </th>
            ))}
            <th scope="col">{t('atlas.cosine')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, limit).map(({ a, b, cosine, strips }) => (
            <tr key={a}>
              <td className={classes.unit}>
                <Ends unit={a} strip={strips[0]} />
              </td>
              <td className={classes.unit}>
                <Ends unit={b} strip={strips[1]} />
              </td>
              <td className="num">{formatNumber(cosine, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {limit < pairs.length && (
        <Button size="compact-xs" mt={8} onClick={() => setLimit(pairs.length)}>
          {t('atlas.allPairs', { count: pairs.length })}
        </Button>
      )}
    </>
  );
}

function Ends({ unit, strip }: { readonly unit: number; readonly strip: PictureRef | null }) {
  const tiles = strip?.tiles ?? 1;
  return (
    <span className={classes.ends}>
      <b className="num">{unit}</b>
      {[0, tiles - 1].map((index, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two places that never move
        <Picture key={at} picture={strip === null ? null : { ...strip, index }} label="" sizePx={44} />
      ))}
    </span>
  );
}
