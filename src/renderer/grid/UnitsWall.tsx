import { Button } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import { type ReactNode, useMemo, useRef } from 'react';
import { useActiveJob } from '#renderer/client.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { formatNumber } from '#renderer/format.ts';
import { type ParamsPatch, showScreen } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { richText, t } from '#renderer/text.ts';
import { type ColumnPlan, columnAt, countColumns, fitsOneStart, indexOf } from './columns.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { FilterBar, WITHOUT_FILTERS, without } from './FilterBar.tsx';
import { type FilterName, isBarelyRealised, LEAST_REALISED, strictestFilter, tagsOf } from './rows.ts';
import { SweepMenu } from './SweepMenu.tsx';
import { rangeLabel, stepLabels } from './stepLabels.ts';
import { UnitInspector } from './UnitInspector.tsx';
import classes from './UnitsWall.module.css';
import { useMarkUnit } from './useMarkUnit.ts';
import { usePlay } from './usePlay.ts';
import { useQuickParams } from './useQuickParams.ts';
import { type ShownSweep, useOrderedRows } from './useSweep.ts';
import { useWallCommands } from './useWallCommands.ts';
import { LABEL_PX, type Place, Wall } from './Wall.tsx';
import { WallStatus } from './WallStatus.tsx';
import { WallToolbar } from './WallToolbar.tsx';
import { CELL_PX, parseWall, rowKey, type WallParams, wallPart } from './wallParams.ts';

/** The wall with all that acts on it. */
export function UnitsWall({ sweep }: { readonly sweep: ShownSweep }) {
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
  useCrumbs([t('units.rangeCrumb', { range: rangeLabel(params.range) })]);

  const chosenStep = Math.min(wall.step ?? Math.floor((steps - 1) / 2), steps - 1);
  const step = play.step ?? chosenStep;
  const plan = usePlan(wall, view.starts.length, steps, play.step !== null ? 'one' : wall.steps, step, size.width);
  const active = placeOf(wall, shown, plan, step);
  const selected = shown[active.row] ?? null;
  const position = columnAt(plan, active.column);

  const go = (place: Place) => {
    const row = shown[place.row];
    const { start, step: atStep } = columnAt(plan, place.column);
    change({
      unit: row === undefined ? null : rowKey(row),
      start,
      ...(plan.onlyStep === null ? { step: atStep } : {}),
    });
  };
  const open = () => {
    if (selected?.unit == null) return;
    flush();
    const sample = view.starts[position.start]?.sample.index;
    showScreen('unit', {
      ...wallPart(address),
      unit: String(selected.unit),
      ...(sample === undefined ? {} : { sample: String(sample) }),
    });
  };
  const pin = () => {
    if (selected?.unit != null) mark.mutate({ unit: selected.unit, marks: { pinned: !selected.pinned } });
  };
  const setStep = (next: number) => {
    play.stop();
    change({ step: Math.max(0, Math.min(steps - 1, next)), steps: 'one' });
  };
  const togglePlay = () => {
    if (play.step === null) play.start(chosenStep);
    else play.stop();
  };
  useWallCommands({
    active,
    rows: shown.length,
    columns: countColumns(plan),
    pageRows: Math.max(1, Math.floor((size.height - 48) / (wall.cellPx + 8)) - 1),
    isPinned: selected?.pinned ?? false,
    isPlaying: play.step !== null,
    go,
    open,
    play: togglePlay,
    stepBy: (by) => setStep(step + by),
    toggleOneStep: () => change({ steps: wall.steps === 'one' ? null : 'one' }),
    toggleDifference: () => change({ diff: wall.isDifference ? null : 1 }),
    togglePin: pin,
    search: () => searchRef.current?.select(),
    zoomBy: (by) => change({ cell: clampCell(wall.cellPx + by * CELL_PX.by) }),
  });

  const barely = useBarely(sweep);
  const isBuilding = view.artifact.state === 'building';
  // Ended before it was done: what there is is shown, with the way to go on.
  const isUnfinished = useActiveJob('sweep') === null && isBuilding;
  return (
    <Frame
      isFixed
      toolbar={
        <WallToolbar
          wall={wall}
          steps={steps}
          step={step}
          stepLabel={labels[step] ?? ''}
          isPlaying={play.step !== null}
          isOneStep={wall.steps === 'one'}
          searchRef={searchRef}
          change={change}
          onPlay={togglePlay}
          onStep={setStep}
        />
      }
      inspector={
        selected === null ? undefined : (
          <UnitInspector
            row={selected}
            view={view}
            start={position.start}
            stepLabels={labels}
            knownTags={tagsOf(sweep.rows)}
            pinError={mark.error}
            onOpen={open}
            onPin={pin}
          />
        )
      }
      footer={
        <WallStatus
          selected={selected}
          noiseFloor={view.summary.noiseFloor}
          warning={barely}
          coming={isBuilding ? comingOf(sweep, rows.length) : null}
          isSorted={isSorted}
          onSort={sortAgain}
        />
      }
    >
      <FilterBar wall={wall} tags={tagsOf(sweep.rows)} usualEffect={medianEffect(sweep)} change={change}>
        {wall.isDifference && <DifferenceLegend />}
        <span className={`t2 ${classes.shown}`}>{countOf(rows.length, sweep)}</span>
        <SweepMenu sweep={sweep} onChoose={(id) => change({ sweep: id, unit: null })} />
      </FilterBar>
      {isUnfinished && <StageJob stage="sweep" />}
      <div ref={measure} className={classes.wall}>
        {rows.length === 0 && !isBuilding ? (
          <NoMatch filter={strictestFilter(sweep.rows, wall)} wall={wall} change={change} />
        ) : (
          <Wall
            view={view}
            rows={shown}
            plan={plan}
            cellPx={wall.cellPx}
            isDifference={wall.isDifference}
            active={active}
            activeStep={position.step}
            stepLabels={labels}
            stepsHint={t('units.stepsHint', { range: rangeLabel(params.range) })}
            isQuiet={barely !== null}
            warning={barely}
            onSelect={go}
            onOpen={open}
          />
        )}
      </div>
    </Frame>
  );
}

/** One step of every start where a person wants it so, where it plays, and where there is no room for all steps. */
function usePlan(
  wall: WallParams,
  starts: number,
  steps: number,
  wanted: WallParams['steps'],
  step: number,
  widthPx: number,
): ColumnPlan {
  const isNarrow = widthPx > 0 && !fitsOneStart({ starts, steps }, wall.cellPx, widthPx - LABEL_PX);
  const onlyStep = wanted === 'one' || isNarrow ? step : null;
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

/** A sentence where more than half of the units are barely realised: then it is said once instead of in every row. */
function useBarely({ rows }: ShownSweep): string | null {
  return useMemo(() => {
    const units = rows.filter((row) => row.realised !== null);
    const count = units.filter(isBarelyRealised).length;
    if (count * 2 <= units.length) return null;
    return t('units.mostlyBarely', { count, total: units.length, least: LEAST_REALISED });
  }, [rows]);
}

function comingOf({ rows }: ShownSweep, done: number): string {
  return t('units.rowsComing', { done, total: rows.filter((row) => row.kind !== 'none').length });
}

function countOf(shown: number, { rows }: ShownSweep): ReactNode {
  const total = rows.filter((row) => row.kind !== 'none').length;
  return richText('units.shown', {
    shown: <b className="num">{formatNumber(shown)}</b>,
    total: <span className="num">{formatNumber(total)}</span>,
  });
}

/** Middle of the effects, in halves of a grey level: a first value for the filter that splits the list. */
function medianEffect({ rows }: ShownSweep): number {
  const effects = rows.flatMap((row) => (row.effect === null ? [] : [row.effect.value])).toSorted((a, b) => a - b);
  return Math.round((effects[Math.floor(effects.length / 2)] ?? 0) * 2) / 2;
}

interface NoMatchProps {
  readonly filter: FilterName | null;
  readonly wall: WallParams;
  change(patch: ParamsPatch): void;
}

function NoMatch({ filter, wall, change }: NoMatchProps) {
  const names: Readonly<Record<FilterName, string>> = {
    search: `${t('units.chipSearch')} ${wall.search}`,
    pinned: t('units.chipPinned'),
    tag: `${t('units.chipTag')} ${wall.tag ?? ''}`,
    effect: `${t('units.chipEffect')} ≥ ${formatNumber(wall.leastEffect)}`,
    alive: t('units.chipAlive'),
  };
  return (
    <EmptyState
      title={t('units.noMatch')}
      hint={filter === null ? undefined : t('units.noMatchHint', { filter: names[filter] })}
    >
      <div className={classes.choices}>
        {filter !== null && <Button onClick={() => change(without(filter))}>{t('units.removeIt')}</Button>}
        <Button onClick={() => change(WITHOUT_FILTERS)}>{t('units.removeAll')}</Button>
      </div>
    </EmptyState>
  );
}
