import { expect, it } from 'vitest';
import { linkAt } from '#core/counterfactual/linkAt.ts';
import { evaluate, type Problem, posedProblem, shifted } from '#core/counterfactual/problem.ts';
import { minimise } from '#core/counterfactual/proximal.ts';
import { headLogits, logOdds } from '#core/head.ts';
import { predictLinked } from '#core/linker.ts';
import { randomState } from '#core/random.ts';
import { softmax } from '#core/statistics.ts';
import { rowOf } from '#core/tensor.ts';
import { CLASSES, linearLinker, networkLinker, someHead, someSamples, someSetting, UNITS } from './setting.ts';

const LINKERS = [
  ['linear', linearLinker],
  ['network', networkLinker],
] as const;

function someProblem(makeLinker: typeof linearLinker, seed: number): Problem {
  const random = randomState(seed);
  const setting = someSetting(makeLinker(random), random);
  return posedProblem(setting, rowOf(someSamples(8, 11).r, 3), 2);
}

it('log-odds are ln(p / (1 - p)) of the softmax probability', () => {
  const logits = headLogits(someHead(randomState(1)), new Float32Array(UNITS).fill(0.7));
  const p = softmax(logits)[2] as number;
  expect(logOdds(logits, 2)).toBeCloseTo(Math.log(p / (1 - p)), 10);
});

it.each(LINKERS)('links as the %s linker itself does', (_, make) => {
  const linker = make(randomState(4));
  const r = rowOf(someSamples(8, 5).r, 2);
  const expected = predictLinked(linker, { data: r, shape: [1, UNITS] }).data;
  const { w } = linkAt(linker, Float64Array.from(r));
  expected.forEach((value, d) => {
    expect(w[d]).toBeCloseTo(value, 4);
  });
});

it.each(LINKERS)('gradient through head and %s linker agrees with finite differences', (_, make) => {
  for (let seed = 1; seed <= 10; seed++) {
    const problem = someProblem(make, seed);
    const random = randomState(100 + seed);
    const z = Float64Array.from({ length: UNITS }, () => 0.3 * random.randn());
    // A margin that is not reached, so that every term has a slope.
    const margin = evaluate(problem, z, 0).odds + 2;
    const { gradient } = evaluate(problem, z, margin);
    const scale = Math.hypot(...gradient);
    const step = 1e-5;
    for (let u = 0; u < UNITS; u++) {
      const at = (shift: number) => {
        const moved = z.slice();
        moved[u] = (moved[u] as number) + shift;
        return evaluate(problem, moved, margin).value;
      };
      const difference = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(difference - (gradient[u] as number)) / scale).toBeLessThan(1e-4);
    }
  }
});

it.each(LINKERS)('minimum is inside the box and cannot be improved unit by unit (%s)', (_, make) => {
  const problem = someProblem(make, 7);
  const margin = 4;
  const { z } = minimise(problem, margin, new Float64Array(UNITS));
  const total = (shift: Float64Array) =>
    evaluate(problem, shift, margin).value +
    shift.reduce((sum, value, u) => sum + (problem.unitCost[u] as number) * Math.abs(value), 0);
  const r = shifted(problem, z);
  expect(r.every((value, u) => value >= -1e-9 && value <= (problem.setting.high[u] as number) + 1e-9)).toBe(true);
  const best = total(z);
  expect(best).toBeLessThan(total(new Float64Array(UNITS)));
  for (let u = 0; u < UNITS; u++) {
    for (const step of [-0.01, 0.01]) {
      const moved = z.slice();
      const wanted = (moved[u] as number) + step;
      moved[u] = Math.min(problem.most[u] as number, Math.max(problem.least[u] as number, wanted));
      expect(total(moved)).toBeGreaterThan(best - 1e-5);
    }
  }
});

it('a dearer shift moves fewer units, and a unit that never changes is never moved', () => {
  const random = randomState(9);
  const linker = linearLinker(random);
  const movedAt = (sparsity: number) => {
    const setting = someSetting(linker, randomState(12), { closeness: 0.1, sparsity, plausibility: 0.01 });
    const deviations = setting.within.deviations.slice();
    deviations[4] = 0;
    const problem = posedProblem(
      { ...setting, within: { ...setting.within, deviations } },
      rowOf(someSamples(8, 11).r, 1),
      CLASSES - 1,
    );
    const { z } = minimise(problem, 3, new Float64Array(UNITS));
    expect(z[4]).toBe(0);
    return z.filter((value) => value !== 0).length;
  };
  expect(movedAt(2)).toBeLessThan(movedAt(0.01));
});
