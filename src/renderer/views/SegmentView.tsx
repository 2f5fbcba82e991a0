import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { hrefTo, useParams } from '#renderer/route.ts';
import { SealMasks } from '#renderer/segment/SealMasks.tsx';
import { SegmenterFiles } from '#renderer/segment/SegmenterFiles.tsx';
import { SegmentScreen } from '#renderer/segment/SegmentScreen.tsx';
import { TrainDialog } from '#renderer/segment/TrainDialog.tsx';
import { TrainForm } from '#renderer/segment/TrainForm.tsx';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** Segmenters: how well each finds the parts, and where it is unsure. */
export function SegmentView() {
  const project = useProject();
  const api = useApi();
  const segmenters = useQuery(api.segment.list.queryOptions({ input: { project } }));
  const artifacts = useQuery(api.artifact.list.queryOptions({ input: { project } }));
  const [, setParams] = useParams();
  if (segmenters.isPending || artifacts.isPending) return <Blocks heightsPx={[44, 200, 240]} />;
  const again = () => void Promise.all([segmenters.refetch(), artifacts.refetch()]);
  if (segmenters.error !== null) return <ErrorBlock error={segmenters.error} onRetry={again} />;
  if (artifacts.error !== null) return <ErrorBlock error={artifacts.error} onRetry={again} />;
  const sealed = artifacts.data.filter(({ artifact }) => artifact.state === 'sealed');
  const sets = sealed.filter(({ artifact }) => artifact.stage === 'mask');
  const sweep = sealed.find(({ artifact, isDefault }) => artifact.stage === 'sweep' && isDefault)?.artifact.id ?? null;
  const form = {
    sets,
    segmenters: segmenters.data,
    onStarted: (segmenter: string) => setParams({ segmenter, with: null }),
  };
  if (segmenters.data.length > 0) {
    return (
      <>
        <SegmentScreen
          rows={segmenters.data}
          maps={sealed.filter(({ artifact }) => artifact.stage === 'maps')}
          sweep={sweep}
        />
        <TrainDialog {...form} />
      </>
    );
  }
  return (
    <Frame>
      <ScreenHeading title={t('segment.title')} />
      <StageJob stage="segment" />
      {sets.length === 0 ? (
        <EmptyState title={t('segment.empty')} hint={t('segment.needsMasks')}>
          <Group gap={8}>
            <Button component="a" variant="filled" href={hrefTo('annotate')}>
              {t('segment.toAnnotate')}
            </Button>
            <SealMasks onSealed={() => void artifacts.refetch()} />
          </Group>
        </EmptyState>
      ) : (
        <EmptyState title={t('segment.empty')} hint={t('segment.emptyHint')}>
          <Stack gap={24}>
            <TrainForm {...form} isAlone />
            <SegmenterFiles segment={null} onImported={form.onStarted} />
          </Stack>
        </EmptyState>
      )}
    </Frame>
  );
}
