import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkerParamsSchema } from '#core/params.ts';
import { PENALTIES, penaltyStep } from '#renderer/linker/penaltySteps.ts';

test('penalties rise, are exact, and hold the default', () => {
  expect(PENALTIES).toEqual(PENALTIES.toSorted((a, b) => a - b));
  expect(PENALTIES.slice(0, 3)).toEqual([1e-6, 3e-6, 1e-5]);
  expect(PENALTIES.at(-1)).toBe(1e6);
  expect(PENALTIES).toContain(linkerParamsSchema.parse({}).penalty);
  for (const penalty of PENALTIES) expect(linkerParamsSchema.parse({ penalty }).penalty).toBe(penalty);
});

test('every penalty is at its own step, others at the nearest on the log scale', () => {
  PENALTIES.forEach((penalty, step) => {
    expect(penaltyStep(penalty)).toBe(step);
  });
  expect(PENALTIES[penaltyStep(1.5)]).toBe(1);
  expect(PENALTIES[penaltyStep(2)]).toBe(3);
  expect(penaltyStep(0)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (penalty) => {
      const ratio = (PENALTIES[penaltyStep(penalty)] ?? 0) / penalty;
      expect(Math.abs(Math.log10(ratio))).toBeLessThanOrEqual(Math.log10(10 / 3) / 2 + 1e-9);
    }),
  );
});
