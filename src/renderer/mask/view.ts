/** Where the picture lies in the window: one pixel is `scale` CSS px wide, and its top left corner is at (x, y). */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const LARGEST_SCALE = 32;
/** From here on the pixel grid is drawn. */
export const GRID_SCALE = 8;
const MARGIN_PX = 24;
/** Of the window, how much of the picture always stays in sight. */
const KEPT_PX = 48;

/** The whole picture, as large as it goes, in the middle. */
export function fitView(picture: Size, window: Size): View {
  const room = (px: number) => Math.max(1, px - 2 * MARGIN_PX);
  const fitting = Math.min(room(window.widthPx) / picture.widthPx, room(window.heightPx) / picture.heightPx);
  // Whole steps of a pixel look even; below one pixel a pixel any size will do.
  const scale = fitting >= 4 ? Math.floor(fitting) : Math.min(LARGEST_SCALE, fitting);
  return {
    scale: Math.min(LARGEST_SCALE, scale),
    x: Math.round((window.widthPx - picture.widthPx * scale) / 2),
    y: Math.round((window.heightPx - picture.heightPx * scale) / 2),
  };
}

/** Zooms so that what lies under a point of the window stays under it. */
export function zoomAt(view: View, at: Point, factor: number, picture: Size, window: Size): View {
  const least = Math.min(1, fitView(picture, window).scale) / 2;
  const scale = Math.min(LARGEST_SCALE, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return keepInSight({ scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }, picture, window);
}

export function panBy(view: View, dx: number, dy: number, picture: Size, window: Size): View {
  return keepInSight({ ...view, x: view.x + dx, y: view.y + dy }, picture, window);
}

function keepInSight(view: View, picture: Size, window: Size): View {
  const keep = (at: number, sidePx: number, roomPx: number) =>
    Math.min(roomPx - KEPT_PX, Math.max(KEPT_PX - sidePx * view.scale, at));
  return {
    scale: view.scale,
    x: keep(view.x, picture.widthPx, window.widthPx),
    y: keep(view.y, picture.heightPx, window.heightPx),
  };
}

/** In pixels of the picture, origin at the centre of the top-left pixel. */
export function toPicture(view: View, at: Point): Point {
  return { x: (at.x - view.x) / view.scale - 0.5, y: (at.y - view.y) / view.scale - 0.5 };
}

export function toWindow(view: View, at: Point): Point {
  return { x: (at.x + 0.5) * view.scale + view.x, y: (at.y + 0.5) * view.scale + view.y };
}
