import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StageName } from '#core/pipeline.ts';
import { useApi, useClient, useProject } from '#renderer/client.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { ErrorBlock } from './ErrorBlock.tsx';
import { resultsOf } from './resultsOf.ts';

/** Makes an artifact the one that later stages take; asks first where results hang on the one that is default now. */
export function useMakeDefault(stage: StageName) {
  const project = useProject();
  const client = useClient();
  const nodes = useQuery(useApi().artifact.list.queryOptions({ input: { project } })).data ?? [];
  const [asked, setAsked] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: (artifact: string) => client.artifact.setDefault({ project, artifact }),
    onSuccess: () => setAsked(null),
  });
  const present = nodes.find((node) => node.artifact.stage === stage && node.isDefault);
  const users = present === undefined ? [] : resultsOf(nodes, present.artifact.id);
  const choose = (id: string) => {
    if (id === present?.artifact.id) return;
    if (users.length === 0) make.mutate(id);
    else setAsked(id);
  };
  const close = () => {
    setAsked(null);
    make.reset();
  };
  const next = nodes.find(({ artifact }) => artifact.id === asked);
  const dialog = (
    <Modal
      opened={asked !== null || make.isError}
      onClose={close}
      title={t('shared.makeDefaultTitle', { title: next?.title ?? '' })}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <p className="t2">
        {t('shared.makeDefaultBody', {
          results: formatNumber(users.length),
          count: users.length,
          title: present?.title ?? '',
        })}
      </p>
      {make.isError && <ErrorBlock error={make.error} />}
      <Group justify="flex-end" mt={16} gap={8}>
        <Button data-autofocus onClick={close}>
          {t('shared.cancel')}
        </Button>
        <Button disabled={asked === null} loading={make.isPending} onClick={() => asked !== null && make.mutate(asked)}>
          {t('shared.makeDefault')}
        </Button>
      </Group>
    </Modal>
  );
  return { choose, dialog };
}
