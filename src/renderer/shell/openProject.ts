import { useQuery } from '@tanstack/react-query';
import type { ProjectInfo, StageStatus } from '#core/views/project.ts';
import { useApi } from '#renderer/client.tsx';
import { useRoute } from '#renderer/route.ts';

/** For the shell, which is also there while no project is open: null and nothing then. */
export function useOpenInfo(): ProjectInfo | null {
  const { project } = useRoute();
  const options = useApi().project.info.queryOptions({ input: { project: project ?? '' } });
  const { data } = useQuery({ ...options, enabled: project !== null });
  return project === null ? null : (data ?? null);
}

export function useOpenStages(): readonly StageStatus[] {
  const { project } = useRoute();
  const options = useApi().project.stages.queryOptions({ input: { project: project ?? '' } });
  const { data } = useQuery({ ...options, enabled: project !== null });
  return project === null ? [] : (data ?? []);
}
