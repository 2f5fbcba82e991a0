import { describe, expect, it } from 'vitest';
import { applyStroke } from '#core/mask/applyStroke.ts';
import { componentsOf } from '#core/mask/components.ts';
import { createMask, type Mask } from '#core/mask/mask.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import { colourDistance, wandRegion } from '#core/mask/wand.ts';
import oracle from '../../fixtures/mask/raster.json' with { type: 'json' };
import { digitsOf, valuesOf } from './bits.ts';

/** Standard operations give what OpenCV, scikit-image and SciPy give, pixel for pixel. */

function maskOf(rows: readonly string[]): Mask {
  return { widthPx: (rows[0] as string).length, heightPx: rows.length, data: valuesOf(rows) };
}

function strokeOn(rows: readonly string[], stroke: Stroke): string[] {
  const mask = maskOf(rows);
  applyStroke(mask, stroke);
  return digitsOf(mask.data, mask.widthPx);
}

describe.each(oracle.morphologies)('radius $radiusPx', ({ radiusPx, bitmap, grown, shrunk, smooth }) => {
  it("grows as OpenCV's dilate", () => expect(strokeOn(bitmap, { tool: 'grow', label: 1, radiusPx })).toEqual(grown));
  it("shrinks as OpenCV's erode", () =>
    expect(strokeOn(bitmap, { tool: 'shrink', label: 1, radiusPx })).toEqual(shrunk));
  it("smooths as SciPy's count of neighbours says", () =>
    expect(strokeOn(bitmap, { tool: 'smooth', label: 1, radiusPx })).toEqual(smooth));
});

it.each(oracle.floods)('a bucket at $x, $y fills what OpenCV and scikit-image flood', ({ x, y, region }) => {
  const filled = strokeOn(oracle.mask, { tool: 'bucket', label: 9, x, y });
  expect(filled.map((row) => row.replace(/[^9]/g, '0').replaceAll('9', '1'))).toEqual(region);
});

it.each(oracle.components)("components of label $label are OpenCV's", ({ label, areas }) => {
  const own = componentsOf(maskOf(oracle.mask)).filter((component) => component.label === label);
  expect(own.map(({ areaPx }) => areaPx).sort((a, b) => a - b)).toEqual(areas);
});

describe.each(oracle.clean)('up to $maxAreaPx px', ({ maxAreaPx, bitmap, holes, specks }) => {
  it("holes are scikit-image's", () => expect(strokeOn(bitmap, { tool: 'holes', label: 1, maxAreaPx })).toEqual(holes));
  it("specks are scikit-image's", () =>
    expect(strokeOn(bitmap, { tool: 'specks', label: 1, maxAreaPx })).toEqual(specks));
});

it.each(oracle.polygons)("polygon $points is scikit-image's", ({ points, inside }) => {
  const mask = createMask(32, 32);
  applyStroke(mask, { tool: 'polygon', label: 1, points });
  expect(digitsOf(mask.data, 32)).toEqual(inside);
});

it.each(oracle.discs)("a round brush of $sizePx px is scikit-image's disk", ({ sizePx, x, y, inside }) => {
  const mask = createMask(48, 40);
  applyStroke(mask, { tool: 'brush', label: 1, shape: 'round', size: 8 * sizePx, points: [8 * x, 8 * y] });
  expect(digitsOf(mask.data, 48)).toEqual(inside);
});

it("the colour wand takes what OpenCV's flood fill with a fixed range takes", () => {
  const { pixels, sidePx, x, y, tolerance, region } = oracle.wand;
  const rgba = new Uint8ClampedArray(sidePx * sidePx * 4);
  for (let at = 0; at < pixels.length; at++) rgba[4 * Math.floor(at / 3) + (at % 3)] = pixels[at] as number;
  const taken = wandRegion(colourDistance(rgba, sidePx, x, y), { x, y }, tolerance, true);
  expect(digitsOf(taken, sidePx)).toEqual(region);
});
