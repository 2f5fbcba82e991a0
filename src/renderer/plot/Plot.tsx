import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';
import { IconChartLine, IconFileExport, IconTable } from '@tabler/icons-react';
import type { Data, Layout, PlotlyHTMLElement, PlotMouseEvent, PlotSelectionEvent } from 'plotly.js';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { t } from '#renderer/text.ts';
import classes from './Plot.module.css';
import { PlotTable, type TableData } from './PlotTable.tsx';
import { fileNameOf, saveFile } from './saveFile.ts';
import { baseLayout, mergeLayout, type Scheme } from './template.ts';

export interface PlotProps {
  readonly title: string;
  /** One sentence behind the title: what the axes show, and how to read it. */
  readonly meaning?: string;
  /** In grey behind the title: unit, n. */
  readonly note?: ReactNode;
  /** Controls of this plot, at the right of the heading. */
  readonly controls?: ReactNode;
  /** Traces; as a function they may take colours of the theme (`plotColours(scheme)`). */
  readonly traces: (scheme: Scheme) => readonly Data[];
  /** Laid over the theme's layout: axis titles, ranges, shapes. */
  readonly layout?: (scheme: Scheme) => Partial<Layout>;
  /** The same numbers as a table, for reading and copying. */
  readonly table: TableData;
  readonly heightPx: number;
  /** Called with the places of the points that were brushed or clicked; absent, the plot cannot be brushed. */
  readonly onSelect?: (points: readonly number[]) => void;
}

/** A plot with its heading, its table behind it, and its figure as a file. */
export function Plot({ title, meaning, note, controls, traces, layout, table, heightPx, onSelect }: PlotProps) {
  const [isTable, setTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const [saveFailure, setSaveFailure] = useState<unknown>(null);
  const save = () => {
    setSaveFailure(null);
    const widthPx = Math.max(LEAST_FIGURE_PX, figure.current?.clientWidth ?? 0);
    const printed = { ...mergeLayout(baseLayout('light'), layout?.('light') ?? {}), paper_bgcolor: '#FFFFFF' };
    figureOf(traces('light'), printed, { width: widthPx, height: heightPx }).then(
      (content) => saveFile(fileNameOf(title, 'svg'), content),
      setSaveFailure,
    );
  };
  const scheme = useComputedColorScheme('dark');
  const label = isTable ? t('shared.plot') : t('shared.table');
  return (
    <figure ref={figure} className={classes.figure} aria-label={title}>
      <figcaption className={classes.heading}>
        <h2>{meaning === undefined ? title : <Explained meaning={meaning}>{title}</Explained>}</h2>
        {note !== undefined && <span className="t3">{note}</span>}
        <span className={classes.controls}>{controls}</span>
        <Tooltip label={t('shared.saveFigure')}>
          <ActionIcon size="compact-xs" aria-label={t('shared.saveFigureOf', { title })} onClick={save}>
            <IconFileExport size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={label}>
          <ActionIcon size="compact-xs" aria-label={label} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? <IconChartLine size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      </figcaption>
      {saveFailure !== null && <ErrorBlock error={saveFailure} onRetry={save} />}
      {isTable ? (
        <PlotTable table={table} title={title} />
      ) : (
        <Canvas
          data={traces(scheme)}
          layout={mergeLayout(baseLayout(scheme), layout?.(scheme) ?? {})}
          heightPx={heightPx}
          onSelect={onSelect}
        />
      )}
    </figure>
  );
}

const LEAST_FIGURE_PX = 360;

/** As SVG, in the colours for print whatever the window's are. */
async function figureOf(
  data: readonly Data[],
  layout: Partial<Layout>,
  size: { readonly width: number; readonly height: number },
): Promise<Blob> {
  const { Plotly } = await import('./bundle.ts');
  const url = await Plotly.toImage({ data: [...data], layout: { ...layout, ...size } }, { format: 'svg', ...size });
  return new Blob([decodeURIComponent(url.slice(url.indexOf(',') + 1))], { type: 'image/svg+xml' });
}

interface CanvasProps {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
  readonly heightPx: number;
  readonly onSelect: ((points: readonly number[]) => void) | undefined;
}

/** Draws into a div that Plotly owns; draws again when data, theme or width change. */
function Canvas({ data, layout, heightPx, onSelect }: CanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [measure, { width }] = useResizeObserver<HTMLDivElement>();
  const [failure, setFailure] = useState<unknown>(null);
  const content = JSON.stringify([data, layout]);
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for data and layout, which are new objects at every render
  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0) return;
    let isCurrent = true;
    import('./bundle.ts')
      .then(({ Plotly }) => {
        if (!isCurrent) return undefined;
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
      <div ref={holder} aria-hidden />
    </div>
  );
}

/** Points of the first trace only: the others of a plot are marks. */
function followSelection(plot: PlotlyHTMLElement, onSelect: (points: readonly number[]) => void): void {
  const placesOf = ({ points }: PlotSelectionEvent | PlotMouseEvent) =>
    points.filter(({ curveNumber }) => curveNumber === 0).map(({ pointIndex }) => pointIndex);
  plot.removeAllListeners('plotly_selected');
  plot.removeAllListeners('plotly_click');
  // Without an event the brush was let go on nothing.
  plot.on('plotly_selected', (event: PlotSelectionEvent | undefined) =>
    onSelect(event === undefined ? [] : placesOf(event)),
  );
  plot.on('plotly_click', (event) => onSelect(placesOf(event)));
}
