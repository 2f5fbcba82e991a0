import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ArtifactNode } from '#core/views/project.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { LinkerFiles } from '#renderer/linker/LinkerFiles.tsx';
import { LinkerScreen } from '#renderer/linker/LinkerScreen.tsx';
import { TrainDialog } from '#renderer/linker/TrainDialog.tsx';
import { TrainForm } from '#renderer/linker/TrainForm.tsx';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** Choosing a linker one can believe: its figures beside baselines, and the pictures that come back worst. */
export function LinkerView() {
  const project = useProject();
  const api = useApi();
  const linkers = useQuery(api.linker.list.queryOptions({ input: { project } }));
  const artifacts = useQuery(api.artifact.list.queryOptions({ input: { project } }));
  const pairs = useQuery(api.pair.list.queryOptions({ input: { project } }));
  const [, setParams] = useParams();
  const sets = useMemo(() => (artifacts.data ?? []).filter(isSealedSamples), [artifacts.data]);
  const again = () => void Promise.all([linkers.refetch(), artifacts.refetch()]);
  if (linkers.isPending || artifacts.isPending) return <Blocks heightsPx={[44, 240, 40, 280]} />;
  if (linkers.error !== null) return <ErrorBlock error={linkers.error} onRetry={again} />;
  if (artifacts.error !== null) return <ErrorBlock error={artifacts.error} onRetry={again} />;
  const showNew = (linker: string) => setParams({ linker, with: null });
  return (
    <>
      {linkers.data.length === 0 ? (
        <NoLinker sets={sets} onStarted={showNew} />
      ) : (
        <LinkerScreen all={linkers.data} sets={sets} pairs={pairs.data ?? []} onStarted={showNew} />
      )}
      <TrainDialog sets={sets} onStarted={showNew} />
    </>
  );
}

function isSealedSamples({ artifact }: ArtifactNode): boolean {
  return artifact.stage === 'samples' && artifact.state === 'sealed';
}

function NoLinker({ sets, onStarted }: { readonly sets: readonly ArtifactNode[]; onStarted(id: string): void }) {
  return (
    <Frame>
      <ScreenHeading title={t('linker.title')} lead={t('linker.trainLead')} />
      <StageJob stage="linker" />
      {sets.length === 0 ? (
        <EmptyState title={t('linker.empty')} hint={t('linker.needsSamples')}>
          <Button component="a" href={hrefTo('samples')}>
            {t('linker.toSamples')}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title={t('linker.empty')} hint={t('linker.emptyHint')}>
          <TrainForm sets={sets} isAlone onStarted={onStarted} />
          <LinkerFiles shown={null} sets={sets} onImported={onStarted} />
        </EmptyState>
      )}
    </Frame>
  );
}
