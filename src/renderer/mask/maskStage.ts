import { type Mask, type Rect, wholeOf } from '#core/mask/mask.ts';
import { mixInk, type OverlayInk, paintOverlay, windowRect } from './overlay.ts';
import { fitView, GRID_SCALE, type Size, type View } from './view.ts';

/** A picture to draw on: a tile of an image that has been loaded. */
export interface StagePicture extends Size {
  readonly image: CanvasImageSource;
  /** Where the tile begins in the image. */
  readonly offsetX: number;
}

/** Drawn above everything: rings, corners, previews. In CSS px of the window. */
export type DrawTool = (context: CanvasRenderingContext2D, view: View) => void;

/**
 * Three canvases on top of each other: picture, mask, tool. Each is drawn only when it changed, once a frame, and of the mask
 * only the rectangle that changed. The mask's canvas has CSS pixels, the others those of the screen.
 */
export interface MaskStage {
  view(): View;
  setView(view: View): void;
  /** Shows the whole picture, and goes on doing so when the window changes. */
  fit(): void;
  size(): Size;
  showPicture(picture: StagePicture | null): void;
  showMask(mask: Mask | null): void;
  setInk(ink: OverlayInk): void;
  setTool(draw: DrawTool | null): void;
  /** The mask changed within a rectangle of its own pixels. */
  touchMask(rect: Rect): void;
  touchTool(): void;
  onViewChange(listener: (view: View) => void): void;
  close(): void;
}

const NO_INK = mixInk(new Map(), 'picture', 0);

export function openMaskStage(host: HTMLElement, gridColour: () => string): MaskStage {
  const [pictureLayer, maskLayer, toolLayer] = [addLayer(host), addLayer(host), addLayer(host)];
  let size: Size = { widthPx: 1, heightPx: 1 };
  let density = 1;
  let view: View = { scale: 1, x: 0, y: 0 };
  let isFitted = true;
  let picture: StagePicture | null = null;
  let mask: Mask | null = null;
  let ink: OverlayInk = NO_INK;
  let drawTool: DrawTool | null = null;
  let pictureIsDue = true;
  let toolIsDue = true;
  /** Rectangles of the mask that changed; null means all of the window. */
  let dirty: Rect[] | null = null;
  let frame = 0;
  const viewListeners = new Set<(view: View) => void>();

  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(flush);
  };
  const drawAll = () => {
    pictureIsDue = true;
    toolIsDue = true;
    dirty = null;
    schedule();
  };
  const setView = (next: View, fitted = false) => {
    view = next;
    isFitted = fitted;
    drawAll();
    for (const listener of viewListeners) listener(view);
  };

  function flush(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    if (pictureIsDue) drawPicture(pictureLayer, picture, view, density, gridColour());
    if (mask !== null) drawMask(maskLayer, mask, dirty, view, size, ink);
    else if (dirty === null) maskLayer.clearRect(0, 0, size.widthPx, size.heightPx);
    if (toolIsDue) {
      toolLayer.setTransform(density, 0, 0, density, 0, 0);
      toolLayer.clearRect(0, 0, size.widthPx, size.heightPx);
      drawTool?.(toolLayer, view);
    }
    pictureIsDue = false;
    toolIsDue = false;
    dirty = [];
  }

  const resize = () => {
    density = window.devicePixelRatio;
    size = { widthPx: Math.max(1, host.clientWidth), heightPx: Math.max(1, host.clientHeight) };
    for (const layer of [pictureLayer, maskLayer, toolLayer]) {
      const by = layer === maskLayer ? 1 : density;
      layer.canvas.width = Math.round(size.widthPx * by);
      layer.canvas.height = Math.round(size.heightPx * by);
    }
    if (isFitted && picture !== null) setView(fitView(picture, size), true);
    // A canvas is emptied when its size changes; it is drawn at once so that nothing flickers.
    drawAll();
    flush();
  };
  const observer = new ResizeObserver(resize);
  observer.observe(host);
  resize();

  return {
    view: () => view,
    setView: (next) => setView(next),
    fit() {
      if (picture !== null) setView(fitView(picture, size), true);
    },
    size: () => size,
    showPicture(next) {
      const isOther = next?.widthPx !== picture?.widthPx || next?.heightPx !== picture?.heightPx;
      picture = next;
      if (next !== null && (isOther || isFitted)) setView(fitView(next, size), true);
      else drawAll();
    },
    showMask(next) {
      mask = next;
      drawAll();
    },
    setInk(next) {
      ink = next;
      dirty = null;
      schedule();
    },
    setTool(draw) {
      drawTool = draw;
      toolIsDue = true;
      schedule();
    },
    touchMask(rect) {
      if (dirty !== null) dirty.push(rect);
      schedule();
    },
    touchTool() {
      toolIsDue = true;
      schedule();
    },
    onViewChange: (listener) => viewListeners.add(listener),
    close() {
      observer.disconnect();
      cancelAnimationFrame(frame);
      for (const layer of [pictureLayer, maskLayer, toolLayer]) layer.canvas.remove();
    },
  };
}

function addLayer(host: HTMLElement): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
  canvas.setAttribute('aria-hidden', 'true');
  host.append(canvas);
  return canvas.getContext('2d') as CanvasRenderingContext2D;
}

function drawPicture(
  layer: CanvasRenderingContext2D,
  picture: StagePicture | null,
  view: View,
  density: number,
  gridColour: string,
): void {
  layer.setTransform(1, 0, 0, 1, 0, 0);
  layer.clearRect(0, 0, layer.canvas.width, layer.canvas.height);
  if (picture === null) return;
  layer.setTransform(density, 0, 0, density, 0, 0);
  layer.imageSmoothingEnabled = view.scale < 1;
  const { widthPx, heightPx, offsetX, image } = picture;
  const [wide, high] = [widthPx * view.scale, heightPx * view.scale];
  layer.drawImage(image, offsetX, 0, widthPx, heightPx, view.x, view.y, wide, high);
  if (view.scale < GRID_SCALE) return;
  layer.beginPath();
  for (let x = 1; x < widthPx; x++) {
    const at = Math.round(view.x + x * view.scale) + 0.5;
    layer.moveTo(at, view.y);
    layer.lineTo(at, view.y + high);
  }
  for (let y = 1; y < heightPx; y++) {
    const at = Math.round(view.y + y * view.scale) + 0.5;
    layer.moveTo(view.x, at);
    layer.lineTo(view.x + wide, at);
  }
  layer.strokeStyle = gridColour;
  layer.lineWidth = 1;
  layer.stroke();
}

/** Many small rectangles are drawn apart from each other: what lies between them did not change. */
function drawMask(
  layer: CanvasRenderingContext2D,
  mask: Mask,
  dirty: readonly Rect[] | null,
  view: View,
  size: Size,
  ink: OverlayInk,
): void {
  if (dirty === null) layer.clearRect(0, 0, size.widthPx, size.heightPx);
  for (const changed of dirty ?? [wholeOf(mask)]) {
    const rect = windowRect(changed, view, size.widthPx, size.heightPx);
    if (rect.widthPx === 0 || rect.heightPx === 0) continue;
    const image = layer.createImageData(rect.widthPx, rect.heightPx);
    paintOverlay(new Uint32Array(image.data.buffer), rect, mask, view, ink);
    layer.putImageData(image, rect.x, rect.y);
  }
}
