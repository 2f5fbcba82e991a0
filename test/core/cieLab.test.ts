import { expect, it } from 'vitest';
import { labOf } from '#core/cieLab.ts';
import oracle from '../fixtures/core/atlas_numbers.json' with { type: 'json' };

it.each(oracle.colours)("the CIELAB of %j is scikit-image's", (colour, lab) => {
  const [red, green, blue] = colour as [number, number, number];
  labOf(red, green, blue).forEach((value, at) => {
    expect(value).toBeCloseTo(lab[at] as number, 3);
  });
});
