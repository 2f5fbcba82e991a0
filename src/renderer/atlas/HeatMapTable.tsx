import { formatNumber } from '#renderer/format.ts';
import { PlotTable, type TableData } from '#renderer/plot/PlotTable.tsx';
import { t } from '#renderer/text.ts';
import classes from './HeatMapTable.module.css';
import type { ShownAtlas } from './shownAtlas.ts';

/** A window cannot hold the cells of thousands of units; the exported table does. */
const MOST_ROWS = 100;

interface HeatMapTableProps {
  readonly view: ShownAtlas;
  /** Rows of the atlas in the order in which they are drawn. */
  readonly rows: readonly number[];
  readonly concepts: readonly number[];
}

/** The effects behind the heat map, in its order, standard deviations. */
export function HeatMapTable({ view, rows, concepts }: HeatMapTableProps) {
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <div className={classes.table}>
      {shown.length < rows.length && (
        <p className="t3 caption">
          {t('atlas.firstRows', { count: formatNumber(shown.length), total: formatNumber(rows.length) })}
        </p>
      )}
      <PlotTable title={t('atlas.heatMap')} table={effectsTable({ view, rows: shown, concepts })} />
    </div>
  );
}

/** A row a unit, a column a concept. */
export function effectsTable({ view, rows, concepts }: HeatMapTableProps): TableData {
  return {
    columns: [t('atlas.unit'), ...concepts.map((at) => `${view.concepts[at]?.part} ${view.concepts[at]?.metric}`)],
    rows: rows.map((row) => [
      view.units[row]?.unit ?? null,
      ...concepts.map((concept) => {
        const value = view.value[row * view.concepts.length + concept] ?? Number.NaN;
        return Number.isNaN(value) ? null : value;
      }),
    ]),
  };
}
