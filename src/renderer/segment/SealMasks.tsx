import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useApi, useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { t } from '#renderer/text.ts';

/** Seals the masks that are done, where people have drawn since they were sealed last: a segmenter is trained on sealed ones. */
export function SealMasks({ onSealed }: { onSealed(artifactId: string): void }) {
  const project = useProject();
  const client = useClient();
  const latest = useQuery(useApi().mask.latest.queryOptions({ input: { project } }));
  const seal = useMutation({
    mutationFn: () => client.mask.snapshot({ project }),
    onSuccess: ({ artifact }) => {
      void latest.refetch();
      onSealed(artifact.id);
    },
  });
  if (latest.data !== null && latest.data?.stale !== true) return null;
  return (
    <div>
      {seal.error !== null && <ErrorBlock error={seal.error} />}
      <Button loading={seal.isPending} onClick={() => seal.mutate()}>
        {t('segment.seal')}
      </Button>
    </div>
  );
}
