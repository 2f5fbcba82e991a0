import type { SweepRow } from '#core/views/sweep.ts';
import type { RouteParams } from '#renderer/route.ts';

/** What the wall shows, as the address says it: `#/units?sort=realised&pinned=1&unit=59`. */

export const SORTS = ['effect', 'realised', 'latentLength', 'activation', 'unit'] as const;
export type Sort = (typeof SORTS)[number];

/** Which rows, in which order. A unit's page takes them along, so that next and previous follow the list. */
export interface RowChoice {
  /** Artifact of the sweep; null takes the project's own choice. */
  readonly sweep: string | null;
  readonly search: string;
  /** Units that another screen picked; null takes all. */
  readonly units: readonly number[] | null;
  readonly sort: Sort;
  readonly isPinned: boolean;
  readonly tag: string | null;
  /** Least effect, grey levels. */
  readonly leastEffect: number | null;
  /** Leaves out units that never change on the samples. */
  readonly isAlive: boolean;
  /** Leaves out units whose pictures are not of them, and those that could not be judged. */
  readonly isTrusted: boolean;
  /** Smallest unit of a direction in w: shows the units that share it. */
  readonly direction: number | null;
}

export interface WallParams extends RowChoice {
  /** All steps side by side, or one step of every start picture. */
  readonly steps: 'all' | 'one';
  readonly isDifference: boolean;
  /** Colours of the parts over the pictures. */
  readonly hasParts: boolean;
  /** Arrows of motion over the pictures. */
  readonly hasArrows: boolean;
  readonly cellPx: number;
  /** Key of the selected row, position of the selected picture. */
  readonly row: string | null;
  readonly start: number;
  readonly step: number | null;
}

export const CELL_PX = { least: 40, most: 160, usual: 72, by: 8 } as const;

export function parseRowChoice(params: RouteParams): RowChoice {
  return {
    sweep: params.sweep ?? null,
    search: params.q ?? '',
    units: parseUnits(params.units),
    sort: SORTS.find((sort) => sort === params.sort) ?? 'effect',
    isPinned: params.pinned === '1',
    tag: params.tag ?? null,
    leastEffect: parseNumber(params.effect),
    isAlive: params.alive === '1',
    isTrusted: params.trusted === '1',
    direction: parseIndex(params.direction),
  };
}

export function parseWall(params: RouteParams): WallParams {
  const cellPx = parseNumber(params.cell) ?? CELL_PX.usual;
  return {
    ...parseRowChoice(params),
    steps: params.steps === 'one' ? 'one' : 'all',
    isDifference: params.diff === '1',
    hasParts: params.parts === '1',
    hasArrows: params.arrows === '1',
    cellPx: Math.min(CELL_PX.most, Math.max(CELL_PX.least, Math.round(cellPx))),
    row: params.unit ?? null,
    start: parseIndex(params.start) ?? 0,
    step: parseIndex(params.step),
  };
}

/** What only a unit's page says in the address. */
const PAGE_KEYS = ['sample', 'at', 'with'] as const;

/** The wall's part of the address: a unit's page carries it along, and gives it back. */
export function wallPart(params: RouteParams): RouteParams {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !PAGE_KEYS.some((own) => own === key)));
}

/** Stable name of a row in the address: the unit's number, or the place of another direction. */
export function rowKey(row: Pick<SweepRow, 'unit' | 'ordinal'>): string {
  return row.unit === null ? `d${row.ordinal}` : String(row.unit);
}

function parseUnits(text: string | undefined): readonly number[] | null {
  const units = (text ?? '').split(',').flatMap((word) => parseIndex(word) ?? []);
  return units.length === 0 ? null : units;
}

export function parseNumber(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function parseIndex(text: string | undefined): number | null {
  const value = parseNumber(text);
  return value !== null && Number.isInteger(value) && value >= 0 ? value : null;
}
