import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ReferenceProblem, referenceLoss, referenceStep, torchRand } from '#core/counterfactual/reference.ts';

/** Written by reference_step.py with PyTorch in float32. */
interface Fixture {
  readonly r: number[];
  readonly weight: number[];
  readonly bias: number[];
  readonly link: number[];
  readonly offset: number[];
  readonly target: number;
  readonly origin: number;
  readonly rate: number;
  readonly seed: number;
  readonly classes: number;
  readonly latent: number;
  readonly steps: { shift: number[]; loss: number; gradient: number[]; after: number[] }[];
}

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/counterfactual/reference_step.json'), 'utf8'),
) as Fixture;

function problem(): ReferenceProblem {
  const { r, weight, bias, link, offset, target, origin, classes, latent } = fixture;
  const units = r.length;
  return {
    start: Float64Array.from(r),
    target,
    origin,
    setting: {
      head: { weight: { data: Float32Array.from(weight), shape: [classes, units] }, bias: Float32Array.from(bias) },
      linker: {
        kind: 'linear',
        map: {
          weights: { data: Float32Array.from(link), shape: [units, latent] },
          bias: Float32Array.from(offset),
        },
      },
      // The reference's loss knows neither spread nor box nor costs.
      within: {
        deviations: new Float64Array(units).fill(1),
        means: new Float64Array(),
        directions: new Float64Array(),
        relief: new Float64Array(),
        rest: 1,
      },
      low: new Float64Array(units),
      high: new Float64Array(units).fill(Number.POSITIVE_INFINITY),
      latentSpread: 1,
      costs: { closeness: 0, sparsity: 0, plausibility: 0 },
    },
  };
}

it('starts where torch.rand starts', () => {
  const [first] = fixture.steps;
  const start = torchRand(fixture.r.length, fixture.seed);
  first?.shift.forEach((value, u) => {
    expect(start[u]).toBeCloseTo(value, 9);
  });
});

it("reproduces the reference's loss, gradient and update", () => {
  for (const { shift, loss, gradient, after } of fixture.steps) {
    const here = Float64Array.from(shift);
    const found = referenceLoss(problem(), here);
    expect(found.value).toBeCloseTo(loss, 4);
    const stepped = referenceStep(problem(), here, fixture.rate);
    gradient.forEach((value, u) => {
      expect(found.gradient[u]).toBeCloseTo(value, 4);
      expect(stepped[u]).toBeCloseTo(after[u] as number, 4);
    });
  }
});
