import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { LinkedPair } from '#core/views/linker.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { gridStep } from '#renderer/components/gridStep.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { richText, t } from '#renderer/text.ts';
import classes from './LinkedPairs.module.css';
import { PairTile } from './PairTile.tsx';

export const ORDERS = ['worst', 'best', 'random'] as const;
export type PairOrder = (typeof ORDERS)[number];

const PAGE = 40;

export interface LinkedPairsProps {
  readonly linker: string;
  readonly classNames: readonly string[];
  readonly order: PairOrder;
  onOrder(order: PairOrder): void;
}

/** Held-out pictures above what comes back of them. */
export function LinkedPairs({ linker, classNames, order, onOrder }: LinkedPairsProps) {
  const pages = useLinkedPairs(linker, order);
  const first = pages.data?.pages[0];
  const pairs = pages.data?.pages.flatMap((page) => page.pairs) ?? [];
  return (
    <section className={classes.section} aria-label={t('linker.pairs')}>
      <div className={classes.heading}>
        <h2>
          {t('linker.original')} <span className="t3">{t('linker.above')}</span> {t('linker.andLinked')}{' '}
          <span className="t3">{t('linker.below')}</span>
        </h2>
        <SegmentedControl
          aria-label={t('linker.order')}
          value={order}
          onChange={(value) => onOrder(value as PairOrder)}
          data={ORDERS.map((value) => ({ value, label: t(`linker.${value}`) }))}
        />
        <span className={`caption t3 ${classes.hint}`}>
          {richText('linker.flipHint', { key: <Kbd key="key" keys="Space" /> })}
        </span>
        {first !== undefined && (
          <span className="t2">
            {richText('linker.errors', {
              median: <Figure key="median" value={first.medianError} />,
              worst: <Figure key="worst" value={first.worstError} />,
              n: <span className="num">{formatNumber(first.total)}</span>,
            })}
          </span>
        )}
      </div>
      {pages.isPending && <Blocks heightsPx={[250]} />}
      {pages.error !== null && <ErrorBlock error={pages.error} onRetry={() => void pages.refetch()} />}
      <PairGrid key={`${linker} ${order}`} pairs={pairs} classNames={classNames} />
      {first !== undefined && pages.hasNextPage && (
        <div className={classes.more}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('linker.more', { count: formatNumber(Math.min(PAGE, first.total - pairs.length)) })}
          </Button>
          <span className="num t3">
            {t('linker.shown', { shown: formatNumber(pairs.length), total: formatNumber(first.total) })}
          </span>
        </div>
      )}
    </section>
  );
}

function useLinkedPairs(linker: string, order: PairOrder) {
  const project = useProject();
  return useInfiniteQuery(
    useApi().linker.pictures.infiniteOptions({
      input: (offset: number) => ({ project, linker, order, offset, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => {
        const shown = pages.reduce((sum, page) => sum + page.pairs.length, 0);
        return shown < total ? shown : null;
      },
    }),
  );
}

function Figure({ value }: { readonly value: number }) {
  return <b className="num">{formatNumber(value, 1)}</b>;
}

interface PairGridProps {
  readonly pairs: readonly LinkedPair[];
  readonly classNames: readonly string[];
}

/** One tab stop; arrows walk the pairs, Space flips the one that has the focus. */
function PairGrid({ pairs, classNames }: PairGridProps) {
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent) => {
    const element = list.current;
    if (element === null) return;
    const columns = getComputedStyle(element).gridTemplateColumns.split(' ').length;
    const next = gridStep(event.key, at, { count: pairs.length, columns, pageRows: 2 });
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    element.querySelectorAll('button')[next]?.focus();
  };
  return (
    <ul ref={list} className={classes.pairs} onKeyDown={walk}>
      {pairs.map((pair, index) => (
        <PairTile
          key={pair.sample.index}
          pair={pair}
          className={classNames[pair.sample.classIndex] ?? ''}
          isTabStop={index === at}
          onFocus={() => setAt(index)}
        />
      ))}
    </ul>
  );
}
