import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ArtifactNode } from '#core/views/project.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatBytes } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** Deleting cannot be undone, so it is asked for, with the object in the question and the focus on Cancel. */
export function RemoveArtifact({ node }: { readonly node: ArtifactNode }) {
  const project = useProject();
  const client = useClient();
  const [isAsked, setAsked] = useState(false);
  const { artifact, title } = node;
  const remove = useMutation({
    mutationFn: () => client.artifact.remove({ project, artifact: artifact.id }),
    onSuccess: () => setAsked(false),
  });
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setAsked(true)}>
        {t('overview.remove')}
      </Button>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={t('overview.removeTitle', { title })}
        closeButtonProps={{ 'aria-label': t('shared.close') }}
      >
        <p className="t2">{t('overview.removeBody', { size: formatBytes(artifact.sizeBytes) })}</p>
        {remove.error !== null && <ErrorBlock error={remove.error} />}
        <Group justify="flex-end" mt={16} gap={8}>
          <Button data-autofocus onClick={() => setAsked(false)}>
            {t('shared.cancel')}
          </Button>
          <Button onClick={() => remove.mutate()} loading={remove.isPending}>
            {t('overview.removeConfirm')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
