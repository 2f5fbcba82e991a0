import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useCommands } from '#renderer/commands.ts';
import { t } from '#renderer/text.ts';

const LEAST = 0.4;
const MOST = 2;
const STEP = 1.2;

/** Zoom by Ctrl and wheel (a pinch sends the same) and by keys; dragging the background pans. */
export function useZoom(): { readonly zoom: number; readonly holder: RefObject<HTMLDivElement | null> } {
  const holder = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const zoomBy = useCallback((factor: number) => setZoom((old) => Math.min(MOST, Math.max(LEAST, old * factor))), []);
  const group = t('shell.groupHere');
  useCommands([
    { id: 'overview.zoomIn', label: t('overview.zoomIn'), group, keys: ['+'], run: () => zoomBy(STEP) },
    { id: 'overview.zoomOut', label: t('overview.zoomOut'), group, keys: ['-'], run: () => zoomBy(1 / STEP) },
    { id: 'overview.zoomReset', label: t('overview.zoomReset'), group, keys: ['0'], run: () => setZoom(1) },
  ]);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    // Not passive: the page itself must not zoom.
    element.addEventListener('wheel', (event) => onWheel(event, zoomBy), { passive: false, signal });
    element.addEventListener('pointerdown', (event) => startPan(event, element), { signal });
    return () => stop.abort();
  }, [zoomBy]);
  return { zoom, holder };
}

function onWheel(event: WheelEvent, zoomBy: (factor: number) => void): void {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY / 300));
}

function startPan(event: PointerEvent, element: HTMLElement): void {
  if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button') !== null)) return;
  element.setPointerCapture(event.pointerId);
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointermove', (move) => element.scrollBy(-move.movementX, -move.movementY), { signal });
  element.addEventListener('pointerup', () => stop.abort(), { signal });
  element.addEventListener('pointercancel', () => stop.abort(), { signal });
}
