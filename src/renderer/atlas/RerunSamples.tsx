import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { samplesParamsSchema } from '#core/params.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { ancestorOf } from './ancestors.ts';

/** Where two atlases are of different latents: draws those of the first for the other classifier, and leads to what follows. */
export function RerunSamples({ first, second }: { readonly first: string; readonly second: string }) {
  const project = useProject();
  const { data = [] } = useQuery(useApi().artifact.list.queryOptions({ input: { project } }));
  const [own, other] = [ancestorOf(data, first, 'samples'), ancestorOf(data, second, 'samples')];
  const pair = ancestorOf(data, second, 'pair');
  const params = own === null ? null : samplesParamsSchema.safeParse(own.artifact.params);
  return (
    <Group gap={8} mt={16} align="flex-end">
      {params?.success && pair !== null && hasOtherLatents(own, other) && (
        <Preflight
          request={{ stage: 'samples', pair: pair.artifact.id, params: params.data }}
          label={t('atlas.redraw', { name: pair.title })}
          isPrimary={false}
          hasKey={false}
        />
      )}
      <Button component="a" href={hrefTo('overview')}>
        {t('atlas.rerun')}
      </Button>
    </Group>
  );
}

function hasOtherLatents(own: ArtifactNode | null, other: ArtifactNode | null): boolean {
  const latents = (node: ArtifactNode | null) => {
    const { seed, psi } = (node?.artifact.params ?? {}) as { seed?: number; psi?: number };
    return `${seed} ${psi}`;
  };
  return latents(own) !== latents(other);
}
