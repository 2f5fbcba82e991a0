import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isApart } from '#core/measure/orderChanges.ts';
import type { Change } from '#core/summary.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { PageSection, SectionColumns } from '#renderer/components/PageSection.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { ChangesTable } from './ChangesTable.tsx';
import { DoseResponse } from './DoseResponse.tsx';

const SHOWN = 8;

/** On a unit's page: what it changes of the parts, and how one of these changes follows it. Nothing where the sweep is not measured. */
export function UnitChanges({ sweep, unit }: { readonly sweep: string; readonly unit: number }) {
  const project = useProject();
  const api = useApi();
  const { data, error, isPending, refetch } = useQuery(
    api.measure.unit.queryOptions({
      input: { project, sweep, unit },
      placeholderData: (previous) => previous,
    }),
  );
  const [chosen, setChosen] = useState<Pick<Change, 'quantity' | 'metric'> | null>(null);
  const [isWhole, setWhole] = useState(false);
  if (error !== null) return <ErrorBlock error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Blocks heightsPx={[180]} />;
  if (data === null) return null;
  const { quantities, starts } = data;
  // What may be no change at all comes last, however large it looks.
  const changes = [...data.changes.filter(isApart), ...data.changes.filter((change) => !isApart(change))];
  const shown =
    changes.find(({ quantity, metric }) => quantity === chosen?.quantity && metric === chosen.metric) ?? changes[0];
  return (
    <PageSection
      title={t('measure.ofUnit')}
      note={t('measure.ofUnitNote', { total: formatNumber(changes.length), n: formatNumber(starts.length) })}
      actions={
        changes.length > SHOWN && (
          <Button size="compact-xs" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('measure.fewer') : t('measure.more', { total: formatNumber(changes.length) })}
          </Button>
        )
      }
    >
      <SectionColumns
        figures={
          <ChangesTable
            changes={isWhole ? changes : changes.slice(0, SHOWN)}
            quantities={quantities}
            shown={shown ?? null}
            isOfOneUnit
            onShow={setChosen}
          />
        }
      >
        {shown !== undefined && (
          <div>
            <DoseResponse measures={data} change={shown} />
            <p className="t3 caption">{t('measure.curveNote')}</p>
          </div>
        )}
      </SectionColumns>
    </PageSection>
  );
}
