import { PIPELINE, STAGE_NAMES, type StageName } from '#core/pipeline.ts';

/** Where the cards of the graph lie: left to right in pipeline order, the last stages below each other so that a window holds them. */
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
const ROW_GAP_PX = 12;
const MARGIN_PX = 24;
const TOP_PX = 20;
const PLAIN_HEIGHT_PX = 52;
const PICTURES_HEIGHT_PX = 105;

/** So many stand side by side in a window of the usual width. */
const COLUMNS = 4;

/** Stages that stand below what they are made from: nothing of their own follows, and the last column has enough. */
const BELOW: ReadonlySet<StageName> = new Set(['counterfactual']);

/** One more than the farthest of the stages it is made from, as long as there are columns. */
const COLUMN_OF = new Map<StageName, number>();
for (const { name, from } of PIPELINE) {
  const farthest = Math.max(-1, ...from.map((input: StageName) => COLUMN_OF.get(input) ?? 0));
  COLUMN_OF.set(name, BELOW.has(name) ? farthest : Math.min(farthest + 1, COLUMNS - 1));
}

/** Each card as high as its latest input, or below what already stands in its column. */
export function layOut(nodes: readonly LayoutNode[]): GraphLayout {
  const bottoms = new Map<number, number>();
  const places = new Map<string, Place>();
  for (const stage of STAGE_NAMES) {
    const column = COLUMN_OF.get(stage) ?? 0;
    const ofStage = nodes.filter((node) => node.stage === stage);
    for (const node of ofStage.toSorted((a, b) => wantedY(a, places) - wantedY(b, places))) {
      const heightPx = node.hasPictures ? PICTURES_HEIGHT_PX : PLAIN_HEIGHT_PX;
      const y = Math.max(bottoms.get(column) ?? TOP_PX, wantedY(node, places));
      places.set(node.id, { x: MARGIN_PX + column * COLUMN_PX, y, heightPx });
      bottoms.set(column, y + heightPx + ROW_GAP_PX);
    }
  }
  const widest = Math.max(0, ...bottoms.keys());
  return {
    places,
    edges: visibleEdges(nodes),
    widthPx: 2 * MARGIN_PX + widest * COLUMN_PX + CARD_WIDTH_PX,
    heightPx: Math.max(0, ...bottoms.values()) + TOP_PX,
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

const ANCHOR_PX = 28;
const BEND_PX = 14;

/** The line of an edge: level out of one side and into the other; within a column straight down, or around what lies between. */
export function edgePath({ places }: GraphLayout, from: string, to: string): string {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return '';
  const [right, middle] = [a.x + CARD_WIDTH_PX, a.x + CARD_WIDTH_PX / 2];
  const bottom = a.y + a.heightPx;
  if (a.x !== b.x) {
    const bend = b.x - (COLUMN_PX - CARD_WIDTH_PX) / 2;
    const [y1, y2] = [a.y + ANCHOR_PX, b.y + ANCHOR_PX];
    return `M${right} ${y1}H${bend - BEND_PX}C${bend} ${y1} ${bend} ${y2} ${b.x} ${y2}`;
  }
  if (b.y - bottom <= ROW_GAP_PX) return `M${middle} ${bottom}V${b.y}`;
  return `M${right} ${a.y + ANCHOR_PX}h${BEND_PX}V${b.y + ANCHOR_PX}h${-BEND_PX}`;
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where an arrow key leads: left and right along edges to another column, up and down within one. Null at an end. */
export function neighbourOf(id: string, direction: Direction, layout: GraphLayout): string | null {
  const { places, edges } = layout;
  const here = places.get(id);
  if (here === undefined) return null;
  const isBeside = (other: string) => places.get(other)?.x !== here.x;
  if (direction === 'ArrowLeft') return edges.find(([from, to]) => to === id && isBeside(from))?.[0] ?? null;
  if (direction === 'ArrowRight') return edges.find(([from, to]) => from === id && isBeside(to))?.[1] ?? null;
  const column = [...places].filter(([, place]) => place.x === here.x).sort(([, a], [, b]) => a.y - b.y);
  const at = column.findIndex(([other]) => other === id);
  return column[at + (direction === 'ArrowDown' ? 1 : -1)]?.[0] ?? null;
}
