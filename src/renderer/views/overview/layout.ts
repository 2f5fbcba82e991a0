import { STAGE_NAMES, type StageName } from '#core/pipeline.ts';

/** Where the cards of the graph lie: a column a stage, in pipeline order, later inputs to the right of what they were made from. */
export interface LayoutNode {
  readonly id: string;
  readonly stage: StageName;
  readonly inputs: readonly string[];
  readonly hasPictures: boolean;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly heightPx: number;
}

export interface GraphLayout {
  readonly places: ReadonlyMap<string, Place>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly widthPx: number;
  readonly heightPx: number;
}

export const CARD_WIDTH_PX = 184;
const COLUMN_PX = 220;
const ROW_GAP_PX = 24;
const MARGIN_PX = 24;
const TOP_PX = 20;
const PLAIN_HEIGHT_PX = 56;
const PICTURES_HEIGHT_PX = 105;

/** Each card as high as its first input lets it, or below what already stands in its column. */
export function layOut(nodes: readonly LayoutNode[]): GraphLayout {
  const stages = STAGE_NAMES.filter((name) => nodes.some(({ stage }) => stage === name));
  const places = new Map<string, Place>();
  stages.forEach((stage, column) => {
    let free = TOP_PX;
    const ofStage = nodes.filter((node) => node.stage === stage);
    for (const node of ofStage.toSorted((a, b) => wantedY(a, places) - wantedY(b, places))) {
      const heightPx = node.hasPictures ? PICTURES_HEIGHT_PX : PLAIN_HEIGHT_PX;
      const y = Math.max(free, wantedY(node, places));
      places.set(node.id, { x: MARGIN_PX + column * COLUMN_PX, y, heightPx });
      free = y + heightPx + ROW_GAP_PX;
    }
  });
  const bottoms = [...places.values()].map(({ y, heightPx }) => y + heightPx);
  return {
    places,
    edges: visibleEdges(nodes),
    widthPx: 2 * MARGIN_PX + Math.max(0, stages.length - 1) * COLUMN_PX + CARD_WIDTH_PX,
    heightPx: Math.max(0, ...bottoms) + TOP_PX,
  };
}

function wantedY(node: LayoutNode, places: ReadonlyMap<string, Place>): number {
  const inputs = node.inputs.map((id) => places.get(id)).filter((place) => place !== undefined);
  const last = inputs.reduce<Place | null>((best, place) => (best === null || place.x > best.x ? place : best), null);
  return last?.y ?? TOP_PX;
}

/** Edges, without those that a longer path says already: a sweep's samples are its linker's samples. */
export function visibleEdges(nodes: readonly LayoutNode[]): (readonly [string, string])[] {
  const inputs = new Map(
    nodes.map((node) => [node.id, node.inputs.filter((id) => nodes.some((other) => other.id === id))]),
  );
  const above = (id: string): ReadonlySet<string> => {
    const direct = inputs.get(id) ?? [];
    return new Set(direct.flatMap((input) => [input, ...above(input)]));
  };
  return nodes.flatMap(({ id }) => {
    const direct = inputs.get(id) ?? [];
    const indirect = new Set(direct.flatMap((input) => [...above(input)]));
    return direct.filter((input) => !indirect.has(input)).map((input) => [input, id] as const);
  });
}

/** Everything a card was made from and everything made from it, with itself. */
export function lineOf(id: string, edges: GraphLayout['edges']): ReadonlySet<string> {
  const up = reach(id, (at) => edges.filter(([, to]) => to === at).map(([from]) => from));
  const down = reach(id, (at) => edges.filter(([from]) => from === at).map(([, to]) => to));
  return new Set([...up, ...down]);
}

function reach(start: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (!seen.has(id)) waiting.push(...next(id));
    seen.add(id);
  }
  return seen;
}

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where an arrow key leads: left and right along edges, up and down within a column. Null at an end. */
export function neighbourOf(id: string, direction: Direction, layout: GraphLayout): string | null {
  const { places, edges } = layout;
  if (direction === 'ArrowLeft') return edges.find(([, to]) => to === id)?.[0] ?? null;
  if (direction === 'ArrowRight') return edges.find(([from]) => from === id)?.[1] ?? null;
  const here = places.get(id);
  if (here === undefined) return null;
  const column = [...places].filter(([, place]) => place.x === here.x).sort(([, a], [, b]) => a.y - b.y);
  const at = column.findIndex(([other]) => other === id);
  return column[at + (direction === 'ArrowDown' ? 1 : -1)]?.[0] ?? null;
}
