import { expect, test } from 'vitest';
import { compareLinkers, type JudgedLinker } from '#core/fidelity/compare.ts';
import { centreColumns } from '#core/fidelity/scores.ts';

/** One row a class and draw; w is known from both, errors are given. */
function judged(rows: readonly (readonly [classIndex: number, draw: number, error: number])[]): JudgedLinker {
  const fill = (value: number) => new Float64Array(rows.length).fill(value);
  return {
    classes: Int32Array.from(rows, ([classIndex]) => classIndex),
    rows: {
      clusters: Int32Array.from(rows, ([, draw]) => draw),
      deviations: centreColumns(
        Float64Array.from(rows, ([classIndex, draw]) => 10 * classIndex + draw),
        rows.length,
        1,
      ),
      cycleSpread: fill(1),
    },
    scores: {
      squaredError: Float64Array.from(rows, ([, , error]) => error),
      cosine: fill(1),
      agrees: fill(1),
      divergence: fill(0),
      cycleSquares: fill(0),
      pixelError: Float64Array.from(rows, ([, , error]) => error),
      structureError: fill(0),
    },
  };
}

test('latents are matched by class and draw; those of one side only do not count', () => {
  const a = judged([
    [0, 1, 4],
    [0, 2, 6],
    [1, 1, 8],
    [1, 7, 100],
  ]);
  const b = judged([
    [1, 1, 2],
    [0, 2, 3],
    [0, 9, 100],
    [0, 1, 1],
  ]);
  const { n, pixelError, r2, perClass } = compareLinkers(a, b, ['fox', 'cat'], 0);
  expect(n).toBe(3);
  expect(pixelError).toBeCloseTo((1 + 3 + 2) / 3 - (4 + 6 + 8) / 3, 12);
  // Latents 1, 2, 11: 182/3 about their mean.
  expect(r2).toBeCloseTo((18 - 6) / (182 / 3), 12);
  // Latents 1 and 2 of fox: 1/2 about their mean; of cat there is one.
  expect(perClass).toMatchObject([{ name: 'fox', n: 2, r2: expect.closeTo((10 - 4) / 0.5, 12) }]);
});

test('without two latents in common there is nothing to compare', () => {
  expect(() =>
    compareLinkers(
      judged([
        [0, 1, 1],
        [0, 2, 1],
      ]),
      judged([
        [0, 1, 1],
        [1, 2, 1],
      ]),
      [],
      0,
    ),
  ).toThrow('These two linkers were not judged on the same held-out latents.');
});
