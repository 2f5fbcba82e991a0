import { Button, Group } from '@mantine/core';
import { atlasParamsSchema } from '#core/params.ts';
import { AtlasScreen } from '#renderer/atlas/AtlasScreen.tsx';
import { useShownAtlas } from '#renderer/atlas/shownAtlas.ts';
import { useStages } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';

/** Which unit holds which concept, with honest statistics. */
export function AtlasView() {
  const [params] = useParams();
  const { data, error, again } = useShownAtlas(params.atlas);
  if (error !== null) return <ErrorBlock error={error} onRetry={again} />;
  if (data === undefined) return <Blocks heightsPx={[44, 240, 240]} />;
  if (data === null) return <NoAtlas />;
  return <AtlasScreen key={data.artifact.id} view={data} />;
}

const PARAMS = atlasParamsSchema.parse({});

/** Says what will be here, and offers the run; without measures, the way to them, or an atlas of whole pictures. */
function NoAtlas() {
  const stages = useStages();
  const has = (name: string) => stages.some(({ stage, count }) => stage === name && (count ?? 0) > 0);
  return (
    <Frame>
      <ScreenHeading title={t('atlas.title')} lead={t('atlas.lead')} />
      <StageJob stage="atlas" />
      {has('measure') ? (
        <EmptyState title={t('atlas.empty')} hint={t('atlas.emptyHint')}>
          <Preflight request={{ stage: 'atlas', params: PARAMS }} label={t('atlas.build')} />
        </EmptyState>
      ) : has('sweep') ? (
        <EmptyState title={t('atlas.empty')} hint={t('atlas.needsMeasures')}>
          <Group gap={8} align="flex-start">
            <Button component="a" variant="filled" href={hrefTo('measure')}>
              {t('atlas.toMeasures')}
            </Button>
            <Preflight
              request={{ stage: 'atlas', measure: null, params: PARAMS }}
              label={t('atlas.buildWhole')}
              isPrimary={false}
              hasKey={false}
            />
          </Group>
        </EmptyState>
      ) : (
        <EmptyState title={t('atlas.empty')} hint={t('atlas.needsSweep')}>
          <Button component="a" href={hrefTo('units')}>
            {t('atlas.toUnits')}
          </Button>
        </EmptyState>
      )}
    </Frame>
  );
}
