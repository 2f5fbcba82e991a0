import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Change } from '#core/summary.ts';
import type { UnitMeasures } from '#core/views/measure.ts';
import type { Ordering } from './ChangeHeads.tsx';
import classes from './ChangesList.module.css';
import { ChangesTable } from './ChangesTable.tsx';

/** Height of a row, px; that of `ChangesTable.module.css`. */
const ROW_PX = 29;
const OVERSCAN_ROWS = 12;

interface ChangesListProps {
  readonly changes: readonly Change[];
  readonly quantities: UnitMeasures['quantities'];
  /** Position of the change chosen. */
  readonly at: number;
  readonly ordering: Ordering;
  onShow(position: number): void;
}

/** However many changes: rows are made as they come into sight. */
export function ChangesList({ changes, quantities, at, ordering, onShow }: ChangesListProps) {
  const scroller = useRef<HTMLDivElement | null>(null);
  const rows = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    // The heads stay above the rows.
    scrollPaddingStart: ROW_PX,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is the same
  useEffect(() => rows.scrollToIndex(at), [at]);
  const items = rows.getVirtualItems();
  const sight = {
    first: items[0]?.index ?? 0,
    last: items.at(-1)?.index ?? -1,
    abovePx: items[0]?.start ?? 0,
    belowPx: rows.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
  return (
    <div ref={scroller} className={classes.scroller}>
      <ChangesTable
        changes={changes}
        quantities={quantities}
        shown={changes[at] ?? null}
        ordering={ordering}
        sight={sight}
        onShow={(change) => onShow(changes.indexOf(change))}
      />
    </div>
  );
}
