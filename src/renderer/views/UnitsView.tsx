import { Button } from '@mantine/core';
import { useStages } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { RunSweep } from '#renderer/grid/RunSweep.tsx';
import { UnitsWall } from '#renderer/grid/UnitsWall.tsx';
import { useSweep } from '#renderer/grid/useSweep.ts';
import { parseRowChoice } from '#renderer/grid/wallParams.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

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
  const hasLinker = useStages().some(({ stage, count }) => stage === 'linker' && (count ?? 0) > 0);
  return (
    <Frame>
      <ScreenHeading title={t('units.title')} lead={t('units.lead')} />
      <StageJob stage="sweep" />
      {hasLinker ? (
        <EmptyState title={t('units.empty')} hint={t('units.emptyHint')}>
          <RunSweep isAlone />
        </EmptyState>
      ) : (
        <EmptyState title={t('units.empty')} hint={t('units.needsLinker')}>
          <Button component="a" href={hrefTo('linker')}>
            {t('units.toLinker')}
          </Button>
        </EmptyState>
      )}
    </Frame>
  );
}
