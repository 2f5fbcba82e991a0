import type { AtlasAnswer } from '#core/atlasViews.ts';
import type { Order } from './atlasParams.ts';
import type { ShownAtlas } from './shownAtlas.ts';

/** What of an atlas is asked and shown first, and in which order. */

export function queryOf({ concepts }: ShownAtlas, at: number): string {
  const quote = (name: string) => (/\s/.test(name) ? `"${name}"` : name);
  const { part, metric } = concepts[at] ?? { part: '', metric: '' };
  return `${quote(part)} ${quote(metric)} changes`;
}

/** Until something is asked: the concept on which some unit has the largest effect of all. */
export function strongestQuery(view: ShownAtlas, concepts: readonly number[]): string {
  let [best, size] = [concepts[0] ?? 0, -1];
  for (const { row } of view.units) {
    for (const concept of concepts) {
      const cell = row * view.concepts.length + concept;
      const effect = Math.abs(view.value[cell] as number);
      if (effect > size && view.below[cell] === 0) [best, size] = [concept, effect];
    }
  }
  return queryOf(view, best);
}

export function leadingConcept({ concepts }: ShownAtlas, answer: AtlasAnswer | undefined): number | null {
  const effect = answer?.rows[0]?.effects[0];
  if (effect === undefined) return null;
  const at = concepts.findIndex(({ part, metric }) => part === effect.part && metric === effect.metric);
  return at === -1 ? null : at;
}

export function orderRows(view: ShownAtlas, order: Order, concept: number | null): readonly number[] {
  const all = view.units.map(({ row }) => row);
  if (order === 'likeness') return view.order;
  if (order === 'unit' || concept === null) return all.toSorted((a, b) => unitAt(view, a) - unitAt(view, b));
  const size = (row: number) => view.value[row * view.concepts.length + concept] || 0;
  return all.toSorted((a, b) => size(b) - size(a));
}

function unitAt({ units }: ShownAtlas, row: number): number {
  return units[row]?.unit ?? 0;
}

/** Effect that 98 % of the cells stay below: beyond it colours end. */
export function limitOf(view: ShownAtlas, concepts: readonly number[]): number {
  // Typed, because a list of 2048 units x 90 concepts is slow to sort by a comparison.
  const sizes = new Float32Array(view.units.length * concepts.length);
  view.units.forEach(({ row }, place) => {
    concepts.forEach((concept, at) => {
      sizes[place * concepts.length + at] = Math.abs(view.value[row * view.concepts.length + concept] || 0);
    });
  });
  sizes.sort();
  return Math.max(0.2, Math.ceil(10 * (sizes[Math.floor(sizes.length * 0.98)] ?? 1)) / 10);
}
