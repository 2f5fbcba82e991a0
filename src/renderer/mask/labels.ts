import type { LabelSet, Pattern } from '#core/labelSet.ts';
import type { LabelLook } from './overlay.ts';

/** A label as the canvas shows it. */
export interface ShownLabel {
  /** Number in masks and strokes; 0 is the background. */
  readonly value: number;
  readonly name: string;
  readonly colour: string;
  readonly pattern: Pattern;
  /** Steps below the top of the hierarchy. */
  readonly depth: number;
}

/** In the order of the set. The background has a look of its own, which is none. */
export function shownLabels({ labels }: LabelSet): readonly ShownLabel[] {
  const depthOf = (parent: string | null, seen: readonly string[] = []): number => {
    const above = labels.find(({ id }) => id === parent);
    return above === undefined || seen.includes(above.id) ? 0 : 1 + depthOf(above.parent, [...seen, above.id]);
  };
  return labels.map(({ value, name, colour, pattern, parent }) => ({
    value,
    name,
    colour,
    pattern,
    depth: depthOf(parent),
  }));
}

export function looksOf(labels: readonly ShownLabel[], hidden: readonly number[]): ReadonlyMap<number, LabelLook> {
  return new Map(
    labels.map(({ value, colour, pattern }) => [value, { colour, pattern, isHidden: hidden.includes(value) }]),
  );
}
