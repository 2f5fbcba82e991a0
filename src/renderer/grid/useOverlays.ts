import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PartsOverlay } from '#core/views/segment.ts';
import type { MotionOverlay } from '#core/views/track.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import type { WallParams } from './wallParams.ts';

/** What is laid over the pictures of a sweep; null while it is not asked for, and until it is known whether there is any. */
export interface Overlays {
  readonly parts: PartsOverlay | null;
  readonly motion: MotionOverlay | null;
}

/** @param sweep artifact of the sweep that is shown; null while there is none */
export function useOverlays(
  sweep: string | null,
  { hasParts, hasArrows }: Pick<WallParams, 'hasParts' | 'hasArrows'>,
): Overlays {
  const project = useProject();
  const api = useApi();
  const input = { project, sweep: sweep ?? '' };
  const isParts = sweep !== null && hasParts;
  const isMotion = sweep !== null && hasArrows;
  const parts = useQuery(api.segment.overlay.queryOptions({ input, enabled: isParts })).data;
  const motion = useQuery(api.track.overlay.queryOptions({ input, enabled: isMotion })).data;
  return useMemo(
    () => ({ parts: isParts ? (parts ?? null) : null, motion: isMotion ? (motion ?? null) : null }),
    [isParts, isMotion, parts, motion],
  );
}
