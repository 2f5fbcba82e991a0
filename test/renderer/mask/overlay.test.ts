import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '#core/mask/mask.ts';
import { type LabelLook, mixInk, paintOverlay, windowRect } from '#renderer/mask/overlay.ts';
import { fitView, toPicture, toWindow, zoomAt } from '#renderer/mask/view.ts';

const looks: ReadonlyMap<number, LabelLook> = new Map([
  [1, { colour: '#f2a21e', pattern: 'plain', isHidden: false }],
  [2, { colour: '#6ffae0', pattern: 'rising', isHidden: false }],
  [3, { colour: '#1e35d0', pattern: 'grid', isHidden: true }],
]);
const SIDE = 6;
const mask = fc
  .uint8Array({ minLength: SIDE * SIDE, maxLength: SIDE * SIDE, max: 3 })
  .map((data): Mask => ({ widthPx: SIDE, heightPx: SIDE, data }));
const view = fc.record({
  scale: fc.constantFrom(1, 2.5, 4, 7.3, 32),
  x: fc.integer({ min: -40, max: 40 }),
  y: fc.integer({ min: -40, max: 40 }),
});
const WINDOW = { x: 0, y: 0, widthPx: 48, heightPx: 40 };

function painted(shown: Mask, at: Parameters<typeof paintOverlay>[3], rect = WINDOW): Uint32Array {
  const out = new Uint32Array(rect.widthPx * rect.heightPx);
  paintOverlay(out, rect, shown, at, mixInk(looks, 'fill', 1));
  return out;
}

describe('the overlay', () => {
  it('is the same when only the changed rectangle is painted again', () => {
    fc.assert(
      fc.property(mask, mask, view, fc.nat(SIDE - 1), fc.nat(SIDE - 1), (before, after, at, x, y) => {
        const rect = { x, y, widthPx: SIDE - x, heightPx: SIDE - y };
        const mixed: Mask = {
          ...before,
          data: before.data.map((label, index) =>
            index % SIDE >= x && Math.floor(index / SIDE) >= y ? (after.data[index] as number) : label,
          ),
        };
        const whole = painted(before, at);
        const due = windowRect(rect, at, WINDOW.widthPx, WINDOW.heightPx);
        const part = painted(mixed, at, due);
        for (let row = 0; due.widthPx > 0 && row < due.heightPx; row++) {
          whole.set(part.subarray(row * due.widthPx, (row + 1) * due.widthPx), (due.y + row) * WINDOW.widthPx + due.x);
        }
        expect(whole).toEqual(painted(mixed, at));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves background, hidden labels and what lies outside of the picture clear', () => {
    fc.assert(
      fc.property(mask, view, (shown, at) => {
        const out = painted(shown, at);
        out.forEach((colour, index) => {
          const inPicture = toPicture(at, {
            x: (index % WINDOW.widthPx) + 0.5,
            y: Math.floor(index / WINDOW.widthPx) + 0.5,
          });
          const [x, y] = [Math.floor(inPicture.x + 0.5), Math.floor(inPicture.y + 0.5)];
          const isInside = x >= 0 && y >= 0 && x < SIDE && y < SIDE;
          const label = isInside ? (shown.data[y * SIDE + x] as number) : 0;
          expect(colour === 0).toBe(label === 0 || label === 3);
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the view', () => {
  const picture = { widthPx: 64, heightPx: 64 };
  const window = { widthPx: 800, heightPx: 600 };

  it('shows all of the picture in the middle', () => {
    const { scale, x, y } = fitView(picture, window);
    expect(scale).toBe(8);
    expect([x + 32 * scale, y + 32 * scale]).toEqual([400, 300]);
  });

  it('zooms about the pointer, to 32 times at most', () => {
    const fitted = fitView(picture, window);
    const pointer = { x: 410, y: 260 };
    const under = toPicture(fitted, pointer);
    const zoomed = zoomAt(fitted, pointer, 2, picture, window);
    expect(toWindow(zoomed, under).x).toBeCloseTo(pointer.x, 9);
    expect(toWindow(zoomed, under).y).toBeCloseTo(pointer.y, 9);
    expect(zoomAt(fitted, pointer, 1000, picture, window).scale).toBe(32);
  });
});
