import { describe, expect, it } from 'vitest';
import {
  edgePath,
  type LayoutNode,
  layOut,
  lineOf,
  neighbourOf,
  visibleEdges,
} from '#renderer/views/overview/layout.ts';

const nodes: readonly LayoutNode[] = [
  { id: 'pair', stage: 'pair', inputs: [], hasPictures: false },
  { id: 'samples', stage: 'samples', inputs: ['pair'], hasPictures: true },
  { id: 'ridge', stage: 'linker', inputs: ['samples'], hasPictures: true },
  { id: 'plain', stage: 'linker', inputs: ['samples'], hasPictures: true },
  { id: 'sweep', stage: 'sweep', inputs: ['plain', 'samples'], hasPictures: true },
  { id: 'report', stage: 'report', inputs: ['sweep'], hasPictures: false },
];

describe('the graph of artifacts', () => {
  const layout = layOut(nodes);
  const place = (id: string) => layout.places.get(id) ?? { x: Number.NaN, y: Number.NaN, heightPx: Number.NaN };

  it('lets no two cards overlap', () => {
    const all = [...layout.places.values()];
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) {
        const apart = a.x !== b.x || a.y + a.heightPx < b.y || b.y + b.heightPx < a.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('puts a card as high as what it was made from', () => {
    expect(place('sweep').y).toBe(place('plain').y);
    expect(place('report').x).toBe(place('sweep').x);
    expect(place('report').y).toBeGreaterThan(place('sweep').y + place('sweep').heightPx);
  });

  it('puts counterfactuals below the linker, since the last column has enough', () => {
    const { places } = layOut([
      ...nodes,
      { id: 'crossed', stage: 'counterfactual', inputs: ['plain', 'samples'], hasPictures: true },
    ]);
    expect(places.get('crossed')?.x).toBe(places.get('plain')?.x);
    expect(places.get('crossed')?.y).toBeGreaterThan(places.get('plain')?.y ?? Number.NaN);
  });

  it('leaves out edges that a longer path says', () => {
    expect(visibleEdges(nodes)).toEqual([
      ['pair', 'samples'],
      ['samples', 'ridge'],
      ['samples', 'plain'],
      ['plain', 'sweep'],
      ['sweep', 'report'],
    ]);
  });

  it('lights everything above and below, and nothing beside', () => {
    expect([...lineOf('plain', layout.edges)].toSorted()).toEqual(['pair', 'plain', 'report', 'samples', 'sweep']);
  });

  it.each([
    ['samples', 'ArrowLeft', 'pair'],
    ['samples', 'ArrowRight', 'ridge'],
    ['ridge', 'ArrowDown', 'plain'],
    ['ridge', 'ArrowUp', null],
    ['sweep', 'ArrowRight', null],
    ['sweep', 'ArrowDown', 'report'],
    ['report', 'ArrowLeft', null],
  ] as const)('from %s, %s leads to %s', (from, direction, to) => {
    expect(neighbourOf(from, direction, layout)).toBe(to);
  });

  it('draws an edge within a column straight down', () => {
    expect(edgePath(layout, 'sweep', 'report')).toMatch(/^M\d+ \d+V\d+$/);
  });

  it('is empty for an empty project', () => {
    expect(layOut([])).toMatchObject({ edges: [], places: new Map() });
  });
});
