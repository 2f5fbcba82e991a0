import { describe, expect, it } from 'vitest';
import { assembleAtlas, type Observed } from '#core/atlas/assemble.ts';
import type { AtlasTable } from '#core/atlas/atlasTable.ts';
import { drawDirections, principalAxes } from '#core/atlas/nullDirections.ts';
import { parseQuery } from '#core/atlas/query.ts';
import { rankUnits } from '#core/atlas/ranking.ts';
import { canonicalJson } from '#core/json.ts';
import { atlasParamsSchema } from '#core/params.ts';
import { randomState } from '#core/random.ts';

/** Studies that lack something: what an atlas says of them instead of failing, or of numbers that mean nothing. */

const PARAMS = atlasParamsSchema.parse({ rotations: 20 });
const [PARTS, METRICS] = [
  ['ear', 'wing'],
  ['area', 'angle'],
];
const CONCEPTS = PARTS.length * METRICS.length;
const [AREA_OF_EAR, AREA_OF_WING] = [0, 2];
const WIDTH = 6;

interface Lacking {
  readonly units?: number;
  readonly classOf?: readonly number[];
  /** Concepts that no picture shows. */
  readonly unseen?: readonly number[];
  /** Concepts whose measure never varies. */
  readonly constant?: readonly number[];
}

/** Changes that follow w linearly, with noise, as a sweep and 200 null directions would show them. */
function observe({ units = 6, classOf = [0, 1, 0, 1, 0, 1], unseen = [], constant = [] }: Lacking): Observed {
  const random = randomState(5);
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.randn());
  const w = { data: Float32Array.from(normals(200 * WIDTH)), shape: [200, WIDTH] };
  const response = normals(WIDTH * CONCEPTS);
  const starts = classOf.length;
  const directions = drawDirections(w, PARAMS.directions, 3);
  const unitSteps = normals(units * WIDTH);
  const changesAlong = (steps: ArrayLike<number>) =>
    Float32Array.from({ length: (steps.length / WIDTH) * starts * CONCEPTS }, (_, at) => {
      const [line, concept] = [Math.floor(at / (starts * CONCEPTS)), at % CONCEPTS];
      if (unseen.includes(concept)) return Number.NaN;
      let change = 0.1 * random.randn();
      for (let d = 0; d < WIDTH; d++)
        change += (steps[line * WIDTH + d] as number) * (response[d * CONCEPTS + concept] as number);
      return constant.includes(concept) ? 0 : change;
    });
  const table = (line: number) => ({ lines: line, starts, concepts: CONCEPTS });
  return {
    parts: PARTS,
    metrics: METRICS,
    steps: 3,
    unit: Int32Array.from({ length: units }, (_, unit) => 10 * unit),
    unitSteps,
    changes: { ...table(units), data: changesAlong(unitSteps) },
    monotonicity: new Float32Array(units * CONCEPTS),
    nulls: {
      directions: PARAMS.directions,
      lengths: Float64Array.of(1),
      starts,
      concepts: CONCEPTS,
      data: changesAlong(directions.data),
    },
    nullDirections: directions.data,
    axes: principalAxes(w),
    chance: new Float64Array(units).fill(1),
    chanceIs: 'direction',
    classOf: Int32Array.from(classOf),
    scale: Float32Array.from({ length: CONCEPTS }, (_, concept) =>
      unseen.includes(concept) || constant.includes(concept) ? Number.NaN : 1,
    ),
    floor: new Float32Array(CONCEPTS),
    error: new Float32Array(CONCEPTS),
    networks: 5,
  };
}

function build(lacking: Lacking): AtlasTable {
  const { stored, summary } = assembleAtlas(observe(lacking), PARAMS);
  // What is sealed has to be JSON: a number that means nothing would be refused there.
  expect(() => canonicalJson(summary)).not.toThrow();
  const { parts, metrics } = summary;
  return {
    ...stored,
    summary,
    parts,
    metrics,
    concepts: parts.flatMap((part) => metrics.map((metric) => ({ part, metric }))),
  };
}

const found = (atlas: AtlasTable, query: string) => rankUnits(atlas, parseQuery(query), () => atlas.analysis).length;

describe('an atlas', () => {
  it('of one start picture has effects, no intervals and no tests, and says the least that would do', () => {
    const { analysis, summary, detectable } = build({ classOf: [0] });
    expect(analysis.effects.value.every((value) => !Number.isNaN(value))).toBe(true);
    expect(analysis.half.every(Number.isNaN)).toBe(true);
    expect(summary.tested).toBe(0);
    expect(detectable.every(Number.isNaN)).toBe(true);
    expect(summary.remarks.join(' ')).toContain('2 are the least, 5 give a useful interval');
  });

  it('of classes with unequal numbers of start pictures says so', () => {
    const remarks = build({ classOf: [0, 0, 0, 0, 1, 1] }).summary.remarks.join(' ');
    expect(remarks).toContain('from 2 to 4 start pictures a class');
    expect(remarks).toContain('needs 5 start pictures a class');
    expect(build({}).summary.remarks.join(' ')).not.toContain('unequally');
  });

  it('of a part that no picture shows has no effect on it, finds no unit by it, and is whole otherwise', () => {
    const atlas = build({ unseen: [AREA_OF_WING, AREA_OF_WING + 1] });
    expect(atlas.analysis.effects.value[AREA_OF_WING]).toBeNaN();
    expect(atlas.analysis.effects.n[AREA_OF_WING]).toBe(0);
    expect(atlas.analysis.still[AREA_OF_WING]).toBe(0);
    expect(atlas.detectable[AREA_OF_WING]).toBeNaN();
    expect([found(atlas, 'wing area changes'), found(atlas, 'wing area still')]).toEqual([0, 0]);
    expect(found(atlas, 'ear area changes')).toBe(6);
    expect(atlas.conceptScores.completeness.measured[AREA_OF_WING]).toBeNaN();
    expect(atlas.map.every(Number.isFinite)).toBe(true);
    expect(new Set(atlas.order).size).toBe(6);
  });

  it('of a measure that never varies leaves it out of the tests and counts it', () => {
    const atlas = build({ constant: [AREA_OF_EAR] });
    expect(atlas.summary.constant).toBe(1);
    expect(atlas.analysis.p[AREA_OF_EAR]).toBeNaN();
    expect(found(atlas, 'ear area changes')).toBe(0);
    expect(atlas.summary.tested).toBe(6 * (CONCEPTS - 1));
  });

  it('of a single unit has no score over units, and is built all the same', () => {
    const { summary, conceptScores, unitScores } = build({ units: 1 });
    expect(summary.completeness.measured).toBeNull();
    expect(conceptScores.completeness.measured[AREA_OF_EAR]).toBeNaN();
    expect(unitScores.participation.measured[0]).toBeGreaterThan(0);
  });
});
