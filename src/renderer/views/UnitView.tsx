import { Button } from '@mantine/core';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { useSweep } from '#renderer/grid/useSweep.ts';
import { parseRowChoice } from '#renderer/grid/wallParams.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { UnitPage } from '#renderer/unit/UnitPage.tsx';
import { parseUnitParams } from '#renderer/unit/unitParams.ts';

/** The page of one unit. */
export function UnitView() {
  const [params] = useParams();
  const { unit } = parseUnitParams(params);
  const { sweep, isPending, error, refetch } = useSweep(parseRowChoice(params).sweep);
  if (unit === null) {
    return (
      <EmptyState title={t('unit.notAUnit', { unit: params.unit ?? '' })} hint={t('unit.chooseOne')}>
        <Button component="a" href={hrefTo('units')}>
          {t('unit.toWall')}
        </Button>
      </EmptyState>
    );
  }
  if (error !== null) return <ErrorBlock error={error} onRetry={refetch} />;
  if (isPending) return <Blocks heightsPx={[28, 284, 100, 112, 112]} />;
  return <UnitPage unit={unit} sweep={sweep} />;
}
