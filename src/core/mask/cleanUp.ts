import { type Component, componentsOf } from './components.ts';
import type { Mask } from './mask.ts';

/** A hole or a speck, and the label that it would get. */
export interface Blemish {
  readonly component: Component;
  readonly becomes: number;
}

export interface BlemishQuery {
  /** The label that is cleaned up; null means every label but the background. */
  readonly label: number | null;
  readonly maxAreaPx: number;
}

/**
 * Pieces of background up to a size that are enclosed by labels (or by labels and the picture's border). They become the label
 * they share the longest border with. When one label is asked for, only holes that no other label borders on.
 */
export function findHoles(mask: Mask, { label, maxAreaPx }: BlemishQuery): Blemish[] {
  return componentsOf(mask).flatMap((component) => {
    if (component.label !== 0 || component.areaPx > maxAreaPx || component.areaPx === mask.data.length) return [];
    const borders = borderOf(mask, component);
    const becomes = longest(borders);
    const isAsked = label === null || (borders.size === 1 && becomes === label);
    return isAsked ? [{ component, becomes }] : [];
  });
}

/** Pieces of a label up to a size. They become what they share the longest border with, a label or the background. */
export function findSpecks(mask: Mask, { label, maxAreaPx }: BlemishQuery): Blemish[] {
  return componentsOf(mask).flatMap((component) => {
    if (component.label === 0 || component.areaPx > maxAreaPx || component.areaPx === mask.data.length) return [];
    if (label !== null && component.label !== label) return [];
    return [{ component, becomes: longest(borderOf(mask, component)) }];
  });
}

/** Sides of pixels shared with each other label. */
function borderOf({ data, widthPx }: Mask, { label, pixels }: Component): Map<number, number> {
  const borders = new Map<number, number>();
  const count = (at: number) => {
    const value = data[at] as number;
    if (value !== label) borders.set(value, (borders.get(value) ?? 0) + 1);
  };
  for (const at of pixels) {
    const x = at % widthPx;
    if (x > 0) count(at - 1);
    if (x + 1 < widthPx) count(at + 1);
    if (at >= widthPx) count(at - widthPx);
    if (at + widthPx < data.length) count(at + widthPx);
  }
  return borders;
}

/** The smaller number where two borders are as long. */
function longest(borders: ReadonlyMap<number, number>): number {
  return [...borders].sort(([a, lengthA], [b, lengthB]) => lengthB - lengthA || a - b)[0]?.[0] ?? 0;
}
