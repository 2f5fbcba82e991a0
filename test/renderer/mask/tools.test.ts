import { describe, expect, it } from 'vitest';
import { applyStroke, replayStrokes } from '#core/mask/applyStroke.ts';
import { createHistory, type MaskHistory } from '#core/mask/history.ts';
import { checkStroke, type Stroke, strokeSchema } from '#core/mask/stroke.ts';
import { createBrushTool } from '#renderer/mask/tools/brushTool.ts';
import { createBucketTool, createWandTool } from '#renderer/mask/tools/clickTools.ts';
import { createLassoTool } from '#renderer/mask/tools/lassoTool.ts';
import { createPolygonTool } from '#renderer/mask/tools/polygonTool.ts';
import type { Brushwork, Easel, PenPoint, Tool } from '#renderer/mask/tools/tool.ts';

const SIDE = 40;
const work: Brushwork = { label: 3, colour: '#a36ce2', shape: 'round', sizePx: 5, onlyBackground: false, locked: [] };
const draws = { shift: false, isErasing: false };
const at = (x: number, y: number, pressure: number | null = null): PenPoint => ({ x, y, pressure });

/** A picture that keeps what tools give it, as the canvas does. */
function easelOf(): Easel & { readonly history: MaskHistory; readonly strokes: Stroke[] } {
  const history = createHistory({ widthPx: SIDE, heightPx: SIDE, done: [], undone: [] });
  const strokes: Stroke[] = [];
  return {
    history,
    strokes,
    mask: history.mask,
    scale: 8,
    drawPiece: (piece) => void applyStroke(history.mask, piece),
    keep(stroke, isDrawn) {
      strokes.push(stroke);
      history.push(stroke, isDrawn);
    },
    takeBack: () => void history.restore(),
    touch: () => {},
    preview: () => {},
  };
}

function drag(easel: Easel, tool: Tool, points: readonly PenPoint[], held = draws, with_: Brushwork = work): void {
  tool.down(easel, with_, points[0] as PenPoint, held);
  tool.move(easel, points.slice(1));
  tool.up(easel);
}

/** What was drawn live is what the stored strokes give, and every stroke is one that the backend takes. */
function expectStored({ history, strokes }: ReturnType<typeof easelOf>): void {
  for (const stroke of strokes) checkStroke(strokeSchema.parse(JSON.parse(JSON.stringify(stroke))), history.mask);
  expect(replayStrokes(SIDE, SIDE, strokes).data).toEqual(history.mask.data);
}

const count = ({ mask }: Easel, label: number) => mask.data.filter((value) => value === label).length;

describe('brush', () => {
  it('a click of a one-pixel brush is the pixel under the pointer', () => {
    const easel = easelOf();
    drag(easel, createBrushTool('brush'), [at(7.4, 3.6)], draws, { ...work, sizePx: 1 });
    expect([...easel.mask.data].flatMap((label, index) => (label === 0 ? [] : [index]))).toEqual([4 * SIDE + 7]);
    expectStored(easel);
  });

  it('is on the mask while it is drawn, and gone when a second finger takes it back', () => {
    const easel = easelOf();
    const brush = createBrushTool('brush');
    brush.down(easel, work, at(5, 5), draws);
    brush.move(easel, [at(20, 20)]);
    expect(count(easel, 3)).toBeGreaterThan(50);
    brush.cancel(easel);
    expect(count(easel, 3)).toBe(0);
    expect(easel.strokes).toEqual([]);
  });

  it('a pen draws as thick as it is pressed', () => {
    const [light, firm] = [easelOf(), easelOf()];
    const thick = { ...work, sizePx: 12 };
    drag(light, createBrushTool('brush'), [at(8, 20, 0.2), at(32, 20, 0.2)], draws, thick);
    drag(firm, createBrushTool('brush'), [at(8, 20, 1), at(32, 20, 1)], draws, thick);
    expect(count(light, 3)).toBeLessThan(count(firm, 3) / 2);
    for (const easel of [light, firm]) {
      expect(easel.strokes[0]).toHaveProperty('sizes');
      expectStored(easel);
    }
  });

  it('Shift draws straight from where the last stroke ended; the right button erases', () => {
    const easel = easelOf();
    const brush = createBrushTool('brush');
    drag(easel, brush, [at(5, 20)]);
    drag(easel, brush, [at(35, 20)], { shift: true, isErasing: false });
    for (let x = 5; x <= 35; x++) expect(easel.mask.data[20 * SIDE + x]).toBe(3);
    drag(easel, brush, [at(0, 20), at(39, 20)], { shift: false, isErasing: true }, { ...work, onlyBackground: true });
    expect(count(easel, 3)).toBe(0);
    expectStored(easel);
  });

  it('an outline closes and fills itself when it ends', () => {
    const easel = easelOf();
    drag(easel, createBrushTool('contour'), [at(10, 10), at(30, 10), at(30, 30), at(10, 30)], draws, {
      ...work,
      sizePx: 1,
    });
    expect(count(easel, 3)).toBe(21 * 21);
    expectStored(easel);
  });
});

describe('polygon', () => {
  const square = [at(10, 10), at(30, 10), at(30, 30), at(10, 30)];
  const clicks = (easel: Easel, tool: Tool, points: readonly PenPoint[]) => {
    for (const point of points) drag(easel, tool, [point]);
  };

  it('is kept with Enter, by a click on its first corner, or by a double click at its end', () => {
    const [byKey, byClick, byTwo] = [easelOf(), easelOf(), easelOf()];
    const tool = createPolygonTool();
    clicks(byKey, tool, square);
    expect(byKey.strokes).toEqual([]);
    tool.key?.(byKey, 'Enter');
    clicks(byClick, createPolygonTool(), [...square, at(10.3, 9.8)]);
    clicks(byTwo, createPolygonTool(), [...square, at(10, 30)]);
    expect(byKey.mask.data).toEqual(byClick.mask.data);
    expect(byKey.mask.data).toEqual(byTwo.mask.data);
    expect(count(byKey, 3)).toBe(20 * 20);
    expectStored(byKey);
  });

  it('corners can be dragged before it is closed, and Escape drops the last', () => {
    const easel = easelOf();
    const tool = createPolygonTool();
    clicks(easel, tool, [...square, at(5, 35)]);
    tool.key?.(easel, 'Escape');
    drag(easel, tool, [at(30, 30), at(35, 35)]);
    tool.key?.(easel, 'Enter');
    expect(easel.strokes[0]).toMatchObject({ tool: 'polygon', points: [80, 80, 240, 80, 280, 280, 80, 240] });
  });

  it('with two corners is nothing yet', () => {
    const easel = easelOf();
    const tool = createPolygonTool();
    clicks(easel, tool, square.slice(0, 2));
    tool.key?.(easel, 'Enter');
    expect(easel.strokes).toEqual([]);
    expect(tool.isUnderWay()).toBe(true);
  });
});

it('lasso and bucket: draw around, then fill what is left beside it', () => {
  const easel = easelOf();
  drag(easel, createLassoTool(), [at(10, -3), at(20, -3), at(20, 43), at(10, 43)]);
  drag(easel, createBucketTool(), [at(2, 2)], draws, { ...work, label: 1 });
  expect([count(easel, 1), count(easel, 3), count(easel, 0)]).toEqual([400, 400, 800]);
  expectStored(easel);
});

it('a wand that is dragged takes more, and is kept when its distances come after it was let go', async () => {
  const easel = easelOf();
  const distance = Float32Array.from({ length: SIDE * SIDE }, (_, index) => Math.abs((index % SIDE) - 20));
  let tolerance = 2;
  const answer = Promise.withResolvers<void>();
  const tool = createWandTool({
    options: () => ({ by: 'colour', tolerance, isContiguous: true }),
    distances: async () => {
      await answer.promise;
      return { widthPx: SIDE, heightPx: SIDE, distance };
    },
    chooseTolerance: (next) => {
      tolerance = next;
    },
  });
  drag(easel, tool, [at(20, 20), at(21.2, 20)]);
  expect(easel.strokes).toEqual([]);
  answer.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  expect(tolerance).toBe(5);
  expect(count(easel, 3)).toBe(11 * SIDE);
  expectStored(easel);
});
