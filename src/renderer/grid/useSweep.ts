import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type SweepParams, sweepParamsSchema } from '#core/params.ts';
import type { SweepRow, SweepView } from '#core/views/sweep.ts';
import type { BackendClient } from '#core/wire.ts';
import { useActiveJob, useApi, useClient, useProject } from '#renderer/client.tsx';
import type { RouteParams } from '#renderer/route.ts';
import { chooseRows, keepOrder } from './rows.ts';
import { parseRowChoice, type RowChoice } from './wallParams.ts';

export interface ShownSweep {
  readonly view: SweepView;
  readonly params: SweepParams;
  readonly rows: readonly SweepRow[];
}

/** The sweep of the address with all its rows; `sweep` is null while there is none. */
export function useSweep(sweepId: string | null) {
  const project = useProject();
  const api = useApi();
  const client = useClient();
  const input = sweepId === null ? { project } : { project, sweep: sweepId };
  const show = useQuery(api.sweep.show.queryOptions({ input }));
  const rows = useQuery({
    queryKey: [...api.sweep.rows.key({ input }), 'all'],
    queryFn: ({ signal }) => readAllRows(client, input, signal),
    enabled: show.data !== undefined && show.data !== null,
  });
  useRowsWhileRunning(show.data?.artifact.id ?? null);
  const sweep = useMemo((): ShownSweep | null => {
    if (!show.data || rows.data === undefined) return null;
    return { view: show.data, params: sweepParamsSchema.parse(show.data.artifact.params), rows: rows.data };
  }, [show.data, rows.data]);
  return {
    sweep,
    isPending: show.isPending || (rows.isPending && show.data !== null),
    error: show.error ?? rows.error,
    refetch: () => void Promise.all([show.refetch(), rows.refetch()]),
  };
}

const PAGE_ROWS = 2000;

async function readAllRows(
  client: BackendClient,
  input: { readonly project: string; readonly sweep?: string },
  signal: AbortSignal,
): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (;;) {
    const page = await client.sweep.rows({ ...input, sort: 'unit', offset: rows.length, limit: PAGE_ROWS }, { signal });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

const REFRESH_EVERY_MS = 3000;

/** While a sweep is made, its progress says when to read again; not at every strip. */
function useRowsWhileRunning(shownId: string | null): void {
  const job = useActiveJob('sweep');
  const api = useApi();
  const queries = useQueryClient();
  const readAt = useRef(0);
  const done = job?.done ?? 0;
  // A sweep can be shown as soon as something of it is stored: that is when another one may still be on screen.
  const isShown = job !== null && job.artifactId === shownId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `done` is what says that there is more to read
  useEffect(() => {
    if (job === null || Date.now() - readAt.current < REFRESH_EVERY_MS) return;
    readAt.current = Date.now();
    void queries.invalidateQueries({ queryKey: isShown ? api.sweep.rows.key() : api.sweep.show.key() });
  }, [done, isShown]);
}

/** Rows as chosen, in an order that does not change under the pointer: only a person's own choice sorts anew. */
export function useOrderedRows(sweep: ShownSweep | null, address: RouteParams) {
  const choice = useRowChoice(address);
  const [sortedTimes, setSortedTimes] = useState(0);
  const isBuilding = sweep?.view.artifact.state === 'building';
  const key = JSON.stringify([sweep?.view.artifact.id, choice, sortedTimes]);
  const shown = useRef<{ readonly key: string; readonly ordinals: readonly number[] }>({ key: '', ordinals: [] });
  const ordered = useMemo(() => {
    const done = (sweep?.rows ?? []).filter((row) => !isBuilding || row.effect !== null || row.dead);
    const chosen = chooseRows(
      done.filter((row) => row.kind !== 'none'),
      choice,
    );
    const rows = shown.current.key === key ? keepOrder(chosen, shown.current.ordinals) : chosen;
    const control = done.filter((row) => row.kind === 'none');
    return { rows, control, isSorted: rows.every((row, index) => row === chosen[index]) };
  }, [sweep, choice, key, isBuilding]);
  useEffect(() => {
    shown.current = { key, ordinals: ordered.rows.map((row) => row.ordinal) };
  }, [key, ordered]);
  return { ...ordered, sortAgain: () => setSortedTimes((times) => times + 1) };
}

/** The same object as long as the address chooses the same rows. */
function useRowChoice(address: RouteParams): RowChoice {
  const text = JSON.stringify(parseRowChoice(address));
  return useMemo(() => JSON.parse(text) as RowChoice, [text]);
}
