import { expect, it } from 'vitest';
import { PART_MEASURES, partFigures } from '#core/counterfactual/partFigures.ts';

const [WIDTH, HEIGHT] = [8, 4];

/** Two pictures: a grey bar of 4 x 1 pixels, then nothing. */
function pictures() {
  const maps = new Uint8Array(2 * WIDTH * HEIGHT);
  const pixels = new Uint8Array(maps.length * 3);
  for (const x of [2, 3, 4, 5]) {
    maps[WIDTH + x] = 1;
    pixels.fill(100, (WIDTH + x) * 3, (WIDTH + x + 1) * 3);
  }
  return { maps, pixels, widthPx: WIDTH, heightPx: HEIGHT };
}

const figures = partFigures(pictures(), 2);
const figureOf = (picture: number, part: number, measure: (typeof PART_MEASURES)[number]) =>
  figures[(picture * 2 + part) * PART_MEASURES.length + PART_MEASURES.indexOf(measure)] as number;

it('a bar has its area, brightness, centre and axes', () => {
  expect(figureOf(0, 1, 'area')).toBeCloseTo(4 / 32, 6);
  expect(figureOf(0, 1, 'brightness')).toBeCloseTo(100, 4);
  expect(figureOf(0, 1, 'x')).toBeCloseTo(0.5, 6);
  expect(figureOf(0, 1, 'y')).toBeCloseTo(1.5 / 4, 6);
  // A bar of length a has the second moment a^2 / 12, and 4 sqrt of it is the axis of the ellipse alike.
  expect(figureOf(0, 1, 'extent')).toBeCloseTo((4 * Math.sqrt(16 / 12)) / 8, 5);
  expect(figureOf(0, 1, 'eccentricity')).toBeCloseTo(Math.sqrt(1 - 1 / 16), 5);
});

it('a part that is not there has no area, and nothing else', () => {
  expect(figureOf(1, 1, 'area')).toBe(0);
  for (const measure of PART_MEASURES.slice(1)) expect(figureOf(1, 1, measure)).toBeNaN();
  expect(figureOf(1, 0, 'area')).toBe(1);
});
