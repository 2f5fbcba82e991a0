import { analyse } from '#core/atlas/analysis.ts';
import { inDeviations } from '#core/atlas/assemble.ts';
import { changesOf, type StepsShape } from '#core/atlas/changes.ts';
import { type NullPlan, nullLatents, planNulls, type SweptLines, type UnitLine } from '#core/atlas/nullPlan.ts';
import type { Observer } from '#core/atlas/observed.ts';
import { symmetricEigen } from '#core/eigen.ts';
import type { AtlasParams } from '#core/params.ts';
import { shuffled } from '#core/random.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import { percentile } from '#core/statistics.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';
import { CONCEPT_OF, FACTORS, type FactorReader, factorChange } from './atlasTruth.ts';

/**
 * Small studies of linkers, true and shuffled, on real pictures: 32 units x 5 start pictures x 3 steps, all from the start pictures' own
 * latents, so that every study shares its null directions.
 */
const UNITS = 32;
const STARTS = 5;
const STEPS = 3;
const DIRECTIONS = 200;
const LENGTHS = 3;
/** Change of a factor, in deviations within a class, that a study should not miss. */
const LARGE = 0.5;
const LEVEL = 0.05;

export interface World {
  readonly train: SampleSet;
  readonly heldOut: SampleSet;
  /** Parts of any latent, as measured. */
  readonly observer: Observer;
  /** [C] within-class standard deviation of each measure. */
  readonly scale: Float32Array;
  readonly read: FactorReader;
  /** [F] */
  readonly deviations: Float64Array;
}

export interface Setting {
  /** Of the ridge links, true and shuffled alike. */
  readonly penalty: number;
  readonly chance: AtlasParams['chance'];
  /** Shuffled links. */
  readonly runs: number;
}

/** Runs with shuffled pairs that report anything, and the share of large changes that the true linker's run reports. */
export async function calibrate(
  world: World,
  { penalty, chance: chanceIs, runs }: Setting,
  tell: (done: number) => void,
) {
  const { train, heldOut } = world;
  const ridge = prepareRidge(train, penalty);
  const starts = Array.from({ length: STARTS }, (_, at) => Math.floor((at * heldOut.count) / STARTS));
  const linesOf = (weights: Float64Array) => unitLines(train, heldOut, starts, weights);
  const fakes = Array.from({ length: runs }, (_, seed) => linesOf(ridge(shuffled(train.count, seed + 1))));
  const real = linesOf(ridge(Array.from({ length: train.count }, (_, row) => row)));
  const unknowing = Float64Array.from({ length: UNITS }, (_, unit) =>
    Math.sqrt(fakes.reduce((sum, lines) => sum + (lines[unit] as Line).length ** 2, 0) / runs),
  );
  const own = (lines: readonly Line[]) => Float64Array.from(lines, ({ length }) => length);
  const chanceOf = (lines: readonly Line[]) => (chanceIs === 'link' ? unknowing : own(lines));
  const width = heldOut.w.shape[1] as number;
  const bases = new Float32Array(STARTS * width);
  starts.forEach((row, start) => {
    bases.set(rowOf(heldOut.w, row), start * width);
  });
  const swept: SweptLines = { lines: real, bases: { data: bases, shape: [STARTS, width] }, steps: STEPS };
  const reached = chanceIs === 'link' ? unknowing : own([real, ...fakes].flat());
  const options = { directions: DIRECTIONS, lengths: LENGTHS, seed: 5, chance: chanceIs };
  const plan = planNulls(swept, reached, heldOut.w, options);
  const nulls = await observeNulls(world, plan);
  let reporting = 0;
  for (const [run, lines] of fakes.entries()) {
    const { q } = await study(world, lines, chanceOf(lines), plan, nulls);
    reporting += Number(q.some((value) => value < LEVEL));
    tell(run + 1);
  }
  const { q } = await study(world, real, chanceOf(real), plan, nulls);
  return { reporting, power: powerOf(world, real, q) };
}

/** Ridge on the given order of the latents: [U L] weights. */
function prepareRidge({ r, w }: SampleSet, penalty: number): (order: ArrayLike<number>) => Float64Array {
  const [rows, units] = r.shape as [number, number];
  const width = w.shape[1] as number;
  const centre = (data: Float32Array, columns: number) => {
    const mean = new Float64Array(columns);
    for (let at = 0; at < data.length; at++)
      mean[at % columns] = (mean[at % columns] as number) + (data[at] as number) / rows;
    return Float64Array.from(data, (value, at) => value - (mean[at % columns] as number));
  };
  const [x, y] = [centre(r.data, units), centre(w.data, width)];
  const gram = new Float64Array(units * units);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < units; i++) {
      const value = x[row * units + i] as number;
      if (value === 0) continue;
      for (let j = 0; j < units; j++)
        gram[i * units + j] = (gram[i * units + j] as number) + value * (x[row * units + j] as number);
    }
  }
  const { values, vectors } = symmetricEigen(gram, units);
  return (order) => {
    const cross = new Float64Array(units * width);
    for (let row = 0; row < rows; row++) {
      const from = order[row] as number;
      for (let i = 0; i < units; i++) {
        const value = x[row * units + i] as number;
        for (let d = 0; d < width; d++)
          cross[i * width + d] = (cross[i * width + d] as number) + value * (y[from * width + d] as number);
      }
    }
    const weights = new Float64Array(units * width);
    const along = new Float64Array(width);
    for (let axis = 0; axis < units; axis++) {
      along.fill(0);
      for (let i = 0; i < units; i++) {
        const value = vectors[axis * units + i] as number;
        for (let d = 0; d < width; d++) along[d] = (along[d] as number) + value * (cross[i * width + d] as number);
      }
      const share = 1 / ((values[axis] as number) + penalty);
      for (let i = 0; i < units; i++) {
        const value = share * (vectors[axis * units + i] as number);
        for (let d = 0; d < width; d++)
          weights[i * width + d] = (weights[i * width + d] as number) + value * (along[d] as number);
      }
    }
    return weights;
  };
}

interface Line extends UnitLine {
  /** [S K L] as a matrix */
  readonly w: FloatTensor;
}

/** Each of some units from its 1st to its 99th percentile, on every start picture. */
function unitLines(train: SampleSet, heldOut: SampleSet, starts: readonly number[], weights: Float64Array): Line[] {
  const [, units] = train.r.shape as [number, number];
  const width = train.w.shape[1] as number;
  return Array.from({ length: UNITS }, (_, at) => {
    const unit = Math.floor((at * units) / UNITS);
    const values = Float64Array.from({ length: train.count }, (_, row) => train.r.data[row * units + unit] as number);
    const [low, high] = [percentile(values, 1), percentile(values, 99)];
    const own = starts.map((row) => heldOut.r.data[row * units + unit] as number);
    const data = new Float32Array(starts.length * STEPS * width);
    starts.forEach((row, start) => {
      const base = rowOf(heldOut.w, row);
      for (let k = 0; k < STEPS; k++) {
        const change = low + ((high - low) * k) / (STEPS - 1) - (own[start] as number);
        for (let d = 0; d < width; d++)
          data[(start * STEPS + k) * width + d] = (base[d] as number) + change * (weights[unit * width + d] as number);
      }
    });
    const step = weights.slice(unit * width, (unit + 1) * width).map((weight) => weight * (high - low));
    return {
      unit,
      directionIndex: at,
      firstOrdinal: at * STARTS,
      range: [low, high] as const,
      step,
      length: Math.hypot(...step),
      places: Float64Array.from(own, (value) => (value - low) / (high - low)),
      w: { data, shape: [starts.length * STEPS, width] },
    };
  });
}

/** [N G S C] in deviations */
async function observeNulls({ observer, scale }: World, plan: NullPlan): Promise<Float32Array> {
  const shape = shapeOf(observer);
  const size = plan.lengths.length * STARTS * shape.concepts;
  const changes = new Float32Array(DIRECTIONS * size);
  for (let which = 0; which < DIRECTIONS; which++) {
    changes.set(changesOf(await observer.observe(nullLatents(plan, which)), shape), which * size);
  }
  return inDeviations(changes, scale);
}

async function study(
  { observer, scale }: World,
  lines: readonly Line[],
  chance: Float64Array,
  { lengths }: NullPlan,
  nulls: Float32Array,
) {
  const shape = shapeOf(observer);
  const { concepts } = shape;
  const width = lines[0]?.w.shape[1] as number;
  const all = new Float32Array(lines.length * STARTS * STEPS * width);
  lines.forEach(({ w }, at) => {
    all.set(w.data, at * w.data.length);
  });
  const values = await observer.observe({ data: all, shape: [all.length / width, width] });
  return analyse({
    changes: { lines: lines.length, starts: STARTS, concepts, data: inDeviations(changesOf(values, shape), scale) },
    lengths: chance,
    nulls: { directions: DIRECTIONS, lengths, starts: STARTS, concepts, data: nulls },
    floor: new Float32Array(concepts),
    error: new Float32Array(concepts),
    margin: 0.2,
  });
}

function shapeOf({ parts, metrics, axial }: Observer): StepsShape {
  return { steps: STEPS, concepts: parts.length * metrics.length, axial };
}

function powerOf({ observer, read, deviations }: World, lines: readonly Line[], q: Float32Array): number {
  const concepts = observer.parts.length * observer.metrics.length;
  let [large, found] = [0, 0];
  lines.forEach(({ w }, line) => {
    factorChange(w, STEPS, read, deviations).forEach((change, factor) => {
      if (Math.abs(change) <= LARGE) return;
      const { part, metric } = CONCEPT_OF[FACTORS[factor] as (typeof FACTORS)[number]];
      const concept = observer.parts.indexOf(part) * observer.metrics.length + observer.metrics.indexOf(metric);
      large += 1;
      found += Number((q[line * concepts + concept] as number) < LEVEL);
    });
  });
  process.stderr.write(`power: ${found} of ${large} changes above ${LARGE} deviations are reported\n`);
  return found / large;
}
