import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { AddPairDialog } from '#renderer/models/AddPairDialog.tsx';
import { AddPairForm } from '#renderer/models/AddPairForm.tsx';
import { ModelsScreen } from '#renderer/models/ModelsScreen.tsx';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';

/** The pair of models that a study stands on. */
export function ModelsView() {
  const project = useProject();
  const api = useApi();
  const pairs = useQuery(api.pair.list.queryOptions({ input: { project } }));
  const artifacts = useQuery(api.artifact.list.queryOptions({ input: { project } }));
  const [, setParams] = useParams();
  const again = () => void Promise.all([pairs.refetch(), artifacts.refetch()]);
  if (pairs.isPending || artifacts.isPending) return <Blocks heightsPx={[44, 130, 420]} />;
  if (pairs.error !== null) return <ErrorBlock error={pairs.error} onRetry={again} />;
  if (artifacts.error !== null) return <ErrorBlock error={artifacts.error} onRetry={again} />;
  const showNew = (pair: string) => setParams({ pair });
  if (pairs.data.length > 0) {
    return (
      <>
        <ModelsScreen pairs={pairs.data} nodes={artifacts.data} />
        <AddPairDialog onAdded={showNew} />
      </>
    );
  }
  return (
    <Frame>
      <ScreenHeading title={t('models.title')} lead={t('models.lead')} />
      <EmptyState title={t('models.empty')} hint={t('models.emptyHint')}>
        <AddPairForm isFirst onAdded={showNew} />
      </EmptyState>
    </Frame>
  );
}
