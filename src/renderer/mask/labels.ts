import type { LabelSet, Pattern } from '#core/labelSet.ts';
import type { LabelLook } from './overlay.ts';

/** A label as the canvas shows it. */
export interface ShownLabel {
  /** Number in masks and strokes; 0 is the background. */
  readonly value: number;
  /** Numbers of labels that were merged into it: still in masks, and counted as its own. */
  readonly merged: readonly number[];
  readonly name: string;
  readonly colour: string;
  readonly pattern: Pattern;
  /** Steps below the top of the hierarchy. */
  readonly depth: number;
}

/** In the order of the set. The background has a look of its own, which is none. */
export function shownLabels({ labels, merged }: LabelSet): readonly ShownLabel[] {
  const depthOf = (parent: string | null, seen: readonly string[] = []): number => {
    const above = labels.find(({ id }) => id === parent);
    return above === undefined || seen.includes(above.id) ? 0 : 1 + depthOf(above.parent, [...seen, above.id]);
  };
  return labels.map(({ value, name, colour, pattern, parent }) => ({
    value,
    merged: merged.filter(({ into }) => into === value).map(({ from }) => from),
    name,
    colour,
    pattern,
    depth: depthOf(parent),
  }));
}

/** Pixels of a label, with those of labels that were merged into it. */
export function pixelsOfLabel({ value, merged }: ShownLabel, counts: Uint32Array): number {
  return [value, ...merged].reduce((sum, number) => sum + (counts[number] ?? 0), 0);
}

/** The label that a number in a mask counts as. */
export function labelOf(labels: readonly ShownLabel[], number: number): number {
  return labels.find(({ value, merged }) => value === number || merged.includes(number))?.value ?? 0;
}

export function looksOf(labels: readonly ShownLabel[], hidden: readonly number[]): ReadonlyMap<number, LabelLook> {
  return new Map(
    labels
      .filter(({ value }) => value !== 0)
      .flatMap(({ value, merged, colour, pattern }) =>
        [value, ...merged].map((number) => [number, { colour, pattern, isHidden: hidden.includes(value) }] as const),
      ),
  );
}
