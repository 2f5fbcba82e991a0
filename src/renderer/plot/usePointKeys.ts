import type { Data } from 'plotly.js';
import { type KeyboardEvent, useState } from 'react';
import { nextPoint, type Points, pointsWithin } from './pointKeys.ts';

/** Arrow keys walk from point to point, Shift and arrows select what lies between, space selects one and Escape none. */
export function usePointKeys(
  holder: { readonly current: HTMLDivElement | null },
  trace: Data | undefined,
  onSelect: ((points: readonly number[]) => void) | undefined,
) {
  const [at, setAt] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const { x = [], y = [] } = (trace ?? {}) as Partial<Points>;
  const light = (place: number | null) => {
    const element = holder.current;
    if (element === null || !element.hasChildNodes()) return;
    void import('./bundle.ts').then(({ Plotly }) =>
      place === null
        ? Plotly.Fx.unhover(element, {})
        : Plotly.Fx.hover(element, [{ curveNumber: 0, pointNumber: place }]),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (onSelect === undefined) return;
    if (event.key === 'Escape') return onSelect([]);
    if (event.key === ' ' && at !== null) {
      event.preventDefault();
      return onSelect([at]);
    }
    const next = nextPoint(event.key, at, { x, y });
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    light(next);
    if (!event.shiftKey) return setAnchor(null);
    const from = anchor ?? at ?? next;
    setAnchor(from);
    onSelect(pointsWithin(from, next, { x, y }));
  };
  return { at, handlers: { onKeyDown, onBlur: () => light(null) } };
}
