import type { Data, Layout } from 'plotly.js';
import { baseLayout, mergeLayout, type Scheme } from './template.ts';

const LEAST_WIDTH_PX = 360;
/** Pixels of a picture a point, so that it can be printed. */
const PICTURE_RATIO = 3;

/** What is drawn. */
export interface Figure {
  /** Traces; as a function they may take colours of the theme (`plotColours(scheme)`). */
  readonly traces: (scheme: Scheme) => readonly Data[];
  /** Laid over the theme's layout: axis titles, ranges, shapes. */
  readonly layout?: ((scheme: Scheme) => Partial<Layout>) | undefined;
  readonly heightPx: number;
}

/** A plot as a file, in the colours for print whatever the window's are. */
export async function printFigure(
  { traces, layout, heightPx }: Figure,
  format: 'svg' | 'png',
  shownPx: number,
): Promise<Blob> {
  const { Plotly } = await import('./bundle.ts');
  const size = { width: Math.max(LEAST_WIDTH_PX, shownPx), height: heightPx };
  const printed: Partial<Layout> = {
    ...mergeLayout(baseLayout('light'), layout?.('light') ?? {}),
    ...size,
    paper_bgcolor: '#FFFFFF',
  };
  const scale = format === 'png' ? PICTURE_RATIO : 1;
  const data: Data[] = [...traces('light')];
  const url = await Plotly.toImage({ data, layout: printed }, { format, ...size, scale });
  const content = url.slice(url.indexOf(',') + 1);
  if (format === 'svg') return new Blob([decodeURIComponent(content)], { type: 'image/svg+xml' });
  return new Blob([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], { type: 'image/png' });
}
