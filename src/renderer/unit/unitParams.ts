import { parseIndex, parseNumber } from '#renderer/grid/wallParams.ts';
import type { RouteParams } from '#renderer/route.ts';
import type { SetUnit } from './useLive.ts';

/** What a unit's page shows, as the address says it: `#/unit?unit=59&sample=412&at=2.45&with=14:1.2,23:`. */
export interface UnitParams {
  readonly unit: number | null;
  readonly sample: number | null;
  /** Activation the unit is set to; null is that of the start. */
  readonly at: number | null;
  /** Further units that are moved at the same time. */
  readonly others: readonly SetUnit[];
}

/** Units that can be moved at once, the page's own among them. */
export const MOST_UNITS = 6;

export function parseUnitParams(params: RouteParams): UnitParams {
  const unit = parseIndex(params.unit);
  return {
    unit,
    sample: parseIndex(params.sample),
    at: parseNumber(params.at),
    others: parseOthers(params.with ?? '').filter((other) => other.unit !== unit),
  };
}

function parseOthers(text: string): SetUnit[] {
  const found = new Map<number, SetUnit>();
  for (const piece of text.split(',')) {
    const [number, value] = piece.split(':', 2);
    const unit = parseIndex(number);
    if (unit !== null && found.size < MOST_UNITS - 1) found.set(unit, { unit, value: parseNumber(value) });
  }
  return [...found.values()];
}

/** For the address; null where there are none. */
export function formatOthers(others: readonly SetUnit[]): string | null {
  if (others.length === 0) return null;
  return others.map(({ unit, value }) => `${unit}:${value === null ? '' : roundForAddress(value)}`).join(',');
}

/** Four digits behind the point are finer than any slider. */
export function roundForAddress(value: number): number {
  return Number(value.toFixed(4));
}
