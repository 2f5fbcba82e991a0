import { describe, expect, it } from 'vitest';
import { analyse } from '#core/atlas/analysis.ts';
import { checkTails, type NullChanges, nullStatistics, tailShapeOf } from '#core/atlas/chance.ts';
import type { Changes } from '#core/atlas/effects.ts';
import { drawDirections, lengthGrid } from '#core/atlas/nullDirections.ts';
import { randomState } from '#core/random.ts';

/** A world in which concepts are curved functions of few latent axes, each with a noise of its own. */
const [LATENT, CONCEPTS, STARTS, NULLS] = [12, 24, 5, 200];

function createWorld(seed: number) {
  const random = randomState(seed);
  const w = {
    data: Float32Array.from({ length: 400 * LATENT }, (_, at) => random.randn() * 0.8 ** (at % LATENT)),
    shape: [400, LATENT],
  };
  // Concept 0 hangs on the axis of least variance alone, where chance hardly goes.
  const mixing = Float64Array.from({ length: LATENT * CONCEPTS }, (_, at) => {
    const [axis, concept] = [Math.floor(at / CONCEPTS), at % CONCEPTS];
    return concept > 0 ? random.randn() : Number(axis === LATENT - 1);
  });
  const bases = Float64Array.from({ length: STARTS * LATENT }, () => random.randn());
  const noise = Float64Array.from({ length: CONCEPTS }, () => 0.05 + 0.3 * random.uniform());
  /** [S C] changes along a step [L]. */
  const changes = (step: ArrayLike<number>): number[] =>
    Array.from({ length: STARTS * CONCEPTS }, (_, at) => {
      const [start, concept] = [Math.floor(at / CONCEPTS), at % CONCEPTS];
      let [low, high] = [0, 0];
      for (let d = 0; d < LATENT; d++) {
        const weight = mixing[d * CONCEPTS + concept] as number;
        low += weight * (bases[start * LATENT + d] as number);
        high += weight * ((bases[start * LATENT + d] as number) + (step[d] as number));
      }
      return Math.tanh(high / 4) - Math.tanh(low / 4) + 0.1 * (noise[concept] as number) * random.randn();
    });
  return { random, w, changes };
}

const scaled = (step: ArrayLike<number>, length: number) => Array.from(step, (value) => value * length);
const rowsOf = ({ data }: { data: Float32Array }) =>
  Array.from({ length: data.length / LATENT }, (_, row) => data.subarray(row * LATENT, (row + 1) * LATENT));

function study(seed: number) {
  const world = createWorld(seed);
  const lengths = lengthGrid([0.2, 1, 2], 3);
  const nulls: NullChanges = {
    directions: NULLS,
    lengths,
    starts: STARTS,
    concepts: CONCEPTS,
    data: Float32Array.from(
      rowsOf(drawDirections(world.w, NULLS, seed)).flatMap((row) =>
        Array.from(lengths).flatMap((length) => world.changes(scaled(row, length))),
      ),
    ),
  };
  const analyseUnits = (steps: readonly (readonly number[])[]) => {
    const changes: Changes = {
      lines: steps.length,
      starts: STARTS,
      concepts: CONCEPTS,
      data: Float32Array.from(steps.flatMap(world.changes)),
    };
    const lengthOf = (step: readonly number[]) => Math.hypot(...step);
    const none = new Float32Array(CONCEPTS);
    return analyse({
      changes,
      lengths: Float64Array.from(steps, lengthOf),
      nulls,
      floor: none,
      error: none,
      margin: 0.2,
    });
  };
  return { world, nulls, analyseUnits };
}

describe('more than chance', () => {
  it('reports nothing in nearly all studies of units that are chance', () => {
    let reporting = 0;
    const runs = 60;
    for (let seed = 0; seed < 3; seed++) {
      const { world, analyseUnits } = study(seed);
      for (let run = 0; run < runs / 3; run++) {
        const steps = rowsOf(drawDirections(world.w, 32, 1000 + 100 * seed + run)).map((row) =>
          scaled(row, 0.2 + 1.8 * world.random.uniform()),
        );
        reporting += Number(analyseUnits(steps).q.some((q) => q < 0.05));
      }
    }
    expect(reporting).toBeLessThanOrEqual(6);
  });

  it('reports a unit that moves one concept far more than chance does, and that concept first', () => {
    const { world, analyseUnits } = study(7);
    const steps = rowsOf(drawDirections(world.w, 32, 99)).map((row) => scaled(row, 1));
    steps[5] = Array.from({ length: LATENT }, (_, d) => (d === LATENT - 1 ? 1 : 0));
    const analysis = analyseUnits(steps);
    const q = analysis.q.subarray(5 * CONCEPTS, 6 * CONCEPTS);
    expect(q[0]).toBeLessThan(0.05);
    expect(Math.min(...q)).toBe(q[0]);
    expect(Math.min(...analysis.pMax.subarray(5 * CONCEPTS, 6 * CONCEPTS))).toBeLessThan(0.05);
  });

  it('has tails that hold on directions they were not fitted to', () => {
    const { nulls } = study(3);
    const statistics = nullStatistics(nulls);
    const { n, shares } = checkTails(statistics, nulls.lengths, tailShapeOf(statistics, nulls.lengths));
    expect(n).toBe(3 * CONCEPTS * NULLS);
    expect(shares[0]?.share).toBeGreaterThan(0.03);
    expect(shares[0]?.share).toBeLessThan(0.07);
    expect(shares[2]?.share).toBeLessThan(0.003);
  });

  it('tests nothing that chance never moves, and nothing seen from one start picture alone', () => {
    const { nulls, world } = study(4);
    const still = { ...nulls, data: nulls.data.map((change, at) => (at % CONCEPTS === 0 ? 0 : change)) };
    const step = rowsOf(drawDirections(world.w, 1, 5))[0] as Float32Array;
    const data = Float32Array.from(world.changes(step), (change, at) =>
      at % CONCEPTS === 1 && at >= CONCEPTS ? Number.NaN : change,
    );
    const none = new Float32Array(CONCEPTS);
    const changes = { lines: 1, starts: STARTS, concepts: CONCEPTS, data };
    const { p, q } = analyse({
      changes,
      lengths: Float64Array.of(1),
      nulls: still,
      floor: none,
      error: none,
      margin: 0.2,
    });
    expect(p[0]).toBeNaN();
    expect(p[1]).toBeNaN();
    expect(q[1]).toBeNaN();
    expect(p[2]).toBeGreaterThan(0);
  });
});
