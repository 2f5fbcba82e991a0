import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Flow } from '#core/flow.ts';
import {
  ARROWS,
  arrowColour,
  arrowFactor,
  arrowPath,
  arrowsOf,
  huePicture,
  packArrows,
  thinArrows,
  unpackArrows,
} from '#core/track/arrows.ts';
import { fitGlobalMotion, fitPoints, residualOf } from '#core/track/globalMotion.ts';
import { matchesOf } from '#core/track/matches.ts';
import { MOTION_IDS, partMotion } from '#core/track/partMotion.ts';
import type { Field } from '#core/track/planes.ts';
import { pairsOfSteps } from '#core/trackTable.ts';

const SIDE = 40;
const CENTRE = (SIDE - 1) / 2;

function fieldOf(motion: (x: number, y: number) => readonly [number, number]): Field {
  const places = Array.from({ length: SIDE * SIDE }, (_, at) => motion(at % SIDE, Math.floor(at / SIDE)));
  return {
    widthPx: SIDE,
    heightPx: SIDE,
    x: Float32Array.from(places, ([dx]) => dx),
    y: Float32Array.from(places, ([, dy]) => dy),
  };
}

const everywhere = new Float32Array(SIDE * SIDE).fill(1);
const trusted = (field: Field): Flow => ({ field, confidence: everywhere, occluded: new Uint8Array(SIDE * SIDE) });
const numbers = (row: Float32Array) => Object.fromEntries(MOTION_IDS.map((id, at) => [id, row[at] as number]));

/** The left half of the lower part shifts by (3, -2) on top of what all does. */
const inPart = (x: number, y: number) => x < 14 && y > 20;
const global = (x: number, y: number): [number, number] => [
  1.5 + 0.02 * (x - CENTRE) - 0.03 * (y - CENTRE),
  -0.5 + 0.03 * (x - CENTRE) + 0.02 * (y - CENTRE),
];
const mixed = fieldOf((x, y) => {
  const [dx, dy] = global(x, y);
  return inPart(x, y) ? [dx + 3, dy - 2] : [dx, dy];
});

describe('global motion', () => {
  it('is found under a part that moves otherwise', () => {
    const affine = fitGlobalMotion(mixed, everywhere);
    expect(affine?.coefficients.map((value) => Number(value.toFixed(3)))).toEqual([1.5, 0.02, -0.03, -0.5, 0.03, 0.02]);
    expect(affine?.inliers).toBeCloseTo(1 - (14 * 19) / (SIDE * SIDE), 2);
  });

  it('agrees with OpenCV on matches with outliers, to a twentieth of a pixel at their edge', () => {
    const file = new URL('../../fixtures/track/opencv.json', import.meta.url);
    const { matches } = JSON.parse(readFileSync(file, 'utf8')) as { matches: { rows: number[][]; affine: number[] } };
    const points = matches.rows.map(
      ([x, y, dx, dy]) => ({ x, y, dx, dy, weight: 1 }) as Parameters<typeof fitPoints>[0][0],
    );
    const found = fitPoints(points)?.coefficients as number[];
    for (const [x, y] of [
      [0, 0],
      [30, 30],
      [-30, 30],
      [30, -30],
    ] as const) {
      const at = ([a, b, c, d, e, f]: number[]) => [
        (a as number) + (b as number) * x + (c as number) * y,
        (d as number) + (e as number) * x + (f as number) * y,
      ];
      const [ours, theirs] = [at(found), at(matches.affine)];
      expect(
        Math.hypot((ours[0] as number) - (theirs[0] as number), (ours[1] as number) - (theirs[1] as number)),
      ).toBeLessThan(0.05);
    }
  });

  it('is not made up where nothing is trusted, or all lies on a line', () => {
    expect(fitGlobalMotion(mixed, new Float32Array(SIDE * SIDE))).toBeNull();
    expect(
      fitGlobalMotion(
        mixed,
        everywhere.map((_, at) => (at < SIDE ? 1 : 0)),
      ),
    ).toBeNull();
  });

  it('leaves what remains, and that is what parts are measured by', () => {
    const residual = residualOf(mixed, fitGlobalMotion(mixed, everywhere));
    const labels = Uint8Array.from(everywhere, (_, at) => (inPart(at % SIDE, Math.floor(at / SIDE)) ? 1 : 0));
    const rows = partMotion(trusted(mixed), residual, labels, 3);
    const width = MOTION_IDS.length;
    const [ground, part, missing, whole] = [0, 1, 2, 3].map((row) =>
      numbers(rows.subarray(row * width, (row + 1) * width)),
    );
    expect(part?.x).toBeCloseTo(3, 2);
    expect(part?.y).toBeCloseTo(-2, 2);
    expect(part?.magnitude).toBeCloseTo(Math.hypot(3, 2), 2);
    expect(part?.pixels).toBe(14 * 19);
    expect(ground?.magnitude).toBeCloseTo(0, 2);
    expect(missing).toMatchObject({ x: Number.NaN, magnitude: Number.NaN, confidence: Number.NaN, pixels: 0 });
    expect(whole?.pixels).toBe(SIDE * SIDE);
  });
});

describe('motion of a part', () => {
  it.each([
    ['expansion', (x: number, y: number) => [0.1 * (x - 8), 0.1 * (y - 30)], { expansion: 0.2, rotation: 0 }],
    ['rotation', (x: number, y: number) => [-0.15 * (y - 30), 0.15 * (x - 8)], { expansion: 0, rotation: 0.15 }],
  ] as const)('tells %s, also of a part that the frame cuts', (_, motion, expected) => {
    const field = fieldOf(motion as (x: number, y: number) => [number, number]);
    const labels = Uint8Array.from(everywhere, (_, at) => (inPart(at % SIDE, Math.floor(at / SIDE)) ? 1 : 0));
    const row = numbers(
      partMotion(trusted(field), field, labels, 2).subarray(MOTION_IDS.length, 2 * MOTION_IDS.length),
    );
    expect(row.expansion).toBeCloseTo(expected.expansion, 4);
    expect(row.rotation).toBeCloseTo(expected.rotation, 4);
  });

  it('is missing where no pixel is trusted, and says so', () => {
    const flow = { ...trusted(mixed), confidence: new Float32Array(SIDE * SIDE).fill(0.1) };
    const row = numbers(partMotion(flow, mixed, null, 0));
    expect(row).toMatchObject({ x: Number.NaN, expansion: Number.NaN, occluded: 0, pixels: SIDE * SIDE });
    expect(row.confidence).toBeCloseTo(0.1);
  });
});

describe('arrows', () => {
  it('are the longest of every fifth pixel, away from the border', () => {
    const arrows = arrowsOf(mixed, everywhere);
    expect(arrows.length).toBeGreaterThan(0);
    for (const { x, y, dx, dy } of arrows) {
      expect([x % 5, y % 5]).toEqual([0, 0]);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(ARROWS.border);
      expect(Math.hypot(dx, dy)).toBeGreaterThan(3);
    }
  });

  it('are none where nothing moves, and none where nothing is trusted', () => {
    expect(
      arrowsOf(
        fieldOf(() => [0, 0]),
        everywhere,
      ),
    ).toEqual([]);
    expect(arrowsOf(mixed, new Float32Array(SIDE * SIDE))).toEqual([]);
  });

  it('are as many in a larger picture', () => {
    const side = 4 * 64;
    const wide: Field = {
      widthPx: side,
      heightPx: side,
      x: new Float32Array(side * side).map((_, at) => (at % side) / side),
      y: new Float32Array(side * side),
    };
    const arrows = arrowsOf(wide, new Uint8Array(side * side).fill(1));
    expect(arrows.length).toBeGreaterThan(5);
    for (const { x, y } of arrows) expect([x % 20, y % 20]).toEqual([0, 0]);
  });

  it('come back from where they are stored, colours to the bit', () => {
    const arrows = arrowsOf(mixed, everywhere);
    const back = unpackArrows(packArrows(arrows));
    expect(back.map(({ colour }) => colour)).toEqual(arrows.map(({ colour }) => colour));
    back.forEach(({ x, y, dx, dy }, at) => {
      expect({ x, y }).toEqual({ x: arrows[at]?.x, y: arrows[at]?.y });
      expect(Math.hypot(dx - (arrows[at]?.dx ?? 0), dy - (arrows[at]?.dy ?? 0))).toBeLessThan(1e-6);
    });
    expect(unpackArrows(packArrows([{ x: 0, y: 0, dx: 1, dy: 0, colour: '#00000f' }]))[0]?.colour).toBe('#00000f');
  });

  it('are drawn from the middle of a pixel to its end, and longer where motion is short', () => {
    expect(arrowPath({ x: 10, y: 20, dx: 3, dy: 0 }, 2, 1)).toBe(
      'M10.5 20.5L16.5 20.5M14.74 21.6L16.5 20.5L14.74 19.4',
    );
    expect([0, 0.5, 1, 7, 30].map((longest) => arrowFactor(longest, 1))).toEqual([16, 14, 7, 1, 1]);
    expect(arrowFactor(4, 4)).toBe(7);
  });

  it('are thinned to the longest of those that lie near each other', () => {
    const at = (x: number, dx: number) => ({ x, y: 0, dx, dy: 0, colour: '#ffffff' });
    expect(thinArrows([at(0, 1), at(5, 2), at(10, -3), at(15, 0.5)], 8).map(({ x }) => x)).toEqual([10, 0]);
  });

  it.each([
    // As matplotlib's hsv_to_rgb gives hue (angle + pi) / (2 pi).
    [1, 0, '#00ffff'],
    [-1, 0, '#ff0000'],
    [0, 1, '#8000ff'],
    [0, -1, '#80ff00'],
  ])('to (%d, %d) are %s', (dx, dy, colour) => expect(arrowColour(dx, dy, 1)).toBe(colour));

  it('are half as colourful at least, but a dense view fades to white', () => {
    expect(arrowColour(-0.01, 0, 1)).toBe('#ff8080');
    expect(
      Array.from(
        huePicture(
          fieldOf(() => [0, 0]),
          1,
        ).subarray(0, 3),
      ),
    ).toEqual([255, 255, 255]);
  });
});

describe('matches', () => {
  it('are rows of two places, score and code', () => {
    const rows = { data: Float32Array.of(1, 2, 4, 6, 0.5, 7), shape: [1, 6] };
    expect(matchesOf(rows, 'm.npy')).toMatchObject({ count: 1, dx: Float32Array.of(3), dy: Float32Array.of(4) });
  });

  it.each([
    [
      { data: new Float32Array(9), shape: [3, 3] },
      'm.npy has the shape 3 x 3; matches are rows of x1, y1, x2, y2, score, code.',
    ],
    [{ data: new Float32Array(0), shape: [0, 6] }, 'm.npy holds no matches.'],
    [{ data: Float32Array.of(1, 2, Number.NaN, 4), shape: [1, 4] }, 'm.npy holds values that are no numbers.'],
  ])('are refused with a sentence', (tensor, sentence) => expect(() => matchesOf(tensor, 'm.npy')).toThrow(sentence));
});

it('compares steps one after the other, and end to end', () => {
  expect(pairsOfSteps(5, 3)).toEqual([
    [0, 2],
    [2, 4],
    [0, 4],
  ]);
  expect(pairsOfSteps(2, undefined)).toEqual([[0, 1]]);
  expect(pairsOfSteps(3, 9)).toEqual([
    [0, 1],
    [1, 2],
    [0, 2],
  ]);
});
