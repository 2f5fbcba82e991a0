import { VisuallyHidden } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { toCsv } from '#renderer/plot/csv.ts';
import { hrefTo, showScreen, useParams } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { AtlasComparison } from './AtlasComparison.tsx';
import { AtlasPlots } from './AtlasPlots.tsx';
import { AtlasScores } from './AtlasScores.tsx';
import classes from './AtlasScreen.module.css';
import { parseAtlas, ROW_PX, shownConcepts } from './atlasParams.ts';
import { Found } from './Found.tsx';
import { leadingConcept, limitOf, orderRows, queryOf, strongestQuery } from './firstLook.ts';
import { HeatMap } from './HeatMap.tsx';
import { effectsTable, HeatMapTable } from './HeatMapTable.tsx';
import { MapHead } from './MapHead.tsx';
import { printHeatMap } from './printHeatMap.ts';
import { QueryBar } from './QueryBar.tsx';
import type { ShownAtlas } from './shownAtlas.ts';
import { staleText } from './staleText.ts';
import { UnitLike } from './UnitLike.tsx';

const PAGE = 50;

/** The map of units and concepts, the units that were found, and where they stand among all. */
export function AtlasScreen({ view }: { readonly view: ShownAtlas }) {
  const [params, setParams] = useParams();
  const atlas = parseAtlas(params);
  const project = useProject();
  const stale = staleText(view);
  // What stands beside the map is made when the map is on the screen: plots alone keep the page busy for a while.
  const [isMapDrawn, setMapDrawn] = useState(false);
  const hasRest = isMapDrawn || atlas.isTable;
  const [limit, setLimit] = useState(PAGE);
  const [brushed, setBrushed] = useState<readonly number[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const concepts = useMemo(() => shownConcepts(view, atlas.hasAllMetrics), [view, atlas.hasAllMetrics]);
  const asked = atlas.where ?? strongestQuery(view, concepts);
  const answer = useQuery({
    ...useApi().atlas.query.queryOptions({
      input: { project, atlas: view.artifact.id, query: asked, limit },
      placeholderData: keepPreviousData,
    }),
    retry: false,
  });
  const found = useMemo(() => new Set(atlas.where === null ? [] : answer.data?.found), [atlas.where, answer.data]);
  const selected = useMemo(() => new Set(brushed), [brushed]);
  const concept = leadingConcept(view, answer.data);
  const rows = useMemo(() => orderRows(view, atlas.order, concept), [view, atlas.order, concept]);
  const row = atlas.unit === null ? null : (view.units.find(({ unit }) => unit === atlas.unit)?.row ?? null);
  const colourLimit = useMemo(() => limitOf(view, concepts), [view, concepts]);
  const ask = (where: string) => {
    setLimit(PAGE);
    setParams({ where: where === '' ? null : where, unit: null }, { push: true });
  };
  const showRow = (at: number) => setParams({ unit: view.units[at]?.unit ?? null });
  const onZoom = useCallback(
    (rowPx: number) => setParams({ rowPx: Math.min(ROW_PX.most, Math.max(ROW_PX.least, rowPx)) }),
    [setParams],
  );
  const toWall = brushed.length > 0 ? brushed : (answer.data?.found ?? []);
  const openWall = () =>
    toWall.length > 0 && showScreen('units', { units: toWall.map((at) => view.units[at]?.unit).join(',') });
  useCrumbs(atlas.where === null ? [] : [atlas.where]);
  useCommands([
    { id: 'atlas.wall', label: t('atlas.showOnWall'), group: t('shell.groupHere'), keys: ['w'], run: openWall },
    {
      id: 'atlas.table',
      label: atlas.isTable ? t('atlas.mapAsMap') : t('atlas.mapAsTable'),
      group: t('shell.groupHere'),
      keys: ['t'],
      run: () => setParams({ map: atlas.isTable ? null : 'table' }),
    },
    {
      id: 'atlas.query',
      label: t('atlas.query'),
      group: t('shell.groupHere'),
      keys: ['/'],
      run: () => input.current?.focus(),
    },
  ]);
  return (
    <Frame
      isFixed
      toolbar={
        <QueryBar
          view={view}
          where={atlas.where ?? ''}
          query={atlas.where === null ? null : (answer.data?.query ?? null)}
          error={answer.error}
          inputRef={input}
          canShowWall={toWall.length > 0}
          onAsk={ask}
          onWall={openWall}
          onCompare={(other) => setParams({ with: other }, { push: true })}
        />
      }
    >
      <VisuallyHidden component="h1">{t('atlas.title')}</VisuallyHidden>
      <StageJob stage="atlas" />
      {stale !== null && atlas.other === null && (
        <p className={`warn caption ${classes.stale}`}>
          {stale}{' '}
          {view.staleSince !== 'pair' && (
            <a className={classes.clear} href={hrefTo('overview')}>
              {t('atlas.buildAgain')}
            </a>
          )}
        </p>
      )}
      {atlas.other !== null ? (
        <AtlasComparison first={view.artifact.id} second={atlas.other} onBack={() => setParams({ with: null })} />
      ) : (
        <div className={classes.columns}>
          <section className={classes.map} aria-label={t('atlas.unitsAndParts')}>
            <MapHead
              view={view}
              atlas={atlas}
              limit={colourLimit}
              onChange={setParams}
              files={[
                {
                  ending: 'png',
                  make: () =>
                    printHeatMap({
                      view,
                      rows,
                      concepts,
                      limit: colourLimit,
                      isReportedOnly: atlas.isReportedOnly,
                      rowPx: atlas.rowPx ?? ROW_PX.usual,
                    }),
                },
                {
                  ending: 'csv',
                  make: () => new Blob([toCsv(effectsTable({ view, rows, concepts }))], { type: 'text/csv' }),
                },
              ]}
            />
            {atlas.isTable ? (
              <HeatMapTable view={view} rows={rows} concepts={concepts} />
            ) : (
              <HeatMap
                view={view}
                rows={rows}
                concepts={concepts}
                limit={colourLimit}
                isReportedOnly={atlas.isReportedOnly}
                rowPx={atlas.rowPx}
                row={row}
                concept={concept}
                selected={selected}
                onRow={showRow}
                onSelect={setBrushed}
                onConcept={(at) => ask(queryOf(view, at))}
                onZoom={onZoom}
                onOpen={(at) => showScreen('unit', { unit: String(view.units[at]?.unit ?? 0) })}
                onDrawn={() => setMapDrawn(true)}
              />
            )}
          </section>
          <section className={classes.ranked} aria-label={t('atlas.ranked')}>
            {!hasRest || (answer.data === undefined && answer.error === null) ? (
              <Blocks heightsPx={[28, 76, 76, 76]} />
            ) : (
              answer.data !== undefined && (
                <Found
                  answer={answer.data}
                  view={view}
                  isAll={atlas.where === null}
                  shown={atlas.unit}
                  onShow={(unit) => setParams({ unit })}
                  onMore={() => setLimit(limit + PAGE)}
                />
              )
            )}
          </section>
          <aside className={classes.side} aria-label={t('atlas.plots')}>
            {hasRest && (
              <>
                <div className={classes.plots}>
                  <AtlasPlots
                    view={view}
                    plot={atlas.plot}
                    concept={concept ?? 0}
                    found={found}
                    selected={selected}
                    row={row}
                    onPlot={(plot) => setParams({ plot })}
                    onSelect={(at) => {
                      setBrushed(at);
                      if (at.length === 1) showRow(at[0] as number);
                    }}
                  />
                  <p className="t3 caption">
                    {brushed.length === 0 ? (
                      t('atlas.brushHint')
                    ) : (
                      <>
                        {t('atlas.selection', { count: brushed.length })}{' '}
                        <button type="button" className={classes.clear} onClick={openWall}>
                          {t('atlas.selectionToWall')}
                        </button>{' '}
                        <button type="button" className={classes.clear} onClick={() => setBrushed([])}>
                          {t('atlas.clearSelection')}
                        </button>
                      </>
                    )}
                  </p>
                </div>
                {atlas.unit !== null && row !== null && (
                  <UnitLike
                    view={view}
                    unit={atlas.unit}
                    onShow={(unit) => setParams({ unit })}
                    onSelect={setBrushed}
                  />
                )}
                <AtlasScores view={view} concepts={concepts} />
              </>
            )}
          </aside>
        </div>
      )}
    </Frame>
  );
}
