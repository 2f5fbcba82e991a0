import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi, useProject, useProjectInfo } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { hrefTo, useParams } from '#renderer/route.ts';
import { ArraysScreen } from '#renderer/samples/ArraysScreen.tsx';
import { DrawDialog } from '#renderer/samples/DrawDialog.tsx';
import { DrawForm } from '#renderer/samples/DrawForm.tsx';
import { SamplesScreen } from '#renderer/samples/SamplesScreen.tsx';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** What was drawn from the generator, and how the classifier saw it. */
export function SamplesView() {
  const project = useProject();
  const api = useApi();
  const [params, setParams] = useParams();
  const artifacts = useQuery(api.artifact.list.queryOptions({ input: { project } }));
  const pairs = useQuery(api.pair.list.queryOptions({ input: { project } }));
  const sets = (artifacts.data ?? []).filter(
    ({ artifact }) => artifact.stage === 'samples' && artifact.state === 'sealed',
  );
  // A set that is still being drawn is in the address before it can be shown.
  const named = sets.find(({ artifact }) => artifact.id === params.samples)?.artifact.id;
  const view = useQuery({
    ...api.samples.show.queryOptions({ input: named === undefined ? { project } : { project, samples: named } }),
    placeholderData: (previous) => previous,
  });
  const pair = useProjectInfo().data?.pair ?? null;
  if (view.isPending || artifacts.isPending || pairs.isPending) return <Blocks heightsPx={[44, 170, 44, 480]} />;
  const error = view.error ?? artifacts.error ?? pairs.error;
  if (error !== null || view.data === undefined || pairs.data === undefined) {
    const again = () => void Promise.all([view.refetch(), artifacts.refetch(), pairs.refetch()]);
    return <ErrorBlock error={error} onRetry={again} />;
  }
  const defaultPair = pair?.artifactId ?? '';
  const showNew = (samples: string) => setParams({ samples, at: null });
  if (view.data?.summary.arrays) return <ArraysScreen summary={view.data.summary} arrays={view.data.summary.arrays} />;
  if (view.data !== null) {
    const source = view.data.artifact.inputs[0]?.id;
    const drawnFrom = pairs.data.find(({ artifactId }) => artifactId === source) ?? null;
    return (
      <>
        <SamplesScreen view={view.data} sets={sets} pair={drawnFrom} />
        <DrawDialog key={defaultPair} pairs={pairs.data} defaultPair={defaultPair} onStarted={showNew} />
      </>
    );
  }
  return (
    <Frame>
      <ScreenHeading title={t('samples.title')} lead={t('samples.lead')} />
      <StageJob stage="samples" />
      {pairs.data.length === 0 ? (
        <EmptyState title={t('samples.empty')} hint={t('samples.needsPair')}>
          <Button component="a" href={hrefTo('models')}>
            {t('samples.toModels')}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title={t('samples.empty')} hint={t('samples.emptyHint')}>
          <DrawForm key={defaultPair} pairs={pairs.data} defaultPair={defaultPair} isAlone onStarted={showNew} />
        </EmptyState>
      )}
    </Frame>
  );
}
