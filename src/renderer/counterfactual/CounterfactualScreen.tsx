import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CounterfactualMatrix, CounterfactualRun } from '#core/views/counterfactual.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { useParams } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { AcrossSamples } from './AcrossSamples.tsx';
import { CaseList } from './CaseList.tsx';
import { CasePath } from './CasePath.tsx';
import { ClassMatrix } from './ClassMatrix.tsx';
import { Comparison } from './Comparison.tsx';
import classes from './CounterfactualScreen.module.css';
import { PartChanges } from './PartChanges.tsx';
import { PartMotions } from './PartMotions.tsx';
import { openRunDialog } from './RunDialog.tsx';
import { RunFigures } from './RunFigures.tsx';
import { UnitsBehind } from './UnitsBehind.tsx';

export interface CounterfactualScreenProps {
  readonly matrix: CounterfactualMatrix;
  readonly runs: readonly CounterfactualRun[];
}

/** Class matrix and samples at the left; the path of one of them, and what is behind it. */
export function CounterfactualScreen({ matrix, runs }: CounterfactualScreenProps) {
  const project = useProject();
  const api = useApi();
  const [params, setParams] = useParams();
  const { classNames } = matrix;
  const shown = chosenPair(matrix, params.from, params.to);
  const [from, to] = [shown?.origin, shown?.target].map((c) => (c === undefined ? '' : (classNames[c] ?? ''))) as [
    string,
    string,
  ];
  const run = matrix.artifact.id;
  const pair = useQuery({
    ...api.counterfactual.pair.queryOptions({ input: { project, counterfactual: run, from, to } }),
    enabled: shown !== undefined,
    placeholderData: (previous) => previous,
  });
  const rows = pair.data?.from === from && pair.data.to === to ? pair.data.rows : [];
  const row = rows.find(({ ordinal }) => String(ordinal) === params.case) ?? rows[0];
  useCrumbs(from === '' ? [] : [t('counterfactual.pairTitle', { from, to })]);
  useCommands([
    {
      id: 'counterfactual.run',
      label: t('counterfactual.newRun'),
      group: t('shell.groupHere'),
      keys: ['r'],
      icon: IconPlus,
      run: openRunDialog,
    },
  ]);
  const crossing = pair.data?.crossing ?? null;
  return (
    <div className={classes.screen}>
      <aside className={classes.side} aria-label={t('counterfactual.classPairs')}>
        <ClassMatrix
          matrix={matrix}
          from={shown?.origin ?? null}
          to={shown?.target ?? null}
          onChoose={(origin, target) =>
            setParams({ from: classNames[origin] ?? null, to: classNames[target] ?? null, case: null, at: null })
          }
        />
        {shown !== undefined && (
          <CaseList
            from={from}
            to={to}
            rows={rows}
            shown={row?.ordinal ?? null}
            onChoose={(ordinal) => setParams({ case: ordinal, at: null })}
          />
        )}
      </aside>
      <div className={classes.main}>
        <div className={classes.head}>
          <div className={classes.title}>
            <h1>{t('counterfactual.pairTitle', { from, to })}</h1>
            <p className="t2">
              {crossing === null
                ? rows.length > 0 && t('counterfactual.leadNone')
                : t('counterfactual.leadPair', {
                    place: formatNumber(crossing.value, 2),
                    interval:
                      crossing.n > 1 ? ` [${formatNumber(crossing.low, 2)}, ${formatNumber(crossing.high, 2)}]` : '',
                    n: crossing.n,
                  })}
            </p>
          </div>
          {runs.length > 1 && (
            <>
              <Select
                aria-label={t('counterfactual.chooseRun')}
                w={196}
                allowDeselect={false}
                data={runs.map(({ artifact, title }) => ({ value: artifact.id, label: title }))}
                value={run}
                onChange={(chosen) => setParams({ run: chosen, with: null, case: null }, { push: true })}
              />
              <Select
                aria-label={t('counterfactual.compareWith')}
                placeholder={t('counterfactual.compareWith')}
                w={148}
                clearable
                data={runs
                  .filter(({ artifact }) => artifact.id !== run)
                  .map(({ artifact, title }) => ({ value: artifact.id, label: title }))}
                value={params.with ?? null}
                onChange={(chosen) => setParams({ with: chosen })}
              />
            </>
          )}
          <Button variant="filled" onClick={openRunDialog} rightSection={<Kbd keys="r" />}>
            {t('counterfactual.newRun')}
          </Button>
        </div>
        <StageJob stage="counterfactual" />
        {pair.error !== null && <ErrorBlock error={pair.error} onRetry={() => void pair.refetch()} />}
        {row === undefined ? (
          pair.isPending && <Blocks heightsPx={[140, 160, 200]} />
        ) : (
          <>
            <CasePath key={`${run} ${row.ordinal}`} run={run} row={row} />
            {params.with !== undefined && <Comparison run={run} other={params.with} row={row} runs={runs} />}
            <div className={classes.below}>
              {pair.data !== undefined && pair.data.labels.length > 0 && (
                <PartChanges changes={pair.data.parts} labels={pair.data.labels} />
              )}
              <UnitsBehind run={run} row={row} />
              <AcrossSamples
                units={pair.data?.units ?? []}
                n={rows.filter(({ isValid, seed, member }) => isValid && seed === 0 && member === 0).length}
              />
              {pair.data !== undefined && <PartMotions motions={pair.data.motions} labels={pair.data.labels} />}
            </div>
          </>
        )}
        <RunFigures summary={matrix.summary} />
      </div>
    </div>
  );
}

/** The pair of the address, or the first one that has something to show. */
function chosenPair({ pairs, classNames }: CounterfactualMatrix, from: string | undefined, to: string | undefined) {
  return (
    pairs.find(({ origin, target }) => classNames[origin] === from && classNames[target] === to) ??
    pairs.find(({ n }) => n > 0) ??
    pairs[0]
  );
}
