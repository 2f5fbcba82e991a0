import { Button } from '@mantine/core';
import { useActiveJob, useStages } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { RunSweep } from '#renderer/grid/RunSweep.tsx';
import { UnitsWall } from '#renderer/grid/UnitsWall.tsx';
import { useSweep } from '#renderer/grid/useSweep.ts';
import { parseRowChoice } from '#renderer/grid/wallParams.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitsView.module.css';

/** The wall of units: a row a unit, columns start pictures by steps. */
export function UnitsView() {
  const [params, setParams] = useParams();
  const { sweep: sweepId } = parseRowChoice(params);
  const { sweep, isPending, error, refetch } = useSweep(sweepId);
  if (error !== null) {
    return (
      <ErrorBlock error={error} onRetry={refetch}>
        {sweepId !== null && <Button onClick={() => setParams({ sweep: null })}>{t('units.defaultSweep')}</Button>}
      </ErrorBlock>
    );
  }
  if (isPending) return <Blocks heightsPx={[44, 36, 80, 80, 80, 80, 80]} />;
  if (sweep === null) return <NoSweep />;
  return <UnitsWall key={sweep.view.artifact.id} sweep={sweep} />;
}

/** Says what will be here, and offers the run; without a linker, the way to one. */
function NoSweep() {
  const isRunning = useActiveJob('sweep') !== null;
  const hasLinker = useStages().some(({ stage, count }) => stage === 'linker' && (count ?? 0) > 0);
  if (isRunning) return <EmptyState title={t('units.emptyRunning')} />;
  if (!hasLinker) {
    return (
      <EmptyState title={t('units.emptyTitle')} hint={`${t('units.emptyHint')} ${t('units.emptyNoLinker')}`}>
        <Button component="a" variant="filled" href={hrefTo('linker')}>
          {t('units.goToLinker')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className={classes.form}>
      <div>
        <p>
          <b>{t('units.emptyTitle')}</b>
        </p>
        <p className="t2">{t('units.emptyHint')}</p>
      </div>
      <RunSweep />
    </div>
  );
}
