import { expect, it } from 'vitest';
import { partChanges } from '#core/counterfactual/partChanges.ts';
import { PATH_MEASURES } from '#core/counterfactual/pathMeasures.ts';
import type { CaseRow } from '#core/counterfactual/table.ts';

const PLACES = Float64Array.of(0, 0.25, 0.5, 0.75, 1, 1.25);

/** One part whose area goes along `areas`, everything else the same in all pictures. */
function row(sample: number, areas: readonly number[], crossing = 0.6): CaseRow {
  const data = Float32Array.from(
    areas.flatMap((area) =>
      PATH_MEASURES.map((measure) => (measure === 'area' ? area : area === 0 ? Number.NaN : 0.5)),
    ),
  );
  const parts = { data, shape: [PLACES.length, 1, PATH_MEASURES.length] };
  return { sample, isValid: true, seed: 0, member: 0, crossing, places: PLACES, parts } as unknown as CaseRow;
}

it('change, area under the curve, before and after the crossing in standard deviations of the starts', () => {
  const rows = [
    row(0, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
    row(1, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]),
    row(2, [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
  ];
  // Starts of 0.1, 0.2 and 0.3 have a standard deviation of 0.1; what never varies has none and is left out.
  const [area, ...others] = partChanges(rows, rows);
  expect(others).toEqual([]);
  expect(area).toMatchObject({ part: 0, measure: 'area' });
  expect(area?.change.value).toBeCloseTo(4, 4);
  expect(area?.area).toBeCloseTo(2, 4);
  // The picture at 0.5 is the last before a crossing at 0.6.
  expect(area?.before).toBeCloseTo(2, 4);
  expect(area?.after).toBeCloseTo(2, 4);
});

it('a part that vanishes has lost its area, and further seeds of a sample are no further samples', () => {
  const rows = [row(0, [0.2, 0.2, 0.1, 0, 0, 0]), row(1, [0.4, 0.4, 0.3, 0.2, 0, 0])];
  const again = { ...(rows[0] as CaseRow), seed: 1 };
  const found = partChanges([...rows, again], rows);
  expect(found.map(({ measure }) => measure)).toEqual(['area']);
  expect(found[0]?.change.n).toBe(2);
  expect(found[0]?.change.value).toBeLessThan(0);
});
