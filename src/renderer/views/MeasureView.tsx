import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { MeasureScreen } from '#renderer/measure/MeasureScreen.tsx';
import { parseChoice } from '#renderer/measure/measureParams.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** Every unit of a large classifier for one part and measure. */
const MOST_ROWS = 2500;

/** What units change of the parts. */
export function MeasureView() {
  const project = useProject();
  const api = useApi();
  const [params] = useParams();
  const choice = parseChoice(params);
  const changes = useQuery(
    api.measure.changes.queryOptions({
      input: { project, ...choice, limit: MOST_ROWS },
      placeholderData: (previous) => previous,
    }),
  );
  const artifacts = useQuery(api.artifact.list.queryOptions({ input: { project } }));
  if (changes.isPending || artifacts.isPending) return <Blocks heightsPx={[44, 300]} />;
  if (changes.error !== null) return <ErrorBlock error={changes.error} onRetry={() => void changes.refetch()} />;
  if (artifacts.error !== null) return <ErrorBlock error={artifacts.error} onRetry={() => void artifacts.refetch()} />;
  if (changes.data !== null) return <MeasureScreen page={changes.data} choice={choice} />;
  const hasMaps = artifacts.data.some(({ artifact }) => artifact.stage === 'maps' && artifact.state === 'sealed');
  return (
    <Frame>
      <ScreenHeading title={t('measure.title')} />
      <StageJob stage="measure" />
      <EmptyState title={t('measure.empty')} hint={hasMaps ? t('measure.emptyHint') : t('measure.needsMaps')}>
        {hasMaps ? (
          <Preflight request={{ stage: 'measure', params: {} }} label={t('measure.run')} />
        ) : (
          <Button component="a" href={hrefTo('segment')}>
            {t('measure.toSegment')}
          </Button>
        )}
      </EmptyState>
    </Frame>
  );
}
