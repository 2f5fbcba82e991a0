import { useQueries } from '@tanstack/react-query';
import type { Sample } from '#core/views/samples.ts';
import { useApi, useProject } from '#renderer/client.tsx';

export const SHOWS = ['all', 'accepted', 'rejected', 'heldOut'] as const;
export type Show = (typeof SHOWS)[number];

/** Which pictures are on the wall. */
export interface WallChoice {
  readonly samples: string;
  readonly className: string | null;
  readonly show: Show;
}

const PAGE = 200;

/** The samples of a choice by position, read in pages: only those that hold one of `positions`, and the first for the total. */
export function useSamplePages({ samples, className, show }: WallChoice, positions: readonly number[]) {
  const project = useProject();
  const api = useApi();
  const pages = [...new Set([0, ...positions.map((position) => Math.floor(position / PAGE))])];
  const filter = className === null ? {} : { className };
  return useQueries({
    queries: pages.map((page) =>
      api.samples.pictures.queryOptions({
        input: { project, samples, ...filter, show, offset: page * PAGE, limit: PAGE },
      }),
    ),
    combine: (answers) => {
      const byPage = new Map(pages.map((page, at) => [page, answers[at]?.data?.samples ?? []]));
      return {
        total: answers[0]?.data?.total ?? null,
        error: answers.find(({ error }) => error !== null)?.error ?? null,
        refetch: () => void Promise.all(answers.map((answer) => answer.refetch())),
        at: (position: number): Sample | null => byPage.get(Math.floor(position / PAGE))?.[position % PAGE] ?? null,
      };
    },
  });
}
