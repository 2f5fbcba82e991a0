import { useResizeObserver } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { gridStep } from '#renderer/components/gridStep.ts';
import { formatNumber } from '#renderer/format.ts';
import { type TextKey, t } from '#renderer/text.ts';
import { SampleCell } from './SampleCell.tsx';
import classes from './SampleWall.module.css';
import { useSamplePages, type WallChoice } from './useSamplePages.ts';

const LEAST_CELL_PX = 84;
const GAP_PX = 4;
const OVERSCAN_ROWS = 4;

export interface SampleWallProps {
  readonly choice: WallChoice;
  readonly classNames: readonly string[];
  /** Position of the picked sample among those shown. */
  readonly picked: number;
  onPick(position: number): void;
}

/** All pictures of a choice, however many: rows are made as they come into sight, samples are read in pages. */
export function SampleWall({ choice, classNames, picked, onPick }: SampleWallProps) {
  const [measure, { width, height }] = useResizeObserver<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement | null>(null);
  const columns = Math.max(1, Math.floor((width + GAP_PX) / (LEAST_CELL_PX + GAP_PX)));
  const cellPx = Math.floor((width - (columns - 1) * GAP_PX) / columns);
  const [range, setRange] = useState<readonly number[]>([]);
  const samples = useSamplePages(choice, range);
  const total = samples.total ?? 0;
  const rows = useVirtualizer({
    count: width === 0 ? 0 : Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => cellPx + GAP_PX,
    overscan: OVERSCAN_ROWS,
  });
  const items = rows.getVirtualItems();
  const seen = `${(items[0]?.index ?? 0) * columns} ${((items.at(-1)?.index ?? 0) + 1) * columns - 1} ${picked}`;
  useEffect(() => setRange(seen.split(' ').map(Number)), [seen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is the same; its sizes are not
  useEffect(() => rows.measure(), [cellPx]);
  useWallKeys((key) => {
    const next = gridStep(key, picked, { count: total, columns, pageRows: Math.floor(height / (cellPx + GAP_PX)) });
    if (next === null) return;
    onPick(next);
    rows.scrollToIndex(Math.floor(next / columns));
  });

  if (samples.error !== null) return <ErrorBlock error={samples.error} onRetry={samples.refetch} />;
  if (samples.total === 0) {
    return (
      <p className={`t2 ${classes.nothing}`}>
        {choice.show === 'rejected' ? t('samples.noneRejected') : t('samples.nothingShown')}
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that come and go at their place cannot be those of a table
    <div
      ref={scroller}
      className={classes.wall}
      role="grid"
      aria-label={t('samples.wall')}
      aria-rowcount={rows.options.count}
      aria-colcount={columns}
      aria-activedescendant={cellId(picked)}
      tabIndex={0}
    >
      <div ref={measure} role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map(({ index: row, start }) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the picked cell
          <div
            key={row}
            role="row"
            aria-rowindex={row + 1}
            className={classes.row}
            style={{ transform: `translateY(${start}px)`, gap: GAP_PX }}
          >
            {positionsOf(row, columns, total).map((position) => (
              <SampleCell
                key={position}
                id={cellId(position)}
                sample={samples.at(position)}
                classNames={classNames}
                sizePx={cellPx}
                isPicked={position === picked}
                onPick={() => onPick(position)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function cellId(position: number): string {
  return `sample-${formatNumber(position)}`;
}

function positionsOf(row: number, columns: number, total: number): number[] {
  const first = row * columns;
  return Array.from({ length: Math.min(columns, total - first) }, (_, at) => first + at);
}

const MOVES: readonly (readonly [key: string, label: TextKey])[] = [
  ['ArrowLeft', 'samples.previous'],
  ['ArrowRight', 'samples.next'],
  ['ArrowUp', 'samples.above'],
  ['ArrowDown', 'samples.below'],
  ['Home', 'samples.first'],
  ['End', 'samples.last'],
  ['PageUp', 'samples.pageUp'],
  ['PageDown', 'samples.pageDown'],
];

function useWallKeys(move: (key: string) => void): void {
  useCommands(
    MOVES.map(([key, label]) => ({
      id: `samples.${key}`,
      label: (t as (key: TextKey) => string)(label),
      group: t('shell.groupHere'),
      keys: [key],
      isKeyOnly: true,
      run: () => move(key),
    })),
  );
}
