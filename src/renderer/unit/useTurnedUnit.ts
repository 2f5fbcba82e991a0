import { useQuery } from '@tanstack/react-query';
import type { Range } from '#core/params.ts';
import type { UnitView } from '#core/views/sweep.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { createScale, type SliderScale } from './sliderScale.ts';

/** A unit as the slider needs it: what it does in the samples, and how far it is turned. Null until both are known. */
export interface TurnedUnit {
  readonly view: UnitView;
  readonly scale: SliderScale;
  /** The same activation in every sample: there is nothing to turn. */
  readonly isDead: boolean;
}

export interface UnitSource {
  readonly sweep: string | null;
  readonly linker: string | null;
  /** Of the sweep; where a unit is not in it, its range is asked for with the same. */
  readonly range: Range;
}

export function useTurnedUnit(unit: number, source: UnitSource) {
  const project = useProject();
  const api = useApi();
  const shown = useQuery(api.sweep.unit.queryOptions({ input: unitInput(project, unit, source.sweep) }));
  const row = shown.data?.row ?? null;
  const range = useQuery({
    ...api.sweep.range.queryOptions({
      input: { project, unit, range: source.range, ...(source.linker === null ? {} : { linker: source.linker }) },
    }),
    enabled: shown.data !== undefined && row === null,
  });
  return { turned: turnedOf(shown.data, row ?? range.data), error: shown.error ?? range.error, refetch: shown.refetch };
}

/** Shared with prefetching, so that both mean the same entry of the cache. */
export function unitInput(project: string, unit: number, sweep: string | null) {
  return sweep === null ? { project, unit } : { project, unit, sweep };
}

function turnedOf(
  view: UnitView | undefined,
  range: { readonly low: number; readonly high: number } | null | undefined,
): TurnedUnit | null {
  if (view === undefined || range === undefined || range === null) return null;
  const { edges } = view.histogram;
  return { view, scale: createScale(edges, range), isDead: range.low === range.high };
}
