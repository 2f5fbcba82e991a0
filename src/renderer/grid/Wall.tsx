import {
  defaultRangeExtractor,
  type Range as ShownRange,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { SweepRow, SweepView } from '#core/views/sweep.ts';
import { t } from '#renderer/text.ts';
import { type ColumnPlan, columnWidth, countColumns } from './columns.ts';
import { DifferenceFilter } from './DifferenceLegend.tsx';
import { fetchAhead } from './keepStrips.ts';
import type { Overlays } from './useOverlays.ts';
import classes from './Wall.module.css';
import { WallHeader } from './WallHeader.tsx';
import { WallRow } from './WallRow.tsx';
import { rowKey } from './wallParams.ts';

/** Head of the rows with the gap behind it, and head of the columns with the gap below it. */
export const LABEL_PX = 162;
const HEADER_PX = 48;
const ROW_PADDING_PX = 8;
const OVERSCAN = { rows: 4, columns: 4 } as const;

/** Rows that a page key passes: those in sight but one. */
export function rowsOfPage(heightPx: number, cellPx: number): number {
  return Math.max(1, Math.floor((heightPx - HEADER_PX) / (cellPx + ROW_PADDING_PX)) - 1);
}

/** A place on the wall: row in the list, column in the plan. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface WallProps {
  readonly view: SweepView;
  readonly rows: readonly SweepRow[];
  readonly plan: ColumnPlan;
  readonly cellPx: number;
  readonly isDifference: boolean;
  readonly overlays: Overlays;
  readonly active: Place;
  readonly activeStep: number;
  readonly stepLabels: readonly string[];
  readonly stepsHint: string;
  /** Set where most rows are barely realised: it is said in the header, and the rows stay quiet. */
  readonly warning: string | null;
  onSelect(place: Place): void;
  onOpen(): void;
}

/** Rows of pictures, a unit a row. Only what is in sight is in the page, in both directions. */
export function Wall(props: WallProps) {
  const { view, rows, plan, cellPx, active } = props;
  const grid = useRef<HTMLDivElement>(null);
  const columnCount = countColumns(plan);
  const rowPx = cellPx + ROW_PADDING_PX;
  const rowWindow = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rowKey(rows[index] as SweepRow),
    overscan: OVERSCAN.rows,
    scrollMargin: HEADER_PX,
    scrollPaddingStart: HEADER_PX,
    rangeExtractor: useKeeping(active.row),
    useFlushSync: false,
  });
  const columnWindow = useVirtualizer({
    horizontal: true,
    count: columnCount,
    getScrollElement: () => grid.current,
    estimateSize: (index) => columnWidth(plan, index, cellPx),
    overscan: OVERSCAN.columns,
    scrollMargin: LABEL_PX,
    scrollPaddingStart: LABEL_PX,
    rangeExtractor: useKeeping(active.column),
    useFlushSync: false,
  });
  useAnchoring(`${cellPx} ${plan.onlyStep === null}`, rowWindow, active.row);
  useAnchoring(`${cellPx} ${plan.onlyStep === null}`, columnWindow, active.column);
  useFollowing(grid, active, (place) => {
    rowWindow.scrollToIndex(place.row);
    columnWindow.scrollToIndex(place.column);
  });

  const strongest = useMemo(() => Math.max(0, ...rows.map((row) => row.effect?.value ?? 0)), [rows]);
  const columns = columnWindow.getVirtualItems();
  const shownRows = rowWindow.getVirtualItems();
  useFetchingAhead(rows, shownRows[0]?.index ?? 0, shownRows.at(-1)?.index ?? 0);
  const widthPx = LABEL_PX + columnWindow.getTotalSize();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what a click does, the keys of useWallCommands do as well
    <div
      ref={grid}
      role="grid"
      aria-label={t('units.grid')}
      aria-rowcount={rows.length + 1}
      aria-colcount={columnCount + 1}
      className={classes.grid}
      onClick={(event) => selectAt(event, active, props.onSelect)}
      onDoubleClick={props.onOpen}
    >
      {props.isDifference && <DifferenceFilter />}
      <div className={classes.canvas} style={{ height: HEADER_PX + rowWindow.getTotalSize(), width: widthPx }}>
        <WallHeader {...props} columns={columns} labelPx={LABEL_PX} widthPx={widthPx} />
        {shownRows.map((item) => (
          <WallRow
            key={item.key}
            row={rows[item.index] as SweepRow}
            index={item.index}
            topPx={item.start}
            heightPx={rowPx}
            widthPx={widthPx}
            cellPx={cellPx}
            view={view}
            plan={plan}
            columns={columns}
            isDifference={props.isDifference}
            overlays={props.overlays}
            isSelected={item.index === active.row}
            activeColumn={item.index === active.row ? active.column : -1}
            strongest={strongest}
            isQuiet={props.warning !== null}
          />
        ))}
      </div>
    </div>
  );
}

/** The active row or column stays in the page when it is scrolled out of sight, so that it keeps the focus. */
function useKeeping(index: number) {
  return useCallback(
    (range: ShownRange) => {
      const shown = defaultRangeExtractor(range);
      if (index < 0 || index >= range.count || shown.includes(index)) return shown;
      return [...shown, index].toSorted((a, b) => a - b);
    },
    [index],
  );
}

/** Brings the active picture into sight when it changes, and hands it the focus if the wall has it or nothing has. */
function useFollowing(
  grid: { readonly current: HTMLDivElement | null },
  active: Place,
  scrollTo: (place: Place) => void,
): void {
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new place is followed, never a new function
  useEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const focused = document.activeElement;
    const isOurs = element.contains(focused);
    // On arrival nothing moves unless the address names a place further down.
    if (!isFirst.current || active.row > 0) scrollTo(active);
    isFirst.current = false;
    if (isOurs || focused === document.body) {
      element.querySelector<HTMLElement>('[role=gridcell][data-active=true]')?.focus({ preventScroll: true });
    }
  }, [active.row, active.column]);
}

/**
 * Sizes are cached by a virtualizer and asked again when they change; then what was in sight stays there: the active
 * item if it was seen, else the first one.
 */
function useAnchoring(sizes: string, window: Virtualizer<HTMLDivElement, Element>, active: number): void {
  const before = useRef({ sizes, active });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { sizes, active };
    if (last.sizes === sizes) return;
    const { startIndex, endIndex } = window.range ?? { startIndex: 0, endIndex: 0 };
    // One step or all: the same picture has another index, and it is the old one that was seen or not.
    const isActiveSeen = last.active >= startIndex && last.active <= endIndex;
    window.measure();
    // The page has its new size in the next frame; before, a place beyond its old end cannot be scrolled to.
    requestAnimationFrame(() =>
      window.scrollToIndex(isActiveSeen ? active : startIndex, { align: isActiveSeen ? 'auto' : 'start' }),
    );
  });
}

const AHEAD = { rows: 12, starts: 40, afterMs: 120 } as const;

/** Where scrolling rests, the strips around are fetched too, all start pictures of them: what comes next is not blank. */
function useFetchingAhead(rows: readonly SweepRow[], first: number, last: number): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const around = rows.slice(Math.max(0, first - AHEAD.rows), last + 1 + AHEAD.rows);
      fetchAhead(around.flatMap((row) => row.strips.slice(0, AHEAD.starts).filter((hash) => hash !== null)));
    }, AHEAD.afterMs);
    return () => clearTimeout(timer);
  }, [rows, first, last]);
}

function selectAt(event: MouseEvent, active: Place, onSelect: (place: Place) => void): void {
  if (!(event.target instanceof Element)) return;
  const row = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (row === undefined) return;
  const column = event.target.closest<HTMLElement>('[data-column]')?.dataset.column;
  const isPicture = column !== undefined && column !== 'label';
  onSelect({ row: Number(row), column: isPicture ? Number(column) : active.column });
}
