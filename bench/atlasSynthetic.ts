import { assembleAtlas, type Observed } from '#core/atlas/assemble.ts';
import type { AtlasTable } from '#core/atlas/atlasTable.ts';
import { changesOf, monotonicityOf } from '#core/atlas/changes.ts';
import { drawDirections, lengthGrid, principalAxes } from '#core/atlas/nullDirections.ts';
import { parseQuery } from '#core/atlas/query.ts';
import { rankUnits } from '#core/atlas/ranking.ts';
import { atlasParamsSchema } from '#core/params.ts';
import { randomState } from '#core/random.ts';
import { median } from './median.ts';

/** A study as large as those of real networks: measures follow w linearly, with noise; nothing is rendered. */
const [UNITS, PARTS, METRICS, STARTS, STEPS, LATENTS] = [2048, 10, 9, 10, 5, 512];
const CONCEPTS = PARTS * METRICS;
const NULL_DIRECTIONS = 200;
const NULL_LENGTHS = 3;
const QUERIES = 21;

/** Times of everything that follows the measures, and of one query. */
export function timeLargeStudy(): { readonly seconds: number; readonly queryMs: number; readonly peakMb: number } {
  const { stored, summary, seconds, peakMb } = makeLargeStudy();
  const { parts, metrics } = summary;
  const atlas: AtlasTable = {
    ...stored,
    summary,
    parts,
    metrics,
    concepts: parts.flatMap((part) => metrics.map((metric) => ({ part, metric }))),
  };
  const text = '"part 3" "metric 4" increases > 0.3 q < 0.05 and not "part 1" "metric 2" changes > 0.5';
  const times = Array.from({ length: QUERIES }, () => {
    const askedAt = performance.now();
    rankUnits(atlas, parseQuery(text), () => stored.analysis);
    return performance.now() - askedAt;
  });
  return { seconds, queryMs: median(times), peakMb };
}

/** The atlas of the large study, as it is stored. `seconds`: of everything that follows the measures. */
export function makeLargeStudy() {
  const params = atlasParamsSchema.parse({ lengths: NULL_LENGTHS });
  const world = makeWorld();
  const unitValues = Array.from({ length: UNITS }, (_, unit) => world.valuesOf(unit));
  const nullValues = Array.from({ length: NULL_DIRECTIONS }, (_, direction) => world.nullValuesOf(direction));
  const startedAt = performance.now();
  const shape = { steps: STEPS, concepts: CONCEPTS, axial: new Uint8Array(CONCEPTS) };
  const changes = new Float32Array(UNITS * STARTS * CONCEPTS);
  const monotonicity = new Float32Array(UNITS * CONCEPTS);
  for (const [unit, values] of unitValues.entries()) {
    changes.set(changesOf(values, shape), unit * STARTS * CONCEPTS);
    monotonicity.set(monotonicityOf(values, shape), unit * CONCEPTS);
  }
  const nulls = new Float32Array(NULL_DIRECTIONS * world.lengths.length * STARTS * CONCEPTS);
  for (const [direction, values] of nullValues.entries()) {
    nulls.set(changesOf(values, shape), direction * world.lengths.length * STARTS * CONCEPTS);
  }
  const observed: Observed = {
    parts: Array.from({ length: PARTS }, (_, at) => `part ${at}`),
    metrics: Array.from({ length: METRICS }, (_, at) => `metric ${at}`),
    steps: STEPS,
    unit: Int32Array.from({ length: UNITS }, (_, unit) => unit),
    unitSteps: world.unitSteps,
    changes: { lines: UNITS, starts: STARTS, concepts: CONCEPTS, data: changes },
    monotonicity,
    nulls: {
      directions: NULL_DIRECTIONS,
      lengths: world.lengths,
      starts: STARTS,
      concepts: CONCEPTS,
      data: nulls,
    },
    nullDirections: world.nullDirections,
    axes: world.axes,
    chance: Float64Array.from({ length: UNITS }, (_, unit) =>
      Math.hypot(...world.unitSteps.subarray(unit * LATENTS, (unit + 1) * LATENTS)),
    ),
    chanceIs: 'direction',
    classOf: Int32Array.from({ length: STARTS }, (_, start) => start % 5),
    scale: new Float32Array(CONCEPTS).fill(1),
    floor: new Float32Array(CONCEPTS),
    error: new Float32Array(CONCEPTS),
    networks: 1,
  };
  const { stored, summary } = assembleAtlas(observed, params);
  const seconds = (performance.now() - startedAt) / 1000;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { observed, stored, summary, seconds, peakMb };
}

function makeWorld() {
  const random = randomState(7);
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.randn());
  // Latents fill a part of their dimensions, as those of real generators do.
  const deviations = Float64Array.from({ length: LATENTS }, (_, d) => 1 / (1 + d / 20));
  const rows = 1000;
  const heldOut = Float32Array.from(
    { length: rows * LATENTS },
    (_, at) => random.randn() * (deviations[at % LATENTS] as number),
  );
  const w = { data: heldOut, shape: [rows, LATENTS] };
  const response = normals(LATENTS * CONCEPTS).map((value) => value / 4);
  const unitSteps = Float64Array.from(
    { length: UNITS * LATENTS },
    (_, at) => 0.1 * random.randn() * (deviations[at % LATENTS] as number),
  );
  const lengthOf = (steps: Float64Array) => Math.hypot(...steps);
  const stepOf = (unit: number) => unitSteps.subarray(unit * LATENTS, (unit + 1) * LATENTS);
  const lengths = lengthGrid(
    Array.from({ length: UNITS }, (_, unit) => lengthOf(stepOf(unit))),
    NULL_LENGTHS,
  );
  const directions = drawDirections(w, NULL_DIRECTIONS, 3);
  const effectOf = (step: ArrayLike<number>) =>
    Float64Array.from({ length: CONCEPTS }, (_, concept) => {
      let sum = 0;
      for (let d = 0; d < LATENTS; d++) sum += (step[d] as number) * (response[d * CONCEPTS + concept] as number);
      return sum;
    });
  /** [S K C] of a line with these effects: every start picture answers a little differently. */
  const walk = (effects: Float64Array) => {
    const values = new Float32Array(STARTS * STEPS * CONCEPTS);
    for (let start = 0; start < STARTS; start++) {
      for (let concept = 0; concept < CONCEPTS; concept++) {
        const own = (effects[concept] as number) * (1 + 0.3 * random.randn());
        for (let k = 0; k < STEPS; k++)
          values[(start * STEPS + k) * CONCEPTS + concept] = (own * k) / (STEPS - 1) + 0.05 * random.randn();
      }
    }
    return values;
  };
  return {
    unitSteps,
    lengths,
    nullDirections: directions.data,
    axes: principalAxes(w),
    valuesOf: (unit: number) => walk(effectOf(stepOf(unit))),
    nullValuesOf(direction: number) {
      const line = directions.data.subarray(direction * LATENTS, (direction + 1) * LATENTS);
      const effects = effectOf(line);
      const size = STARTS * STEPS * CONCEPTS;
      const values = new Float32Array(lengths.length * size);
      lengths.forEach((length, at) => {
        values.set(walk(effects.map((effect) => effect * length)), at * size);
      });
      return values;
    },
  };
}
