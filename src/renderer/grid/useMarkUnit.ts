import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SweepRow, UnitView } from '#core/views/sweep.ts';
import { useApi, useClient, useProject } from '#renderer/client.tsx';

export interface Marks {
  readonly pinned?: boolean;
  readonly tags?: string[];
  readonly note?: string;
}

/** Pins, tags or annotates a unit. What is on screen changes at once; the event of the journal confirms it, an error takes it back. */
export function useMarkUnit() {
  const project = useProject();
  const client = useClient();
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ unit, marks }: { readonly unit: number; readonly marks: Marks }) =>
      client.journal.unit({ project, unit, ...marks }),
    onMutate: ({ unit, marks }) => {
      queries.setQueriesData<SweepRow[]>({ queryKey: api.sweep.rows.key() }, (rows) =>
        rows?.map((row) => (row.unit === unit ? { ...row, ...marks } : row)),
      );
      queries.setQueriesData<UnitView>({ queryKey: api.sweep.unit.key() }, (view) =>
        view?.unit === unit && view.row !== null ? { ...view, row: { ...view.row, ...marks } } : view,
      );
    },
    onError: () => queries.invalidateQueries({ queryKey: api.sweep.key() }),
  });
}
