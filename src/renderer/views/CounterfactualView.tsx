import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useActiveJob, useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { CounterfactualForm } from '#renderer/counterfactual/CounterfactualForm.tsx';
import { CounterfactualScreen } from '#renderer/counterfactual/CounterfactualScreen.tsx';
import { RunDialog } from '#renderer/counterfactual/RunDialog.tsx';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** What changes across a decision boundary. */
export function CounterfactualView() {
  const project = useProject();
  const api = useApi();
  const [params, setParams] = useParams();
  const matrix = useQuery({
    ...api.counterfactual.matrix.queryOptions({
      input: { project, ...(params.run === undefined ? {} : { counterfactual: params.run }) },
    }),
    placeholderData: (previous) => previous,
  });
  const runs = useQuery(api.counterfactual.list.queryOptions({ input: { project } }));
  useRefreshWhileRunning();
  if (matrix.isPending || runs.isPending) return <Blocks heightsPx={[44, 240, 200, 160]} />;
  const error = matrix.error ?? runs.error;
  if (error) return <ErrorBlock error={error} onRetry={() => void Promise.all([matrix.refetch(), runs.refetch()])} />;
  const showNew = (run: string, isNew: boolean) =>
    setParams({ run: isNew ? null : run, from: null, to: null, case: null, at: null });
  return (
    <>
      {matrix.data ? (
        <CounterfactualScreen matrix={matrix.data} runs={runs.data ?? []} />
      ) : (
        <NoCounterfactuals onStarted={showNew} />
      )}
      <RunDialog onStarted={showNew} />
    </>
  );
}

function NoCounterfactuals({ onStarted }: { onStarted(run: string, isNew: boolean): void }) {
  const project = useProject();
  const linkers = useQuery(useApi().linker.list.queryOptions({ input: { project } })).data ?? [];
  const hasPictures = linkers.some(({ classifierName }) => classifierName !== null);
  return (
    <Frame>
      <ScreenHeading title={t('counterfactual.title')} />
      <StageJob stage="counterfactual" />
      {hasPictures ? (
        <EmptyState title={t('counterfactual.empty')} hint={t('counterfactual.emptyHint')}>
          <CounterfactualForm isAlone onStarted={onStarted} />
        </EmptyState>
      ) : (
        <EmptyState
          title={t('counterfactual.empty')}
          hint={linkers.length > 0 ? t('counterfactual.noPictures') : t('counterfactual.needsLinker')}
        >
          <Button component="a" href={hrefTo('linker')}>
            {t('counterfactual.toLinker')}
          </Button>
        </EmptyState>
      )}
    </Frame>
  );
}

const REFRESH_EVERY_MS = 2000;

/** While a run goes on its progress says when to read again, and its first cases when it can be shown. */
function useRefreshWhileRunning(): void {
  const job = useActiveJob('counterfactual');
  const api = useApi();
  const queries = useQueryClient();
  const readAt = useRef(0);
  const done = job?.done ?? 0;
  useEffect(() => {
    if (done === 0 || Date.now() - readAt.current < REFRESH_EVERY_MS) return;
    readAt.current = Date.now();
    void queries.invalidateQueries({ queryKey: api.counterfactual.key() });
  }, [done, queries, api]);
}
