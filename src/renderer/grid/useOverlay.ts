import { useQuery } from '@tanstack/react-query';
import type { PartsOverlay } from '#core/views.ts';
import { useApi, useProject } from '#renderer/client.tsx';

/** The parts in the pictures of a sweep; null while they are not asked for, and until it is known whether there are any. */
export function useOverlay(sweep: string | null): PartsOverlay | null {
  const project = useProject();
  const api = useApi();
  const { data } = useQuery(
    api.segment.overlay.queryOptions({ input: { project, sweep: sweep ?? '' }, enabled: sweep !== null }),
  );
  return sweep === null ? null : (data ?? null);
}
