import { useComputedColorScheme } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { gridStep } from '#renderer/components/gridStep.ts';
import { t } from '#renderer/text.ts';
import { fittingRowPx, ROW_PX } from './atlasParams.ts';
import { cellText } from './cellText.ts';
import classes from './HeatMap.module.css';
import { drawHeatMap, HEAD_PX, layoutColumns } from './heatMapDrawing.ts';
import type { ShownAtlas } from './shownAtlas.ts';

export interface HeatMapProps {
  readonly view: ShownAtlas;
  /** Rows of the atlas in the order in which they are drawn. */
  readonly rows: readonly number[];
  /** Concepts that are columns. */
  readonly concepts: readonly number[];
  /** Effect at which colours end, standard deviations. */
  readonly limit: number;
  readonly isReportedOnly: boolean;
  /** Null for rows that fill the room. */
  readonly rowPx: number | null;
  /** Lit row and column. */
  readonly row: number | null;
  readonly concept: number | null;
  readonly selected: ReadonlySet<number>;
  onRow(row: number): void;
  /** Rows that were dragged over, or walked with Shift. */
  onSelect(rows: readonly number[]): void;
  onConcept(concept: number): void;
  onZoom(rowPx: number): void;
  onOpen(row: number): void;
  /** The cells are on the screen for the first time. */
  onDrawn(): void;
}

/** Units by concepts as coloured cells: one canvas that draws what is in sight, with a cell that arrow keys move. */
export function HeatMap(props: HeatMapProps) {
  const { view, rows, concepts, row, concept } = props;
  const scheme = useComputedColorScheme('dark');
  const [measure, size] = useResizeObserver<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  const [at, setAt] = useState<{ readonly row: number; readonly concept: number } | null>(null);
  /** Row from which Shift and arrow keys select. */
  const [anchor, setAnchor] = useState<number | null>(null);
  const lineId = useId();
  const rowPx = props.rowPx ?? fittingRowPx(rows.length, size.height - HEAD_PX);
  const columns = layoutColumns(view, concepts, size.width);
  const active = at ?? { row: row ?? rows[0] ?? 0, concept: concept ?? concepts[0] ?? 0 };

  useZoom(scroller, rowPx, props.onZoom);

  const cellAt = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left + scroll.left;
    const y = event.clientY - box.top;
    const column = columns.cells.find(({ left, widthPx }) => x >= left && x < left + widthPx);
    const shown = y < HEAD_PX ? undefined : rows[Math.floor((y - HEAD_PX + scroll.top) / rowPx)];
    return { concept: column?.concept, row: shown };
  };
  const brush = useBrush(rows, (event) => cellAt(event).row, props.onSelect);
  const shownSelected = brush.rows === null ? props.selected : new Set(brush.rows);
  useEffect(() => {
    if (canvas.current === null || size.width === 0) return;
    drawHeatMap(canvas.current, {
      ...props,
      rowPx,
      selected: shownSelected,
      columns,
      scheme,
      scroll,
      widthPx: size.width,
      heightPx: size.height,
      active,
    });
  });
  useFirstFrame(size.width > 0, props.onDrawn);
  const move = (event: KeyboardEvent) => {
    if (event.key === '+' || event.key === '-') return props.onZoom(rowPx + (event.key === '+' ? 2 : -2));
    if (event.key === 'Enter') return props.onOpen(active.row);
    if (event.key === ' ') {
      event.preventDefault();
      props.onRow(active.row);
      return props.onConcept(active.concept);
    }
    const width = concepts.length;
    const place = rows.indexOf(active.row) * width + concepts.indexOf(active.concept);
    const to = gridStep(event.key, place, { count: rows.length * width, columns: width, pageRows: 10 });
    if (to === null) return undefined;
    event.preventDefault();
    const next = { row: rows[Math.floor(to / width)] as number, concept: concepts[to % width] as number };
    setAt(next);
    if (event.shiftKey) {
      const from = anchor ?? active.row;
      setAnchor(from);
      props.onSelect(rowsBetween(rows, from, next.row));
    } else setAnchor(null);
    keepInSight(scroller.current, rows.indexOf(next.row) * rowPx, rowPx);
    return undefined;
  };

  return (
    <div className={classes.map}>
      <div
        ref={(element) => {
          scroller.current = element;
          measure(element);
        }}
        className={classes.scroll}
        onScroll={({ currentTarget }) => setScroll({ left: currentTarget.scrollLeft, top: currentTarget.scrollTop })}
      >
        <div style={{ width: columns.widthPx, height: HEAD_PX + rows.length * rowPx }}>
          <canvas
            ref={canvas}
            className={classes.canvas}
            role="img"
            aria-label={t('atlas.heatMap')}
            aria-describedby={lineId}
            tabIndex={0}
            onKeyDown={move}
            onPointerDown={brush.onDown}
            onPointerMove={brush.onMove}
            onPointerUp={brush.onUp}
            onPointerCancel={brush.onCancel}
            onClick={(event) => {
              if (brush.wasDragged()) return;
              const { concept: column, row: shown } = cellAt(event);
              if (column !== undefined) props.onConcept(column);
              if (shown !== undefined) props.onRow(shown);
              if (column !== undefined && shown !== undefined) setAt({ row: shown, concept: column });
            }}
            onMouseMove={(event) => {
              const { concept: column, row: shown } = cellAt(event);
              if (column !== undefined && shown !== undefined) setAt({ row: shown, concept: column });
            }}
          />
        </div>
      </div>
      <p id={lineId} className={`${classes.line} caption`} aria-live="polite">
        {rows.length > 0 && concepts.length > 0 ? cellText(view, active.row, active.concept) : ''}
        <span className="t3">{t('atlas.zoomHint')}</span>
      </p>
    </div>
  );
}

/** Calls back once the frame that shows what was drawn is out: the one after the next has begun. */
function useFirstFrame(isDrawn: boolean, onFrame: () => void) {
  const callBack = useEffectEvent(onFrame);
  useEffect(() => {
    if (!isDrawn) return undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => callBack());
    });
    return () => cancelAnimationFrame(frame);
  }, [isDrawn]);
}

/** A drag over rows selects them when it is let go; a press that stays on its row is left to the click. */
function useBrush(
  rows: readonly number[],
  rowAt: (event: PointerEvent) => number | undefined,
  onSelect: (rows: readonly number[]) => void,
) {
  const from = useRef<number | null>(null);
  const isDrag = useRef(false);
  const [dragged, setDragged] = useState<readonly number[] | null>(null);
  const end = () => {
    from.current = null;
    setDragged(null);
  };
  return {
    /** Rows under the drag; null while there is none. */
    rows: dragged,
    wasDragged: () => isDrag.current,
    onDown(event: PointerEvent) {
      isDrag.current = false;
      from.current = event.button === 0 ? (rowAt(event) ?? null) : null;
    },
    onMove(event: PointerEvent) {
      const to = rowAt(event);
      if (from.current === null || to === undefined || (to === from.current && !isDrag.current)) return;
      if (!isDrag.current) event.currentTarget.setPointerCapture(event.pointerId);
      isDrag.current = true;
      setDragged(rowsBetween(rows, from.current, to));
    },
    onUp() {
      if (dragged !== null) onSelect(dragged);
      end();
    },
    onCancel: end,
  };
}

function rowsBetween(rows: readonly number[], from: number, to: number): readonly number[] {
  const places = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b);
  return rows.slice(places[0], (places[1] as number) + 1);
}

/** Ctrl and the wheel zoom rows; React's own wheel handler could not keep the page from zooming too. */
function useZoom(
  scroller: { readonly current: HTMLDivElement | null },
  rowPx: number,
  onZoom: (rowPx: number) => void,
) {
  useEffect(() => {
    const element = scroller.current;
    const zoom = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      onZoom(Math.min(ROW_PX.most, Math.max(ROW_PX.least, rowPx - Math.sign(event.deltaY))));
    };
    element?.addEventListener('wheel', zoom, { passive: false });
    return () => element?.removeEventListener('wheel', zoom);
  }, [scroller, rowPx, onZoom]);
}

function keepInSight(element: HTMLDivElement | null, top: number, rowPx: number): void {
  if (element === null) return;
  const visible = element.clientHeight - HEAD_PX;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowPx > element.scrollTop + visible) element.scrollTop = top + rowPx - visible;
}
