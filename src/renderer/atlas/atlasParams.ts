import type { AtlasView } from '#core/views/atlas.ts';
import type { RouteParams } from '#renderer/route.ts';

/** What the atlas shows, as the address says it: `#/atlas?where=ear+extent&unit=59&cells=reported`. */

export const ORDERS = ['likeness', 'unit', 'concept'] as const;
export type Order = (typeof ORDERS)[number];
export const PLOTS = ['scatter', 'map', 'volcano'] as const;
export type PlotName = (typeof PLOTS)[number];

export interface AtlasParams {
  /** Query in words; null shows all units. */
  readonly where: string | null;
  readonly unit: number | null;
  /** Artifact of another atlas, of another classifier, that this one is held against. */
  readonly other: string | null;
  readonly order: Order;
  readonly isReportedOnly: boolean;
  /** The table behind the map stands in its place. */
  readonly isTable: boolean;
  readonly hasAllMetrics: boolean;
  /** Null for rows that fill the room. */
  readonly rowPx: number | null;
  readonly plot: PlotName;
}

export const ROW_PX = { least: 2, most: 28, usual: 11, roomy: 17 } as const;

export function parseAtlas(params: RouteParams): AtlasParams {
  const unit = Number(params.unit ?? Number.NaN);
  const rowPx = Number(params.rowPx ?? Number.NaN);
  return {
    where: params.where ?? null,
    unit: Number.isInteger(unit) && unit >= 0 ? unit : null,
    other: params.with ?? null,
    order: ORDERS.find((order) => order === params.order) ?? 'likeness',
    isReportedOnly: params.cells === 'reported',
    isTable: params.map === 'table',
    hasAllMetrics: params.metrics === 'all',
    rowPx: Number.isFinite(rowPx) ? Math.min(ROW_PX.most, Math.max(ROW_PX.least, Math.round(rowPx))) : null,
    plot: PLOTS.find((plot) => plot === params.plot) ?? 'scatter',
  };
}

/** Metrics that are shown until all are asked for: one of each kind, without those that say the same twice. */
const MAIN_METRICS = new Set(['area', 'lightness', 'a', 'b', 'edge', 'extent', 'eccentricity', 'angle', 'centreY']);

/** Concepts that are columns of the map: those whose measure varies, of the main metrics or of all. */
export function shownConcepts({ concepts, summary }: AtlasView, hasAllMetrics: boolean): number[] {
  const known = summary.metrics.some((metric) => MAIN_METRICS.has(metric));
  return concepts.flatMap(({ metric, scale }, at) =>
    scale !== null && (hasAllMetrics || !known || MAIN_METRICS.has(metric)) ? [at] : [],
  );
}

/** Rows that fill the room where there are few, and are still told apart where there are many. */
export function fittingRowPx(rows: number, roomPx: number): number {
  return Math.min(ROW_PX.roomy, Math.max(ROW_PX.usual, Math.floor(roomPx / Math.max(1, rows))));
}
