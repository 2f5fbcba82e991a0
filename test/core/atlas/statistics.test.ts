import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, monotonicityOf } from '#core/atlas/changes.ts';
import { spreadBetweenClasses } from '#core/atlas/classes.ts';
import { type Changes, effectsOf, equivalentToNone, halfWidths } from '#core/atlas/effects.ts';
import { exponent, fitTail, sharedShape, tailProbability } from '#core/atlas/tail.ts';
import { unwrapAxial } from '#core/measure/axial.ts';
import { randomState } from '#core/random.ts';
import oracle from '../../fixtures/core/atlas_numbers.json' with { type: 'json' };

const floats = (values: readonly (number | null)[]) => Float32Array.from(values, (value) => value ?? Number.NaN);
const plain = (concepts: number) => ({ concepts, axial: new Uint8Array(concepts) });

describe('change along a line', () => {
  it("is the least-squares slope times the range, with Kendall's concordance, as SciPy has them", () => {
    const shape = { steps: 5, ...plain(1) };
    expect(changesOf(floats(oracle.slope.values), shape)[0]).toBeCloseTo(oracle.slope.slope, 5);
    expect(monotonicityOf(floats(oracle.slope.values), shape)[0]).toBeCloseTo(oracle.slope.tau, 6);
  });

  it('leaves missing steps out, and is missing where too little of the range is seen', () => {
    const shape = { steps: 5, ...plain(1) };
    expect(changesOf(floats([0, null, 2, null, 4]), shape)[0]).toBeCloseTo(4, 6);
    expect(changesOf(floats([0, 1, null, null, null]), shape)[0]).toBeNaN();
    expect(changesOf(floats([null, null, null, null, null]), shape)[0]).toBeNaN();
    expect(changesOf(floats([null, null, 3, null, null]), shape)[0]).toBeNaN();
  });

  it('follows axes the shorter way round', () => {
    const axial = { steps: 3, concepts: 1, axial: Uint8Array.of(1) };
    expect(changesOf(floats([178, 179, 1]), axial)[0]).toBeCloseTo(3, 5);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 2, maxLength: 9 }), (turns) => {
        const angles = [90];
        for (const turn of turns) angles.push((angles.at(-1) as number) + turn);
        const wrapped = Float64Array.from(angles, (angle) => ((angle % 180) + 180) % 180);
        const shift = (wrapped[0] as number) - (angles[0] as number);
        unwrapAxial(wrapped);
        angles.forEach((angle, at) => {
          expect(wrapped[at]).toBeCloseTo(angle + shift, 6);
        });
      }),
    );
  });
});

describe('effects', () => {
  const { changes, mean, sd, n, half } = oracle.effects;
  const table: Changes = { lines: 3, starts: 6, concepts: 4, data: floats(changes) };

  it("are means with Student's interval over the start pictures that show the part", () => {
    const effects = effectsOf(table);
    const widths = halfWidths(effects, 0.95, new Float32Array(4));
    mean.forEach((value, cell) => {
      expect(effects.value[cell]).toBeCloseTo(value, 5);
      expect(effects.deviation[cell]).toBeCloseTo(sd[cell] as number, 5);
      expect(effects.n[cell]).toBe(n[cell]);
      expect(widths[cell]).toBeCloseTo(half[cell] as number, 5);
    });
  });

  it("carry the segmenter's error, which more start pictures do not lessen", () => {
    const effects = effectsOf(table);
    const error = Float32Array.of(0.5, 0.5, 0.5, 0.5);
    halfWidths(effects, 0.95, error).forEach((width, cell) => {
      expect(width).toBeGreaterThan(half[cell] as number);
    });
  });

  it('have no interval of a single start picture', () => {
    expect(halfWidths(effectsOf(table, [0]), 0.95, new Float32Array(4))[0]).toBeNaN();
  });

  it('are called none only where the 90 % interval lies within the margin', () => {
    const narrow: Changes = {
      lines: 1,
      starts: 4,
      concepts: 2,
      data: floats([0.01, 0.5, 0.02, -0.5, 0, 0.5, -0.01, -0.5]),
    };
    expect([...equivalentToNone(effectsOf(narrow), 0.2, new Float32Array(2))]).toEqual([1, 0]);
  });

  it("differ between classes by DerSimonian and Laird's estimate, from five start pictures a class up", () => {
    const { groups, spread } = oracle.classes;
    const data = floats(groups.flat());
    const classOf = groups.flatMap((group, at) => group.map(() => at));
    expect(spreadBetweenClasses({ lines: 1, starts: 18, concepts: 1, data }, classOf)[0]).toBeCloseTo(spread, 5);
    const few = { lines: 1, starts: 8, concepts: 1, data: data.slice(0, 8) };
    expect(spreadBetweenClasses(few, [0, 0, 0, 0, 1, 1, 1, 1])[0]).toBeNaN();
  });
});

describe('tail', () => {
  it("has SciPy's generalised Pareto survival function", () => {
    for (const [excess, shape, expected] of oracle.tail.exponents) {
      expect(exponent(excess as number, shape as number)).toBeCloseTo(expected as number, 10);
    }
    expect(exponent(10, -0.2)).toBe(Number.POSITIVE_INFINITY);
  });

  it('finds the shape and scale that maximum likelihood finds on a large sample', () => {
    const { quantiles, shape, scale } = oracle.tail;
    // The sample's exceedances of 0, under four times as many values just above it.
    const sorted = Float64Array.from([...Array<number>(4 * quantiles.length).fill(1e-9), ...quantiles]).sort();
    const found = sharedShape([sorted]);
    expect(Math.abs(found - shape)).toBeLessThan(0.03);
    expect(Math.abs(fitTail(sorted, found).scale / scale - 1)).toBeLessThan(0.05);
  });

  it('gives probabilities that hold beyond the draws they were fitted to', () => {
    const random = randomState(3);
    const draw = () => random.randn() ** 2;
    const nulls = Array.from({ length: 60 }, () => Float64Array.from({ length: 200 }, draw).sort());
    const shape = sharedShape(nulls);
    let [small, n] = [0, 0];
    for (const sorted of nulls) {
      const tail = fitTail(sorted, shape);
      for (let i = 0; i < 2000; i++, n++) small += Number(tailProbability(tail, draw()) <= 0.001);
    }
    expect(small / n).toBeGreaterThan(0.0003);
    expect(small / n).toBeLessThan(0.0015);
  });

  it('only counts where most draws do not move at all', () => {
    const sorted = Float64Array.from({ length: 200 }, (_, at) => Math.max(0, at - 160));
    expect(fitTail(sorted, 0).exceedances).toBe(0);
    expect(tailProbability(fitTail(sorted, 0), 1e6)).toBe(1 / 201);
  });

  it('falls with the value, is never 0, and counts below the threshold', () => {
    const sorted = Float64Array.from({ length: 200 }, (_, at) => at);
    const tail = fitTail(sorted, 0);
    expect(tailProbability(tail, 0)).toBe(1);
    expect(tailProbability(tail, 100)).toBeCloseTo(101 / 201, 10);
    let before = 1;
    for (let value = 0; value < 1000; value += 7) {
      const p = tailProbability(tail, value);
      expect(p).toBeLessThanOrEqual(before);
      expect(p).toBeGreaterThan(0);
      before = p;
    }
  });
});
