import { applyStroke } from '#core/mask/applyStroke.ts';
import type { MaskHistory } from '#core/mask/history.ts';
import { createMask } from '#core/mask/mask.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import { createGhostPainter, type Ghost } from './ghost.ts';
import { openMaskStage, type StagePicture } from './maskStage.ts';
import { type LabelLook, mixInk, type OverlayMode } from './overlay.ts';
import { listenToPointers } from './pointer.ts';
import { drawRing, isBrush } from './ring.ts';
import { createBrushTool } from './tools/brushTool.ts';
import { createBucketTool, createWandTool, type WandSource } from './tools/clickTools.ts';
import { createLassoTool } from './tools/lassoTool.ts';
import { createPolygonTool } from './tools/polygonTool.ts';
import type { Brushwork, Easel, Tool, ToolName } from './tools/tool.ts';
import { type Point, panBy, toPicture, type View, zoomAt } from './view.ts';

/** What the canvas tells. */
export interface EaselEvents {
  /** A stroke was drawn and kept in the history. */
  onStroke(stroke: Stroke): void;
  /** The label under the pointer was asked for. */
  onPick(label: number): void;
  /** Whole pixel under the pointer; null outside of the picture. */
  onHover(at: Point | null): void;
  onView(view: View): void;
  onSize(sizePx: number): void;
  /** A stroke was begun where none may be: another person draws this, or the label is locked. */
  onRefused(reason: 'watching' | 'locked'): void;
}

export interface Look {
  readonly labels: ReadonlyMap<number, LabelLook>;
  readonly mode: OverlayMode;
  readonly opacity: number;
}

/** A mask on a picture that a person draws on: pointer, tools and canvases together, without any framework. */
export interface OpenEasel {
  /** Null while a picture is being opened. */
  open(history: MaskHistory | null, isWatching: boolean): void;
  showPicture(picture: StagePicture | null): void;
  setWork(work: Brushwork, tool: ToolName): void;
  setLook(look: Look): void;
  /** Hides the mask while it is true. */
  peek(isPeeking: boolean): void;
  /** Space is held: the pointer moves the picture. */
  grab(isGrabbing: boolean): void;
  /** Labels over the mask that are not in it: a proposal, or what a clean-up would change. */
  showGhost(ghost: Ghost | null): void;
  /** Takes back what is under way, else the last stroke. Whether a stroke that was kept was taken back. */
  undo(): boolean;
  redo(): boolean;
  /** A stroke that was not drawn with the pointer. */
  apply(stroke: Stroke): void;
  key(key: 'Enter' | 'Escape' | 'Backspace'): boolean;
  fit(): void;
  zoomBy(factor: number): void;
  close(): void;
}

const NOTHING_OPEN = createMask(1, 1);
const CLICK_ZOOM = 2;
const WHEEL_ZOOM = 1.25;

export function openEasel(host: HTMLElement, wand: WandSource, events: EaselEvents): OpenEasel {
  const stage = openMaskStage(host, () => getComputedStyle(host).getPropertyValue('--pixel-grid'));
  const tools: Readonly<Record<Exclude<ToolName, 'refine' | 'pan' | 'zoom'>, Tool>> = {
    brush: createBrushTool('brush'),
    eraser: createBrushTool('eraser'),
    contour: createBrushTool('contour'),
    polygon: createPolygonTool(),
    lasso: createLassoTool(),
    bucket: createBucketTool(),
    wand: createWandTool(wand),
  };
  let history: MaskHistory | null = null;
  let picture: StagePicture | null = null;
  let isWatching = false;
  let work: Brushwork | null = null;
  let toolName: ToolName = 'brush';
  let look: Look = { labels: new Map(), mode: 'fill', opacity: 1 };
  let isPeeking = false;
  let isGrabbing = false;
  let ghost: Ghost | null = null;
  let preview: Ghost | null = null;
  const paintGhost = createGhostPainter();
  let hovered: Point | null = null;

  const current = (): Tool | null => (toolName in tools ? tools[toolName as keyof typeof tools] : null);
  const paper: Easel = {
    get mask() {
      return history?.mask ?? NOTHING_OPEN;
    },
    get scale() {
      return stage.view().scale;
    },
    drawPiece(piece) {
      if (history !== null) stage.touchMask(applyStroke(history.mask, piece));
    },
    keep(stroke, isDrawn) {
      if (history === null) return;
      const dirty = history.push(stroke, isDrawn);
      if (!isDrawn) stage.touchMask(dirty);
      events.onStroke(stroke);
    },
    takeBack() {
      if (history !== null) stage.touchMask(history.restore());
    },
    touch: () => stage.touchTool(),
    preview(next) {
      preview = next;
      stage.touchTool();
    },
  };

  const drawTool = (context: CanvasRenderingContext2D, view: View) => {
    const shown = preview ?? ghost;
    if (shown !== null) paintGhost(context, shown, view, stage.size());
    current()?.draw?.(context, view);
    if (hovered !== null && work !== null && !isMovingPicture()) drawRing(context, view, hovered, toolName, work);
  };
  const isMovingPicture = () => isGrabbing || toolName === 'pan';
  const inkAnew = () => stage.setInk(mixInk(look.labels, isPeeking ? 'picture' : look.mode, look.opacity));
  const dropUnderWay = () => {
    const tool = current();
    if (tool?.isUnderWay()) tool.cancel(paper);
  };
  const pixelAt = (at: Point): Point | null => {
    const pixel = { x: Math.round(at.x), y: Math.round(at.y) };
    const { widthPx, heightPx } = paper.mask;
    const isInside = pixel.x >= 0 && pixel.y >= 0 && pixel.x < widthPx && pixel.y < heightPx;
    return history !== null && isInside ? pixel : null;
  };
  const changeView = (change: (view: View, picture: StagePicture) => View) => {
    if (picture !== null) stage.setView(change(stage.view(), picture));
  };
  const centre = () => ({ x: stage.size().widthPx / 2, y: stage.size().heightPx / 2 });

  stage.setTool(drawTool);
  stage.onViewChange(events.onView);

  const unlisten = listenToPointers(host, {
    down(at, event) {
      if (history === null || work === null) return;
      const pixel = pixelAt(at);
      if (event.altKey && toolName !== 'zoom') {
        if (pixel !== null) events.onPick(paper.mask.data[pixel.y * paper.mask.widthPx + pixel.x] as number);
        return;
      }
      if (toolName === 'zoom') {
        const isOut = event.altKey || event.button === 2;
        const box = host.getBoundingClientRect();
        const where = { x: event.clientX - box.left, y: event.clientY - box.top };
        changeView((view, shown) => zoomAt(view, where, isOut ? 1 / CLICK_ZOOM : CLICK_ZOOM, shown, stage.size()));
        return;
      }
      const isErasing = event.button === 2 || event.buttons === 32;
      if (isWatching) events.onRefused('watching');
      else if (!isErasing && toolName !== 'eraser' && work.locked.includes(work.label)) events.onRefused('locked');
      else current()?.down(paper, work, at, { shift: event.shiftKey, isErasing });
    },
    move(points) {
      current()?.move(paper, points);
    },
    up() {
      current()?.up(paper);
    },
    cancel: dropUnderWay,
    hover(at) {
      hovered = at;
      stage.touchTool();
      events.onHover(at === null ? null : pixelAt(at));
    },
    pan: (dx, dy) => changeView((view, shown) => panBy(view, dx, dy, shown, stage.size())),
    zoom: (at, factor) => changeView((view, shown) => zoomAt(view, at, factor, shown, stage.size())),
    wheel(at, steps) {
      if (work !== null && isBrush(toolName)) events.onSize(nextSize(work.sizePx, steps));
      else changeView((view, shown) => zoomAt(view, at, WHEEL_ZOOM ** steps, shown, stage.size()));
    },
    isPanning: isMovingPicture,
    toPicture: (at) => toPicture(stage.view(), at),
  });

  return {
    open(next, watching) {
      dropUnderWay();
      history = next;
      isWatching = watching;
      stage.showMask(next?.mask ?? null);
    },
    showPicture(next) {
      picture = next;
      stage.showPicture(next);
    },
    setWork(next, name) {
      if (name !== toolName) dropUnderWay();
      work = next;
      toolName = name;
      host.dataset.tool = name;
      stage.touchTool();
    },
    setLook(next) {
      look = next;
      inkAnew();
    },
    peek(next) {
      isPeeking = next;
      inkAnew();
    },
    grab(next) {
      isGrabbing = next;
      host.dataset.grabbing = String(next);
      stage.touchTool();
    },
    showGhost(next) {
      ghost = next;
      stage.touchTool();
    },
    undo() {
      const tool = current();
      if (tool?.isUnderWay()) {
        if (!tool.key?.(paper, 'Escape')) tool.cancel(paper);
        return false;
      }
      return takeStep(history?.undo());
    },
    redo: () => takeStep(history?.redo()),
    apply(stroke) {
      if (isWatching) events.onRefused('watching');
      else paper.keep(stroke, false);
    },
    key: (key) => current()?.key?.(paper, key) ?? false,
    fit: () => stage.fit(),
    zoomBy: (factor) => changeView((view, shown) => zoomAt(view, centre(), factor, shown, stage.size())),
    close() {
      unlisten();
      stage.close();
    },
  };

  function takeStep(dirty: ReturnType<MaskHistory['undo']> | undefined): boolean {
    if (dirty == null) return false;
    stage.touchMask(dirty);
    return true;
  }
}

export const LARGEST_BRUSH_PX = 512;

/** Sizes grow by a tenth, and by at least a pixel. */
export function nextSize(sizePx: number, steps: number): number {
  const by = Math.max(1, Math.round(sizePx / 10));
  return Math.min(LARGEST_BRUSH_PX, Math.max(1, sizePx + steps * by));
}
