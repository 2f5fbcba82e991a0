import { useResizeObserver } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import { showScreen } from '#renderer/route.ts';
import { type ColumnPlan, columnAt, countColumns, fitsOneStart, indexOf } from './columns.ts';
import { stepLabels } from './stepLabels.ts';
import { useMarkUnit } from './useMarkUnit.ts';
import { usePlay } from './usePlay.ts';
import { useQuickParams } from './useQuickParams.ts';
import { type ShownSweep, useOrderedRows } from './useSweep.ts';
import { useWallCommands } from './useWallCommands.ts';
import { LABEL_PX, type Place, rowsOfPage } from './Wall.tsx';
import { CELL_PX, parseWall, rowKey, type WallParams, wallPart } from './wallParams.ts';

/** What the wall shows and everything that can be done to it, by pointer and by key. */
export function useWall(sweep: ShownSweep) {
  const { view, params } = sweep;
  const steps = view.steps.length;
  const [address, change, flush] = useQuickParams();
  const wall = useMemo(() => parseWall(address), [address]);
  const { rows, control, isSorted, sortAgain } = useOrderedRows(sweep, address);
  // The control stands below the units; where none is left, it has nothing to be compared with.
  const shown = useMemo(() => (rows.length === 0 ? [] : [...rows, ...control]), [rows, control]);
  const [measure, size] = useResizeObserver<HTMLDivElement>();
  const searchRef = useRef<HTMLInputElement>(null);
  const play = usePlay(steps);
  const mark = useMarkUnit();
  const labels = useMemo(() => stepLabels(params.range, view.steps), [params.range, view.steps]);

  const isPlaying = play.step !== null;
  const chosenStep = Math.min(wall.step ?? Math.floor((steps - 1) / 2), steps - 1);
  const step = play.step ?? chosenStep;
  const isOneStep = isPlaying || wall.steps === 'one';
  const plan = usePlan(wall.cellPx, view.starts.length, steps, isOneStep, step, size.width);
  const active = placeOf(wall, shown, plan, step);
  const selected = shown[active.row] ?? null;
  const position = columnAt(plan, active.column);

  const go = (place: Place) => {
    const row = shown[place.row];
    const { start, step: atStep } = columnAt(plan, place.column);
    const ofStep = plan.onlyStep === null ? { step: atStep } : {};
    change({ unit: row === undefined ? null : rowKey(row), start, ...ofStep });
  };
  const open = () => {
    if (selected?.unit == null) return;
    flush();
    const sample = view.starts[position.start]?.sample.index;
    const ofStart = sample === undefined ? {} : { sample: String(sample) };
    showScreen('unit', { ...wallPart(address), unit: String(selected.unit), ...ofStart });
  };
  const pin = () => {
    if (selected?.unit != null) mark.mutate({ unit: selected.unit, marks: { pinned: !selected.pinned } });
  };
  /** The slider moves all rows, so that they show one step each. */
  const showStep = (next: number) => {
    play.stop();
    change({ step: Math.max(0, Math.min(steps - 1, next)), steps: 'one' });
  };
  const togglePlay = () => (isPlaying ? play.stop() : play.start(chosenStep));
  const toggleOneStep = () => change({ steps: wall.steps === 'one' ? null : 'one' });
  const toggleDifference = () => change({ diff: wall.isDifference ? null : 1 });
  const toggleParts = () => change({ parts: wall.hasParts ? null : 1 });
  const toggleArrows = () => change({ arrows: wall.hasArrows ? null : 1 });
  useWallCommands({
    active,
    rows: shown.length,
    columns: countColumns(plan),
    pageRows: rowsOfPage(size.height, wall.cellPx),
    isPinned: selected?.pinned ?? false,
    isPlaying,
    go,
    open,
    play: togglePlay,
    stepBy: (by) => showStep(step + by),
    toggleOneStep,
    toggleDifference,
    toggleParts,
    toggleArrows,
    togglePin: pin,
    search: () => searchRef.current?.select(),
    zoomBy: (by) => change({ cell: clampCell(wall.cellPx + by * CELL_PX.by) }),
  });
  return {
    wall,
    change,
    rows,
    shown,
    isSorted,
    sortAgain,
    measure,
    searchRef,
    labels,
    plan,
    step,
    isPlaying,
    active,
    selected,
    position,
    pinError: mark.error,
    go,
    open,
    pin,
    showStep,
    togglePlay,
    toggleOneStep,
    toggleDifference,
    toggleParts,
    toggleArrows,
  };
}

/** One step of every start where it is wanted, and where there is no room for all steps of a start. */
function usePlan(
  cellPx: number,
  starts: number,
  steps: number,
  isOneStep: boolean,
  step: number,
  widthPx: number,
): ColumnPlan {
  const isNarrow = widthPx > 0 && !fitsOneStart({ starts, steps }, cellPx, widthPx - LABEL_PX);
  const onlyStep = isOneStep || isNarrow ? step : null;
  return useMemo(() => ({ starts, steps, onlyStep }), [starts, steps, onlyStep]);
}

/** Where the address points to; the first row where it names none that is shown. */
function placeOf(wall: WallParams, rows: ShownSweep['rows'], plan: ColumnPlan, step: number): Place {
  const row = rows.findIndex((each) => rowKey(each) === wall.row);
  const column = indexOf(plan, { start: Math.min(wall.start, plan.starts - 1), step });
  return { row: Math.max(0, row), column: Math.max(0, column) };
}

function clampCell(cellPx: number): number | null {
  const inside = Math.max(CELL_PX.least, Math.min(CELL_PX.most, cellPx));
  return inside === CELL_PX.usual ? null : inside;
}
