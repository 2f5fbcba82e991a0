import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi, useProject } from '#renderer/client.tsx';
import { type ShownSweep, useOrderedRows } from '#renderer/grid/useSweep.ts';
import type { RouteParams } from '#renderer/route.ts';
import { unitInput } from './useTurnedUnit.ts';

/** The units before and after this one in the list as it was chosen on the wall, read ahead so that going there is at once. */
export function useNeighbours(unit: number, sweep: ShownSweep | null, address: RouteParams) {
  const project = useProject();
  const api = useApi();
  const queries = useQueryClient();
  const sweepId = sweep?.view.artifact.id ?? null;
  const { rows } = useOrderedRows(sweep, address);
  const units = rows.flatMap((row) => row.unit ?? []);
  const place = units.indexOf(unit);
  const previous = place > 0 ? (units[place - 1] ?? null) : null;
  const next = units[place + 1] ?? null;
  useEffect(() => {
    for (const other of [next, previous]) {
      if (other === null) continue;
      void queries.prefetchQuery(api.sweep.unit.queryOptions({ input: unitInput(project, other, sweepId) }));
    }
  }, [next, previous, project, sweepId, api, queries]);
  return { previous, next };
}
