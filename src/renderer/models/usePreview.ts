import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';

/** What is drawn live. */
export interface PreviewChoice {
  readonly pair: string;
  readonly className: string;
  readonly psi: number;
  readonly seed: number;
}

export const PREVIEW_COUNT = 12;
const SETTLE_MS = 120;

/** Pictures drawn for a choice. Their address is good for a moment only, so an answer is never taken from a cache. */
export function usePreview(choice: PreviewChoice) {
  const project = useProject();
  const [settled] = useDebouncedValue(choice, SETTLE_MS);
  return useQuery({
    ...useApi().pair.preview.queryOptions({ input: { project, ...settled, count: PREVIEW_COUNT } }),
    staleTime: 'static',
    gcTime: 0,
    placeholderData: (previous) => previous,
  });
}
