import { describe, expect, it } from 'vitest';
import { measurePictures } from '#core/measure/measurePictures.ts';
import { MEASURE_IDS, type MeasureId } from '#core/measure/measures.ts';
import oracle from '../../fixtures/core/measures.json' with { type: 'json' };

const SIDE = 64;
const LABELS = 7;
const M = MEASURE_IDS.length;
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
const measuresOf = (values: Float32Array, quantity: number) =>
  Object.fromEntries(MEASURE_IDS.map((id, at) => [id, values[quantity * M + at]])) as Record<MeasureId, number>;

/** How far measures may be from those of scikit-image, OpenCV and SciPy. */
const TOLERANCE: Partial<Record<MeasureId, number>> = {
  lightness: 2e-3,
  a: 2e-3,
  b: 2e-3,
  luminance: 1e-3,
  entropy: 1e-4,
  edge: 1e-5,
  skeleton: 1e-3,
};

describe('parts of painted pictures', () => {
  it.each(oracle.map((item, at) => [at, item] as const))('picture %i: as scikit-image, OpenCV and SciPy', (_, item) => {
    const { values } = measurePictures(bytesOf(item.pixels), bytesOf(item.mask), LABELS, SIDE, SIDE);
    item.parts.forEach((part, label) => {
      const measured = measuresOf(values, label);
      if (part === null) {
        for (const id of MEASURE_IDS) expect(measured[id]).toBeNaN();
        return;
      }
      for (const id of MEASURE_IDS) {
        const expected = part[id];
        // A part with holes has a skeleton with loops, where the longest of the shortest ways is not found from one end.
        if (expected === null) continue;
        const difference = Math.abs(measured[id] - expected);
        const axial = id === 'angle' ? Math.min(difference, 180 - difference) : difference;
        expect(axial, `${id} of label ${label}`).toBeLessThanOrEqual(TOLERANCE[id] ?? 1e-3);
      }
    });
  });

  it('the whole picture has colours and no shape', () => {
    const [item] = oracle as [(typeof oracle)[0]];
    const { values } = measurePictures(bytesOf(item.pixels), bytesOf(item.mask), LABELS, SIDE, SIDE);
    const whole = measuresOf(values, LABELS);
    expect([whole.area, whole.share]).toEqual([SIDE * SIDE, 1]);
    expect(whole.lightness).toBeGreaterThan(0);
    expect(whole.extent).toBeNaN();
  });
});

describe('drawn shapes', () => {
  const draw = (inside: (x: number, y: number) => boolean) => {
    const map = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (inside(at % SIDE, Math.floor(at / SIDE)) ? 1 : 0));
    return measuresOf(measurePictures(new Uint8Array(3 * SIDE * SIDE).fill(128), map, 2, SIDE, SIDE).values, 1);
  };

  it('a bar: as long as it is, in its direction, and grey', () => {
    const bar = draw((x, y) => y >= 20 && y < 23 && x >= 5 && x < 45);
    expect(bar).toMatchObject({
      area: 120,
      width: 40,
      height: 3,
      centreX: 24.5,
      centreY: 21,
      components: 1,
      entropy: 0,
      edge: 0,
    });
    expect(bar.angle).toBeCloseTo(0, 5);
    expect(bar.extent).toBeCloseTo(Math.hypot(39, 2), 4);
    expect(bar.skeleton).toBeGreaterThan(35);
    expect(bar.lightness).toBeCloseTo(53.585, 2);
  });

  it('a bow is longer along its middle than it is wide', () => {
    const bow = draw((x, y) => Math.abs(Math.hypot(x - 32, y - 32) - 20) < 2 && y < 32);
    expect(bow.skeleton).toBeGreaterThan(1.3 * bow.extent);
  });

  it('two pieces are two, also cut by the frame; a pixel has no axis', () => {
    expect(draw((x, y) => y > 50 && (x < 10 || x > 54))).toMatchObject({ components: 2, width: 64 });
    const dot = draw((x, y) => x === 3 && y === 4);
    expect(dot).toMatchObject({
      area: 1,
      extent: 0,
      skeleton: 0,
      eccentricity: 0,
      centreX: 3,
      centreY: 4,
      components: 1,
    });
    expect(dot.angle).toBeNaN();
  });

  it('nothing drawn is missing, and not 0', () => {
    for (const value of Object.values(draw(() => false))) expect(value).toBeNaN();
  });
});
