import type { PenPoint } from './tools/tool.ts';
import type { Point } from './view.ts';

/** What pointers do to the canvas, told apart: one draws, the middle button or Space pans, two fingers pinch. */
export interface PointerActions {
  /** The eraser end of a pen and the right button erase. */
  down(at: PenPoint, event: PointerEvent): void;
  /** All places since the last call, also those between two frames. */
  move(points: readonly PenPoint[]): void;
  up(): void;
  /** A second finger came down, or the pointer was taken away. */
  cancel(): void;
  hover(at: Point | null): void;
  pan(dx: number, dy: number): void;
  /** @param at point of the window that stays where it is */
  zoom(at: Point, factor: number): void;
  /** The wheel alone, in its steps; a touchpad makes one of many small moves. */
  wheel(at: Point, steps: number): void;
  /** Whether the primary button moves the picture now. */
  isPanning(): boolean;
  toPicture(at: Point): Point;
}

const ERASER_BUTTON = 32;
const WHEEL_STEP_PX = 100;
/** Of a wheel with fine steps, and of a touchpad, how far makes one. */
const STEP_PX = 40;

/** Listens to an element until the returned function is called. */
export function listenToPointers(element: HTMLElement, actions: PointerActions): () => void {
  const fingers = new Map<number, Point>();
  let drawing: number | null = null;
  let panning: number | null = null;
  let turned = 0;
  let box = element.getBoundingClientRect();
  const at = (event: { clientX: number; clientY: number }): Point => ({
    x: event.clientX - box.left,
    y: event.clientY - box.top,
  });
  const pen = (event: PointerEvent): PenPoint => ({
    ...actions.toPicture(at(event)),
    pressure: event.pointerType === 'pen' ? event.pressure : null,
  });

  const down = (event: PointerEvent) => {
    box = element.getBoundingClientRect();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    event.preventDefault();
    if (event.pointerType === 'touch') fingers.set(event.pointerId, at(event));
    if (fingers.size === 2) {
      if (drawing !== null) actions.cancel();
      drawing = null;
      return;
    }
    if (fingers.size > 2) return;
    if (event.button === 1 || actions.isPanning()) {
      panning = event.pointerId;
      fingers.set(event.pointerId, at(event));
    } else if (event.button === 0 || event.button === 2 || event.buttons === ERASER_BUTTON) {
      drawing = event.pointerId;
      actions.hover(actions.toPicture(at(event)));
      actions.down(pen(event), event);
    }
  };

  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (before !== undefined) {
      const now = at(event);
      if (panning === event.pointerId) actions.pan(now.x - before.x, now.y - before.y);
      else if (fingers.size === 2) pinch(event.pointerId, before, now);
      fingers.set(event.pointerId, now);
    }
    if (drawing === event.pointerId) {
      const events = event.getCoalescedEvents();
      actions.move((events.length > 0 ? events : [event]).map(pen));
    }
    if (event.pointerType !== 'touch' || drawing !== null) {
      if (drawing === null) box = element.getBoundingClientRect();
      const hovered = actions.toPicture(at(event));
      if (drawing === null) actions.move([{ ...hovered, pressure: null }]);
      actions.hover(hovered);
    }
  };

  const pinch = (moved: number, before: Point, now: Point) => {
    const other = [...fingers].find(([id]) => id !== moved)?.[1];
    if (other === undefined) return;
    const apart = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    actions.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (apart(before) > 0) actions.zoom(middle, apart(now) / apart(before));
  };

  const end = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (panning === event.pointerId) panning = null;
    if (drawing !== event.pointerId) return;
    drawing = null;
    if (event.type === 'pointerup') actions.up();
    else actions.cancel();
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    box = element.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) actions.zoom(at(event), 2 ** (-event.deltaY / (2 * WHEEL_STEP_PX)));
    else if (event.shiftKey || event.deltaX !== 0) actions.pan(-event.deltaX || -event.deltaY, 0);
    else {
      turned -= event.deltaY;
      const steps = Math.trunc(turned / STEP_PX);
      turned -= steps * STEP_PX;
      if (steps !== 0) actions.wheel(at(event), Math.sign(steps));
    }
  };

  /** The keys of drawing go to the canvas as soon as the pointer is there, unless somebody writes. */
  const enter = () => {
    if (!document.activeElement?.matches('input, textarea, [role=dialog] *')) element.focus({ preventScroll: true });
  };

  const leave = () => {
    if (drawing === null) actions.hover(null);
  };
  const prevent = (event: Event) => event.preventDefault();
  const listeners: readonly [string, (event: never) => void][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', end],
    ['pointercancel', end],
    ['pointerenter', enter],
    ['pointerleave', leave],
    ['wheel', wheel],
    ['contextmenu', prevent],
  ];
  for (const [name, listener] of listeners)
    element.addEventListener(name, listener as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of listeners) element.removeEventListener(name, listener as EventListener);
  };
}
