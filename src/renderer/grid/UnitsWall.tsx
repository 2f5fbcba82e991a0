import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useActiveJob } from '#renderer/client.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { formatNumber } from '#renderer/format.ts';
import type { ParamsPatch } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { richText, t } from '#renderer/text.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { FilterBar, WITHOUT_FILTERS, without } from './FilterBar.tsx';
import { OverlayLegends } from './OverlayLegends.tsx';
import {
  type FilterName,
  isBarelyRealised,
  LEAST_REALISED,
  medianEffect,
  sameDirection,
  strictestFilter,
  tagsOf,
} from './rows.ts';
import { SweepMenu } from './SweepMenu.tsx';
import { rangeLabel } from './stepLabels.ts';
import { UnitInspector } from './UnitInspector.tsx';
import classes from './UnitsWall.module.css';
import { useOverlays } from './useOverlays.ts';
import type { ShownSweep } from './useSweep.ts';
import { useWall } from './useWall.ts';
import { Wall } from './Wall.tsx';
import { WallStatus } from './WallStatus.tsx';
import { WallToolbar } from './WallToolbar.tsx';
import type { WallParams } from './wallParams.ts';

/** The wall with all that acts on it. */
export function UnitsWall({ sweep }: { readonly sweep: ShownSweep }) {
  const { view, params } = sweep;
  const state = useWall(sweep);
  const { wall, rows, selected, position, change } = state;
  const overlays = useOverlays(view.artifact.id, wall);
  const range = rangeLabel(params.range);
  const warning = useWarning(sweep);
  const tags = useMemo(() => tagsOf(sweep.rows), [sweep.rows]);
  const total = sweep.rows.filter(({ kind }) => kind !== 'none').length;
  const isBuilding = view.artifact.state === 'building';
  // Ended before it was done: what there is is shown, with the way to go on.
  const isUnfinished = useActiveJob('sweep') === null && isBuilding;
  useCrumbs([t('units.rangeCrumb', { range })]);
  return (
    <Frame
      isFixed
      toolbar={<WallToolbar {...state} steps={view.steps.length} stepLabel={state.labels[state.step] ?? ''} />}
      inspector={
        selected === null ? undefined : (
          <UnitInspector
            row={selected}
            view={view}
            start={position.start}
            stepLabels={state.labels}
            knownTags={tags}
            sharing={sameDirection(sweep.rows, selected).length}
            onShowSharing={() => change({ ...WITHOUT_FILTERS, direction: selected.group })}
            pinError={state.pinError}
            onOpen={state.open}
            onPin={state.pin}
          />
        )
      }
      footer={
        <WallStatus
          selected={selected}
          noiseFloor={view.summary.noiseFloor}
          warning={warning}
          coming={isBuilding ? t('units.rowsComing', { done: rows.length, total }) : null}
          isSorted={state.isSorted}
          onSort={state.sortAgain}
        />
      }
    >
      <FilterBar wall={wall} tags={tags} usualEffect={medianEffect(sweep.rows)} change={change}>
        {wall.isDifference && <DifferenceLegend />}
        <OverlayLegends
          overlays={overlays}
          sweep={view.artifact.id}
          onShowSweep={(id) => change({ sweep: id, unit: null })}
        />
        <span className={`t2 ${classes.shown}`}>
          {richText('units.shown', {
            shown: <b className="num">{formatNumber(rows.length)}</b>,
            total: <span className="num">{formatNumber(total)}</span>,
          })}
        </span>
        <SweepMenu sweep={sweep} onChoose={(id) => change({ sweep: id, unit: null })} />
      </FilterBar>
      {isUnfinished && <StageJob stage="sweep" />}
      {wall.hasArrows && <StageJob stage="track" />}
      <div ref={state.measure} className={classes.wall}>
        {rows.length === 0 && !isBuilding ? (
          <NoMatch filter={strictestFilter(sweep.rows, wall)} wall={wall} change={change} />
        ) : (
          <Wall
            view={view}
            rows={state.shown}
            plan={state.plan}
            cellPx={wall.cellPx}
            isDifference={wall.isDifference}
            overlays={overlays}
            active={state.active}
            activeStep={position.step}
            stepLabels={state.labels}
            stepsHint={t('units.stepsHint', { range })}
            warning={warning}
            onSelect={state.go}
            onOpen={state.open}
          />
        )}
      </div>
    </Frame>
  );
}

/** A sentence where more than half of the units are barely realised: then it is said once instead of in every row. */
function useWarning({ rows }: ShownSweep): string | null {
  return useMemo(() => {
    const known = rows.filter((row) => row.realised !== null);
    const count = known.filter(isBarelyRealised).length;
    if (count * 2 <= known.length) return null;
    return t('units.mostlyBarely', { count, total: known.length, least: LEAST_REALISED });
  }, [rows]);
}

interface NoMatchProps {
  readonly filter: FilterName | null;
  readonly wall: WallParams;
  change(patch: ParamsPatch): void;
}

function NoMatch({ filter, wall, change }: NoMatchProps) {
  const names: Readonly<Record<FilterName, string>> = {
    search: `${t('units.chipSearch')} ${wall.search}`,
    units: t('units.chipUnits'),
    pinned: t('units.chipPinned'),
    tag: `${t('units.chipTag')} ${wall.tag ?? ''}`,
    effect: `${t('units.chipEffect')} ≥ ${formatNumber(wall.leastEffect)}`,
    alive: t('units.chipAlive'),
    trusted: t('units.chipTrusted'),
    direction: `${t('units.chipDirection')} ${formatNumber(wall.direction)}`,
  };
  const hint = filter === null ? undefined : t('units.noMatchHint', { filter: names[filter] });
  return (
    <EmptyState title={t('units.noMatch')} hint={hint}>
      <div className={classes.choices}>
        {filter !== null && <Button onClick={() => change(without(filter))}>{t('units.removeIt')}</Button>}
        <Button onClick={() => change(WITHOUT_FILTERS)}>{t('units.removeAll')}</Button>
      </div>
    </EmptyState>
  );
}
