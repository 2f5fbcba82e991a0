import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStroke, replayStrokes } from '#core/mask/applyStroke.ts';
import { createHistory } from '#core/mask/history.ts';
import { createMask } from '#core/mask/mask.ts';
import { decodeRuns, encodeRuns, readRunsText, runsText } from '#core/mask/runs.ts';
import { checkStroke, type Stroke, strokeSchema } from '#core/mask/stroke.ts';
import { anyStroke } from './strokes.ts';

const WIDTH = 23;
const HEIGHT = 17;
const stroke = anyStroke(WIDTH, HEIGHT);
const strokes = fc.array(stroke, { minLength: 1, maxLength: 12 });
const start = { widthPx: WIDTH, heightPx: HEIGHT, undone: [] };

describe('500 series of strokes', () => {
  it('paint, then undo all, is the empty mask; redo all is the mask again', () => {
    fc.assert(
      fc.property(strokes, (all) => {
        const history = createHistory({ ...start, done: [] });
        for (const each of all) history.push(each);
        const drawn = history.mask.data.slice();
        while (history.undo() !== null);
        expect(history.mask.data).toEqual(createMask(WIDTH, HEIGHT).data);
        while (history.redo() !== null);
        expect(history.mask.data).toEqual(drawn);
      }),
      { numRuns: 500 },
    );
  });

  it('strokes that were stored as text and drawn again give the live mask, whatever was undone between', () => {
    const steps = fc.array(fc.oneof(stroke, fc.constantFrom('undo' as const, 'redo' as const)), { maxLength: 14 });
    fc.assert(
      fc.property(steps, (all) => {
        const history = createHistory({ ...start, done: [] });
        let done: string[] = [];
        let undone: string[] = [];
        for (const step of all) {
          if (step === 'undo') {
            history.undo();
            undone.push(...done.splice(-1));
          } else if (step === 'redo') {
            history.redo();
            done.push(...undone.splice(-1));
          } else {
            history.push(step);
            done = [...done, JSON.stringify(step)];
            undone = [];
          }
        }
        expect(history.doneCount()).toBe(done.length);
        expect(history.undoneCount()).toBe(undone.length);
        const stored = done.map((text) => strokeSchema.parse(JSON.parse(text)));
        expect(replayStrokes(WIDTH, HEIGHT, stored).data).toEqual(history.mask.data);
      }),
      { numRuns: 500 },
    );
  });

  it('nothing changes outside of the rectangle that is said to have changed', () => {
    fc.assert(
      fc.property(strokes, (all) => {
        const mask = createMask(WIDTH, HEIGHT);
        for (const each of all) {
          const before = mask.data.slice();
          const { x, y, widthPx, heightPx } = applyStroke(mask, each);
          mask.data.forEach((label, at) => {
            const [column, row] = [at % WIDTH, Math.floor(at / WIDTH)];
            const isInside = column >= x && column < x + widthPx && row >= y && row < y + heightPx;
            if (!isInside) expect(label).toBe(before[at]);
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('guards hold: locked labels keep their pixels, and only the background is written on', () => {
    fc.assert(
      fc.property(strokes, (all) => {
        const mask = createMask(WIDTH, HEIGHT);
        for (const each of all) {
          const before = mask.data.slice();
          applyStroke(mask, each);
          mask.data.forEach((label, at) => {
            const old = before[at] as number;
            if (label === old) return;
            expect(each.locked ?? []).not.toContain(old);
            expect(each.locked ?? []).not.toContain(label);
            if (each.onlyBackground) expect(old).toBe(0);
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('a brush drawn piece by piece is the brush drawn at once', () => {
  fc.assert(
    fc.property(stroke, stroke, (first, second) => {
      fc.pre(second.tool === 'brush');
      const brush = second as Stroke & { tool: 'brush' };
      const whole = replayStrokes(WIDTH, HEIGHT, [first, brush]);
      const live = replayStrokes(WIDTH, HEIGHT, [first]);
      for (let end = 2; end <= brush.points.length; end += 2) {
        const begin = Math.max(0, end - 4);
        const sizes = brush.sizes?.slice(begin / 2, end / 2);
        applyStroke(live, { ...brush, points: brush.points.slice(begin, end), ...(sizes ? { sizes } : {}) });
      }
      expect(live.data).toEqual(whole.data);
    }),
    { numRuns: 500 },
  );
});

describe('a history that begins from a known state', () => {
  const size = { widthPx: 40, heightPx: 30 };
  const long: Stroke[] = Array.from({ length: 150 }, (_, index) => ({
    tool: 'brush',
    label: index % 4,
    shape: index % 3 === 0 ? 'square' : 'round',
    size: 16 + (index % 40),
    points: [(index * 53) % 320, (index * 91) % 240, (index * 17) % 320, (index * 29) % 240],
  }));

  it('is the history of all its strokes, and goes back past the state', () => {
    const runs = encodeRuns(replayStrokes(size.widthPx, size.heightPx, long.slice(0, 120)).data);
    const history = createHistory({ ...size, done: long, undone: [], known: { count: 120, runs } });
    for (let count = long.length; count > 0; count--) {
      expect(history.mask.data).toEqual(replayStrokes(size.widthPx, size.heightPx, long.slice(0, count)).data);
      history.undo();
    }
    expect(history.undo()).toBeNull();
    expect(history.mask.data).toEqual(createMask(size.widthPx, size.heightPx).data);
  });
});

describe('runs', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 40_000 })), {
    maxLength: 9,
  });

  it('round trip, as bytes and as text', () => {
    fc.assert(
      fc.property(values, (runs) => {
        const flat = Uint8Array.from(runs.flatMap(([value, length]) => Array<number>(length).fill(value)));
        expect(decodeRuns(encodeRuns(flat), flat.length)).toEqual(flat);
        expect(readRunsText(runsText(flat), flat.length)).toEqual(flat);
      }),
      { numRuns: 60 },
    );
  });

  it('text is base64 of the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 3 }), (flat) => {
        const expected = Buffer.from(encodeRuns(flat)).toString('base64').replaceAll('=', '');
        expect(runsText(flat)).toBe(expected);
      }),
    );
  });

  it.each([
    ['too short', () => decodeRuns(Uint8Array.of(1, 5), 6), 'they hold 5 values, not 6'],
    ['too long', () => decodeRuns(Uint8Array.of(1, 7), 6), 'they hold more than 6 values'],
    ['cut off', () => decodeRuns(Uint8Array.of(1, 3, 2), 6), 'they end within a run'],
    ['endless', () => decodeRuns(new Uint8Array(4000).fill(255), 6), 'they hold more than 6 values'],
    ['not text', () => readRunsText('AQ!', 6), '"!" is not a letter of base64'],
  ])('that are %s are refused', (_, decode, why) => {
    expect(decode).toThrow(`The runs of a mask are damaged: ${why}.`);
  });
});

describe('a stroke that does not fit the picture', () => {
  const brush = { tool: 'brush', label: 1, shape: 'round', size: 8 } as const;
  it.each<[Stroke, string]>([
    [{ ...brush, points: [0, 0, 8] }, 'a point has no y'],
    [{ ...brush, points: [0, 8 * 2 * HEIGHT + 1] }, 'a point lies more than a picture away from it'],
    [{ ...brush, points: [0, 0, 8, 8], sizes: [8] }, 'there must be a size for every point'],
    [{ tool: 'bucket', label: 1, x: WIDTH, y: 0 }, 'it starts outside'],
  ])('%j is refused', (bad, why) => {
    expect(() => checkStroke(bad, createMask(WIDTH, HEIGHT))).toThrow(
      `The stroke does not fit a picture of ${WIDTH} x ${HEIGHT} px: ${why}.`,
    );
  });

  it('random ones fit', () => {
    fc.assert(fc.property(stroke, (good) => checkStroke(good, createMask(WIDTH, HEIGHT))));
  });
});
