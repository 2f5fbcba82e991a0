import { useQuery } from '@tanstack/react-query';
import { useApi, useClient, useProject } from '#renderer/client.tsx';

/** Class of any sample, and a way to a random one. Samples are called by their place in the set. */
export function useStart(sample: number | null, samplesId: string | null) {
  const project = useProject();
  const client = useClient();
  const api = useApi();
  const input = { project, limit: 1, ...(samplesId === null ? {} : { samples: samplesId }) };
  const shown = useQuery({
    ...api.samples.pictures.queryOptions({ input: { ...input, show: 'all', offset: sample ?? 0 } }),
    enabled: sample !== null,
  });
  const heldOut = useQuery(api.samples.pictures.queryOptions({ input: { ...input, show: 'heldOut' } }));
  const total = heldOut.data?.total ?? 0;
  return {
    classIndex: shown.data?.samples[0]?.classIndex ?? null,
    /** A held-out sample by chance; null where there is none. */
    async pickRandom(): Promise<number | null> {
      if (total === 0) return null;
      const offset = Math.floor(Math.random() * total);
      const { samples } = await client.samples.pictures({ ...input, show: 'heldOut', offset });
      return samples[0]?.index ?? null;
    },
  };
}
