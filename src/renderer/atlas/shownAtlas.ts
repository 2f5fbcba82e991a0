import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AtlasCells, unpackCells } from '#core/atlas/atlasCells.ts';
import { Failure } from '#core/failure.ts';
import type { AtlasView } from '#core/views/atlas.ts';
import { useApi, useProject } from '#renderer/client.tsx';

/** An atlas as the screen draws it: what the call answers, and its cells, which are bytes and come by address. */
export type ShownAtlas = AtlasView & AtlasCells;

/** @param named artifact; the default atlas where none is named. `data` is null where there is no atlas yet. */
export function useShownAtlas(named: string | undefined) {
  const project = useProject();
  const view = useQuery(
    useApi().atlas.show.queryOptions({ input: named === undefined ? { project } : { project, atlas: named } }),
  );
  const cells = useQuery({
    queryKey: ['atlas cells', project, view.data?.artifact.id],
    enabled: Boolean(view.data),
    queryFn: () => fetchCells(view.data as AtlasView),
  });
  const data = useMemo(
    () => (view.data && cells.data ? { ...view.data, ...cells.data } : view.data === null ? null : undefined),
    [view.data, cells.data],
  );
  return {
    data,
    error: view.error ?? cells.error,
    again: () => void (view.error === null ? cells.refetch() : view.refetch()),
  };
}

async function fetchCells({ artifact, units, concepts }: AtlasView): Promise<AtlasCells> {
  const answer = await fetch(`/cells/${artifact.id}`);
  if (!answer.ok) throw new Failure('NOT_FOUND', await answer.text());
  return unpackCells(await answer.arrayBuffer(), units.length * concepts.length);
}
