import type { Concept } from '#core/atlas/atlasTable.ts';
import { quoteName } from '#core/atlas/query.ts';
import type { AtlasAnswer } from '#core/views/atlas.ts';
import type { Order } from './atlasParams.ts';
import type { ShownAtlas } from './shownAtlas.ts';

/** What of an atlas is asked and shown first, and in which order. */

export function queryOf({ concepts }: Pick<ShownAtlas, 'concepts'>, at: number): string {
  return changesQuery(concepts[at] ?? { part: '', metric: '' });
}

/** Asks which units move a concept, whichever way. */
export function changesQuery({ part, metric }: Concept): string {
  return `${quoteName(part)} ${quoteName(metric)} changes`;
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

/** Colours end at 100 standard deviations at the latest. */
const MOST_TENTHS = 1000;

/** Effect that 98 % of the cells stay below, rounded up to a tenth: beyond it colours end. */
export function limitOf(view: ShownAtlas, concepts: readonly number[]): number {
  // Counted in tenths: sorting the cells of 2048 units x 90 concepts would hold up the first frame.
  const counts = new Uint32Array(MOST_TENTHS + 1);
  for (const { row } of view.units) {
    for (const concept of concepts) {
      const size = Math.abs(view.value[row * view.concepts.length + concept] || 0);
      const tenths = Math.min(MOST_TENTHS, Math.ceil(10 * size));
      counts[tenths] = (counts[tenths] as number) + 1;
    }
  }
  let left = 0.98 * view.units.length * concepts.length;
  const tenths = counts.findIndex((count) => {
    left -= count;
    return left < 0;
  });
  return Math.max(0.2, tenths / 10);
}
