import { ActionIcon, Tooltip, useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import type { Data, Layout, PlotlyHTMLElement, PlotMouseEvent, PlotSelectionEvent } from 'plotly.js';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { toCsv } from './csv.ts';
import classes from './Plot.module.css';
import { PlotTable, type TableData } from './PlotTable.tsx';
import { type Figure, printFigure } from './printFigure.ts';
import { SaveMenu } from './SaveMenu.tsx';
import { baseLayout, mergeLayout } from './template.ts';
import { usePointKeys } from './usePointKeys.ts';

export interface PlotProps extends Figure {
  readonly title: string;
  /** One sentence behind the title: what the axes show, and how to read it. */
  readonly meaning?: string;
  /** In grey behind the title: unit, n. */
  readonly note?: ReactNode;
  /** Controls of this plot, at the right of the heading. */
  readonly controls?: ReactNode;
  /** The same numbers as a table, for reading and copying. */
  readonly table: TableData;
  /** Called with the places of the points that were brushed or clicked; absent, the plot cannot be brushed. */
  readonly onSelect?: (points: readonly number[]) => void;
}

/** A plot with its heading, its table behind it, and its figure as a file. */
export function Plot({ title, meaning, note, controls, traces, layout, table, heightPx, onSelect }: PlotProps) {
  const [isTable, setTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const scheme = useComputedColorScheme('dark');
  const label = isTable ? t('shared.plot') : t('shared.table');
  const print = (format: 'svg' | 'png') =>
    printFigure({ traces, layout, heightPx }, format, figure.current?.clientWidth ?? 0);
  return (
    <figure ref={figure} className={classes.figure} aria-label={title}>
      <figcaption className={classes.heading}>
        <h2>{meaning === undefined ? title : <Explained meaning={meaning}>{title}</Explained>}</h2>
        {note !== undefined && <span className={`t3 ${classes.note}`}>{note}</span>}
        <span className={classes.controls}>{controls}</span>
        <SaveMenu
          title={title}
          choices={[
            { ending: 'svg', make: () => print('svg') },
            { ending: 'png', make: () => print('png') },
            { ending: 'csv', make: () => new Blob([toCsv(table)], { type: 'text/csv' }) },
          ]}
        />
        <Tooltip label={label}>
          <ActionIcon size="compact-xs" aria-label={label} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? <IconChartLine size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      </figcaption>
      {isTable ? (
        <PlotTable table={table} title={title} />
      ) : (
        <Canvas
          title={title}
          data={traces(scheme)}
          layout={mergeLayout(baseLayout(scheme), layout?.(scheme) ?? {})}
          table={table}
          heightPx={heightPx}
          onSelect={onSelect}
        />
      )}
    </figure>
  );
}

interface CanvasProps {
  readonly title: string;
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
  readonly table: TableData;
  readonly heightPx: number;
  readonly onSelect: ((points: readonly number[]) => void) | undefined;
}

/** Draws into a div that Plotly owns; draws again when data, theme or width change. */
function Canvas({ title, data, layout, table, heightPx, onSelect }: CanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [measure, { width }] = useResizeObserver<HTMLDivElement>();
  const [failure, setFailure] = useState<unknown>(null);
  const content = JSON.stringify([data, layout]);
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });
  const keys = usePointKeys(holder, data[0], onSelect);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for data and layout, which are new objects at every render
  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0) return;
    let isCurrent = true;
    import('./bundle.ts')
      .then(({ Plotly }) => {
        if (!isCurrent) return undefined;
        leaveSelection(element);
        const sized = { ...layout, width: Math.floor(width), height: heightPx };
        return Plotly.react(element, [...data], sized, { displayModeBar: false, responsive: false });
      })
      .then((plot) => {
        if (plot !== undefined) followSelection(plot, (points) => select.current?.(points));
      })
      .catch(setFailure);
    return () => {
      isCurrent = false;
    };
  }, [content, width, heightPx]);

  useEffect(() => {
    const element = holder.current;
    return () => {
      if (element?.hasChildNodes()) void import('./bundle.ts').then(({ Plotly }) => Plotly.purge(element));
    };
  }, []);

  return (
    <div ref={measure} style={{ height: heightPx }}>
      {failure !== null && <ErrorBlock error={failure} />}
      {onSelect === undefined ? (
        <div ref={holder} aria-hidden />
      ) : (
        <>
          <div
            role="application"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: keys walk among the points, as in a grid
            tabIndex={0}
            className={classes.points}
            aria-label={t('shared.pointsOf', { title })}
            {...keys.handlers}
          >
            <div ref={holder} aria-hidden />
          </div>
          <VisuallyHidden aria-live="polite">{keys.at !== null && spokenRow(table, keys.at)}</VisuallyHidden>
        </>
      )}
    </div>
  );
}

/** A row of the table, which tells of one point. */
function spokenRow({ columns, rows }: TableData, place: number): string {
  return columns
    .map((column, at) => {
      const value = rows[place]?.[at] ?? null;
      return `${column} ${typeof value === 'string' ? value : formatNumber(value)}`;
    })
    .join(', ');
}

/** A plot that is drawn anew lets go of its brush and says so, which is nothing that a person did. */
function leaveSelection(element: HTMLElement): void {
  (element as Partial<PlotlyHTMLElement>).removeAllListeners?.('plotly_selected');
  (element as Partial<PlotlyHTMLElement>).removeAllListeners?.('plotly_click');
}

/** Points of the first trace only: the others of a plot are marks. */
function followSelection(plot: PlotlyHTMLElement, onSelect: (points: readonly number[]) => void): void {
  const placesOf = ({ points }: PlotSelectionEvent | PlotMouseEvent) =>
    points.filter(({ curveNumber }) => curveNumber === 0).map(({ pointIndex }) => pointIndex);
  leaveSelection(plot);
  // Without an event the brush was let go on nothing.
  plot.on('plotly_selected', (event: PlotSelectionEvent | undefined) =>
    onSelect(event === undefined ? [] : placesOf(event)),
  );
  plot.on('plotly_click', (event) => onSelect(placesOf(event)));
}
