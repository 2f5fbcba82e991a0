import { describe, expect, it } from 'vitest';
import type { Label } from '#core/labelSet.ts';
import { fitEllipse } from '#core/measure/fitEllipse.ts';
import { measurePictures } from '#core/measure/measurePictures.ts';
import { outerBorders } from '#core/measure/outerBorders.ts';
import { analysisRows, ellipseRows, type MeasuredStrip } from '#core/measure/reference.ts';
import oracle from '../../fixtures/core/reference_measures.json' with { type: 'json' };

const SIDE = 64;
const SIZE = SIDE * SIDE;
const STEPS = 3;
const labels = ['background', 'body', 'head', 'ear', 'eye', 'leg', 'tail'].map((id) => ({ id }) as Label);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

function stripOf({ pixels, maps }: (typeof oracle)[0]): MeasuredStrip {
  const measured = measurePictures(bytesOf(pixels), bytesOf(maps), labels.length, SIDE, SIDE);
  return { labels, widthPx: SIDE, heightPx: SIDE, maps: bytesOf(maps), ...measured };
}

describe.each(oracle.map((item, at) => [at, item] as const))('strip %i', (_, item) => {
  const strip = stripOf(item);

  it('has the borders that OpenCV finds', () => {
    for (const [at, steps] of item.labels.entries()) {
      for (const [step, { borders }] of steps.entries()) {
        const part = strip.maps.subarray(step * SIZE, (step + 1) * SIZE).map((label) => Number(label === at + 1));
        const found = outerBorders(part, SIDE, SIDE).map((border) =>
          Array.from({ length: border.length / 2 }, (_, n) => [border[2 * n], border[2 * n + 1]]),
        );
        expect(found).toEqual(borders);
      }
    }
  });

  it('has the areas, luminances and entropies of OpenCV and scikit-image, in the order of the reference', () => {
    const rows = analysisRows(strip);
    expect(rows.length).toBe(6 * STEPS);
    item.labels.flat().forEach(({ row }, at) => {
      const [step, label, ...values] = rows[at] as (string | number | null)[];
      expect([step, label]).toEqual([at % STEPS, labels[1 + Math.floor(at / STEPS)]?.id]);
      expect(values).toEqual(row.map((value) => (value === null ? null : expect.closeTo(value, 3))));
    });
  });

  it('has the ellipses that OpenCV fits', () => {
    const rows = ellipseRows(strip);
    const expected = item.labels.flatMap((steps, at) =>
      steps.flatMap(({ ellipses }, step) => ellipses.map((row) => [step, labels[at + 1]?.id, ...row])),
    );
    expect(rows.map((row) => row.slice(0, 4))).toEqual(expected.map((row) => row.slice(0, 4)));
    for (const [at, row] of expected.entries()) {
      row.slice(4).forEach((value, n) => {
        const difference = Math.abs((rows[at]?.[4 + n] as number) - (value as number));
        const axial = n === 1 ? Math.min(difference, 180 - difference) : difference;
        expect(axial, `${row.slice(0, 4).join(' ')}, value ${n}`).toBeLessThanOrEqual(TOLERANCES[n] as number);
      });
    }
  });
});

/** Eccentricity, angle in degrees, and px: OpenCV computes with 32 bits. */
const TOLERANCES = [1e-3, 0.05, 0.01, 0.01, 0.01, 0.01];

describe('ellipses', () => {
  const around = (angle: number, count: number) =>
    Array.from({ length: count }, (_, at) => (2 * Math.PI * at) / count).flatMap((turn) => {
      const [u, v] = [12 * Math.cos(turn), 5 * Math.sin(turn)];
      return [30 + u * Math.cos(angle) - v * Math.sin(angle), 20 + u * Math.sin(angle) + v * Math.cos(angle)];
    });

  it.each([5, 6, 40])('of %i points on one are that one', (count) => {
    const ellipse = fitEllipse(around(Math.PI / 6, count));
    expect(ellipse).toMatchObject({
      centreX: expect.closeTo(30, 6),
      centreY: expect.closeTo(20, 6),
      width: expect.closeTo(10, 6),
      height: expect.closeTo(24, 6),
      angle: expect.closeTo(120, 6),
    });
  });

  it('are not there where nothing tells them: few points, one place, a line, a hyperbola', () => {
    expect(fitEllipse(around(0, 4))).toBeNull();
    expect(fitEllipse([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toBeNull();
    expect(fitEllipse([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])).toBeNull();
    const branch = [-2, -1, 0, 1, 2].flatMap((t) => [Math.cosh(t), Math.sinh(t)]);
    expect(fitEllipse([...branch, ...branch.map((value) => -value)])).toBeNull();
  });

  it('that are circles have no axis', () => {
    const circle = Array.from({ length: 8 }, (_, at) => (Math.PI * at) / 4).flatMap((turn) => [
      Math.cos(turn),
      Math.sin(turn),
    ]);
    const fitted = fitEllipse(circle);
    expect(fitted?.angle).toBeNaN();
    expect(fitted?.width).toBeCloseTo(2, 9);
  });
});
