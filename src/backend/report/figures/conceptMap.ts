import { type Html, html } from '../html.ts';
import { type FigureText, figureFrame } from './frame.ts';
import { px } from './scale.ts';

export interface ConceptMapSpec extends FigureText {
  /** Names of the rows, top to bottom. */
  readonly rows: readonly string[];
  /** Parts from left to right, each with as many columns as it has metrics. */
  readonly groups: readonly { readonly name: string; readonly columns: number }[];
  /** `column` counts over all groups; cells that are not named stay empty. */
  readonly cells: readonly {
    readonly row: number;
    readonly column: number;
    readonly value: number;
    /** Framed. */
    readonly isReported: boolean;
  }[];
  readonly widthPx: number;
}

const LEFT_PX = 40;
const TOP_PX = 22;
const GAP_PX = 6;
/** Names of rows that would run into each other are left out. */
const LEAST_NAMED_PX = 9;
const HEIGHT_PX = 460;

/** Units by parts and metrics: a filled cell is an effect, stronger the larger it is. */
export function conceptMap({ rows, groups, cells, widthPx, alt }: ConceptMapSpec): Html {
  const columns = groups.reduce((sum, group) => sum + group.columns, 0);
  const columnPx = (widthPx - LEFT_PX - GAP_PX * (groups.length - 1)) / Math.max(1, columns);
  const rowPx = Math.min(11, HEIGHT_PX / Math.max(1, rows.length));
  const bottom = TOP_PX + rowPx * rows.length;
  let first = 0;
  const places = groups.map((group, at) => {
    const place = { ...group, first, left: LEFT_PX + first * columnPx + at * GAP_PX };
    first += group.columns;
    return place;
  });
  const leftOf = (column: number) => {
    const place = places.findLast((group) => group.first <= column);
    return place === undefined ? LEFT_PX : place.left + (column - place.first) * columnPx;
  };
  const largest = Math.max(...cells.map(({ value }) => Math.abs(value)), 1e-9);
  const every = Math.ceil(LEAST_NAMED_PX / rowPx);
  return figureFrame(widthPx, Math.ceil(bottom) + 4, { alt }, [
    ...places.map(
      ({ name, left, columns: count }) =>
        html`<text class="axis" x="${px(left)}" y="12">${name}</text><rect class="ground" x="${px(left)}" y="${TOP_PX}" width="${px(count * columnPx)}" height="${px(bottom - TOP_PX)}"/>`,
    ),
    ...rows.flatMap((name, row) =>
      row % every === 0
        ? [
            html`<text class="tick" x="${LEFT_PX - 8}" y="${px(TOP_PX + (row + 0.5) * rowPx + 3.5)}" text-anchor="end">${name}</text>`,
          ]
        : [],
    ),
    ...cells.map(
      ({ row, column, value, isReported }) =>
        html`<rect class="${value > 0 ? 'more' : 'less'}${isReported ? ' framed' : ''}" x="${px(leftOf(column))}" y="${px(TOP_PX + row * rowPx)}" width="${px(Math.max(0.5, columnPx - 0.5))}" height="${px(Math.max(0.5, rowPx - 0.5))}" opacity="${opacityOf(value, largest)}"/>`,
    ),
  ]);
}

/** Weak effects still have to be seen. */
function opacityOf(value: number, largest: number): number {
  return Math.round((0.25 + 0.75 * Math.sqrt(Math.abs(value) / largest)) * 100) / 100;
}
