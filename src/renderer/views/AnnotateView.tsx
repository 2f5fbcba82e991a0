import { useQuery } from '@tanstack/react-query';
import type { QueueView } from '#core/views/mask.ts';
import { useApi, useGuest, useProject, useProjectInfo } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { AddDialog } from '#renderer/mask/AddDialog.tsx';
import { AddPictures } from '#renderer/mask/AddPictures.tsx';
import { AnnotateScreen } from '#renderer/mask/AnnotateScreen.tsx';
import { AskName, RenameDialog } from '#renderer/mask/AskName.tsx';
import { useAnnotator } from '#renderer/mask/annotator.ts';
import { StartLabels } from '#renderer/mask/StartLabels.tsx';
import { AgreementScreen } from '#renderer/people/AgreementScreen.tsx';
import { MaskFilesDialog } from '#renderer/people/MaskFilesDialog.tsx';
import { useParams } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { t } from '#renderer/text.ts';

/** Part masks drawn by people: first who draws, which parts and which pictures, then the canvas. */
export function AnnotateView() {
  const annotator = useAnnotator();
  const pair = useProjectInfo().data?.pair;
  useCrumbs(annotator === null || annotator === '' ? [] : [t('annotate.as', { annotator })]);
  if (annotator === null || pair === undefined) return <Blocks heightsPx={[44, 400]} />;
  if (pair === null) {
    return (
      <Frame>
        <EmptyState title={t('annotate.emptyPair')} hint={t('annotate.emptyPairHint')} />
      </Frame>
    );
  }
  if (annotator === '') {
    return (
      <Frame>
        <AskName />
      </Frame>
    );
  }
  return <Annotating annotator={annotator} />;
}

function Annotating({ annotator }: { readonly annotator: string }) {
  const project = useProject();
  const api = useApi();
  const [params, setParams] = useParams();
  const isOwner = useGuest() === null;
  const labels = useQuery(api.mask.labels.queryOptions({ input: { project } }));
  const queue = useQuery(api.mask.queue.queryOptions({ input: { project, annotator } }));
  const failed = [labels, queue].find(({ error, data }) => error !== null && data === undefined);
  if (failed?.error) return <ErrorBlock error={failed.error} onRetry={() => void failed.refetch()} />;
  if (labels.data === undefined || queue.data === undefined) return <Blocks heightsPx={[44, 400]} />;
  if (labels.data.labels.length === 1) {
    return (
      <Frame>
        <StartLabels annotator={annotator} />
      </Frame>
    );
  }
  if (queue.data.pictures.length === 0) {
    return (
      <Frame>
        <EmptyState title={t('annotate.emptyQueue')} hint={t('annotate.emptyQueueHint')}>
          <AddPictures annotator={annotator} onAdded={(picture) => setParams({ picture })} />
        </EmptyState>
      </Frame>
    );
  }
  if (params.view === 'agreement') {
    return <AgreementScreen annotator={annotator} labels={labels.data} queue={queue.data} />;
  }
  return (
    <>
      <AnnotateScreen annotator={annotator} labels={labels.data} queue={queue.data} />
      {isOwner && (
        <>
          <AddDialog annotator={annotator} />
          <RenameDialog annotator={annotator} />
          <MaskFilesDialog annotator={annotator} names={peopleOf(queue.data)} />
        </>
      )}
    </>
  );
}

/** Everybody who has drawn something that the asking person may see. */
function peopleOf({ pictures }: QueueView): string[] {
  const masks = pictures.flatMap(({ mine, others }) => [...(mine === null ? [] : [mine]), ...others]);
  return [...new Set(masks.map(({ annotator }) => annotator))].sort();
}
