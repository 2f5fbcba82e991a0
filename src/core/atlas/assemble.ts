import type { AtlasParams } from '../params.ts';
import { median } from '../statistics.ts';
import type { AtlasSummary } from '../summary.ts';
import { groupUnits } from '../unitGroups.ts';
import { type Analysis, analyse } from './analysis.ts';
import { type StoredAtlas, scoreColumns } from './atlasTable.ts';
import {
  checkTails,
  detectableEffect,
  type NullChanges,
  type NullStatistics,
  nullStatistics,
  tailShapeOf,
} from './chance.ts';
import { spreadBetweenClasses } from './classes.ts';
import type { Changes } from './effects.ts';
import { likenessOrder, unitMap } from './layout.ts';
import type { PrincipalAxes } from './nullDirections.ts';
import { fitResponse, type LinearResponse, respond, varyingAxes, whiten } from './rotations.ts';
import { scoreNulls, totalsOf } from './scoreNulls.ts';
import { type Energies, energiesOf, scoreConcepts, scoreUnits } from './scores.ts';

/** Level at which cells count as reported in summaries. */
export const REPORTED_AT = 0.05;

/** What was observed, all changes in the units of their measures. */
export interface Observed {
  readonly parts: readonly string[];
  readonly metrics: readonly string[];
  readonly steps: number;
  /** [units] */
  readonly unit: Int32Array;
  /** [units L] each unit's step in w from the low end of its range to the high end. */
  readonly unitSteps: Float64Array;
  /** [units S C] float32 */
  readonly changes: Changes;
  /** [units C] */
  readonly monotonicity: Float32Array;
  readonly nulls: NullChanges;
  /** [N L] of length 1, or nearly so */
  readonly nullDirections: Float32Array;
  readonly axes: PrincipalAxes;
  /** [units] length in w of each unit's line under the null. */
  readonly chance: Float64Array;
  /** What that length is of; see `atlasParamsSchema.chance`. */
  readonly chanceIs: AtlasParams['chance'];
  /** [S] class of each start picture. */
  readonly classOf: Int32Array;
  /** [C] within-class standard deviation; NaN for a measure that never varies. */
  readonly scale: Float32Array;
  /** [C] noise floor of a change, in the unit of the measure. */
  readonly floor: Float32Array;
  /** [C] standard deviation that the segmenter leaves in a change, in the unit of the measure. */
  readonly error: Float32Array;
  /** Networks of the segmenter; 0 where there is none. */
  readonly networks: number;
}

export type AssembleOptions = Pick<AtlasParams, 'margin' | 'rotations' | 'seed' | 'redundant'>;

/** Values [.. C] in within-class standard deviations [C]. */
export function inDeviations(values: Float32Array, scale: Float32Array): Float32Array {
  const scaled = new Float32Array(values.length);
  // Two plain loops: a study has millions of values, and a query waits for them.
  for (let from = 0; from < values.length; from += scale.length) {
    for (let concept = 0; concept < scale.length; concept++) {
      scaled[from + concept] = (values[from + concept] as number) / (scale[concept] as number);
    }
  }
  return scaled;
}

/** The whole atlas of what was observed. */
export function assembleAtlas(
  observed: Observed,
  options: AssembleOptions,
): { readonly stored: StoredAtlas; readonly summary: AtlasSummary } {
  const { scale } = observed;
  const standard = {
    changes: { ...observed.changes, data: inDeviations(observed.changes.data, scale) },
    nulls: { ...observed.nulls, data: inDeviations(observed.nulls.data, scale) },
    floor: inDeviations(observed.floor, scale),
    error: inDeviations(observed.error, scale),
  };
  const analysis = analyse({ ...standard, lengths: observed.chance, margin: options.margin });
  const statistics = nullStatistics(standard.nulls);
  const shape = tailShapeOf(statistics, standard.nulls.lengths);
  const energies = measuredEnergies(observed, analysis);
  const response = responseOf(observed, standard.nulls);
  const whitened = whiten(observed.unitSteps, observed.axes);
  const grid = { parts: observed.parts.length, metrics: observed.metrics.length };
  const nulls = scoreNulls(response, whitened, grid, options);
  const profiles = profilesOf(analysis);
  const scores = scoreColumns({ ...scoreUnits(energies), ...scoreConcepts(energies) }, nulls);
  const stored: StoredAtlas = {
    ...scores,
    unit: observed.unit,
    analysis,
    monotonicity: observed.monotonicity,
    betweenClasses: spreadBetweenClasses(standard.changes, observed.classOf),
    scale,
    floor: standard.floor,
    error: standard.error,
    detectable: detectableEffects(analysis, statistics, median(observed.chance), shape),
    group: groupUnits(
      { data: Float32Array.from(profiles.data), shape: [profiles.rows, profiles.columns] },
      options.redundant,
    ).map((row) => observed.unit[row] as number),
    map: unitMap(profiles, options.seed),
    order: likenessOrder(profiles),
  };
  const reported = analysis.q.map((q, cell) => Number(q < REPORTED_AT && analysis.below[cell] === 0));
  const unitsReported = Array.from(observed.unit.keys()).filter((row) =>
    reported.subarray(row * analysis.concepts, (row + 1) * analysis.concepts).includes(1),
  );
  const [disentanglement, completeness] = totalsWith(nulls.totals, energies);
  const summary: AtlasSummary = {
    parts: observed.parts,
    metrics: observed.metrics,
    units: observed.unit.length,
    starts: observed.changes.starts,
    steps: observed.steps,
    nullDirections: observed.nulls.directions,
    chance: observed.chanceIs,
    medianLength: median(lengthsOf(observed)),
    medianChanceLength: median(observed.chance),
    nullLengths: Array.from(observed.nulls.lengths),
    tested: analysis.p.reduce((count, p) => count + Number(!Number.isNaN(p)), 0),
    reported: reported.reduce((count, flag) => count + flag, 0),
    unitsReported: unitsReported.length,
    belowFloor: analysis.below.reduce((count, flag) => count + flag, 0),
    constant: observed.scale.reduce((count, scale) => count + Number(Number.isNaN(scale)), 0),
    groups: new Set(stored.group).size,
    disentanglement,
    completeness,
    tailShape: shape,
    tailCheck: checkTails(statistics, standard.nulls.lengths, shape),
    responseR2: responseFit(response, whitened, analysis),
    remarks: remarksOf(observed),
  };
  return { stored, summary };
}

/** What a person should know before believing the numbers, as sentences. */
function remarksOf({ changes, classOf, networks }: Observed): string[] {
  const counts = new Map<number, number>();
  for (const at of classOf) counts.set(at, (counts.get(at) ?? 0) + 1);
  const [fewest, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
  return [
    ...(changes.starts < 2
      ? [
          'One start picture gives effects without intervals, and nothing can be tested: 2 are the least, 5 give a useful interval.',
        ]
      : []),
    ...(counts.size > 1 && fewest !== most
      ? [`Classes count unequally: from ${fewest} to ${most} start pictures a class.`]
      : []),
    ...(networks === 1
      ? ['The segmenter is one network: how uncertain it leaves an effect is not known, and not in the intervals.']
      : []),
    ...(fewest < 5 ? [`Spread between classes needs 5 start pictures a class; the fewest here are ${fewest}.`] : []),
  ];
}

function lengthsOf({ unitSteps, unit }: Observed): Float64Array {
  const width = unitSteps.length / unit.length;
  return Float64Array.from(unit, (_, row) => Math.hypot(...unitSteps.subarray(row * width, (row + 1) * width)));
}

function measuredEnergies({ parts, metrics }: Observed, { effects, below }: Analysis): Energies {
  // An effect below the floor is the segmenter's, and holds no energy of the unit.
  const value = effects.value.map((effect, cell) => (below[cell] === 1 ? 0 : effect));
  return energiesOf(value, effects.deviation, effects.n, parts.length, metrics.length);
}

/** [units C] effects, missing ones 0. */
function profilesOf({ units, concepts, effects }: Analysis) {
  return {
    rows: units,
    columns: concepts,
    data: Float64Array.from(effects.value, (value) => (Number.isNaN(value) ? 0 : value)),
  };
}

/** Effects of null directions at all lengths, as a linear function of their steps. */
function responseOf({ nullDirections, axes }: Observed, nulls: NullChanges): LinearResponse {
  const { directions, lengths, starts, concepts, data } = nulls;
  const width = axes.deviations.length;
  const steps = new Float64Array(directions * lengths.length * width);
  const means = new Float32Array(directions * lengths.length * concepts);
  for (let row = 0; row < directions * lengths.length; row++) {
    const [direction, length] = [Math.floor(row / lengths.length), lengths[row % lengths.length] as number];
    for (let d = 0; d < width; d++) steps[row * width + d] = length * (nullDirections[direction * width + d] as number);
    for (let concept = 0; concept < concepts; concept++) {
      let [n, sum] = [0, 0];
      for (let start = 0; start < starts; start++) {
        const change = data[(row * starts + start) * concepts + concept] as number;
        if (Number.isNaN(change)) continue;
        n += 1;
        sum += change;
      }
      means[row * concepts + concept] = sum / n;
    }
  }
  return fitResponse(whiten(steps, axes), means, varyingAxes(axes));
}

/** R2 of the units' measured effects by the linear response, over all cells that have one, about 0. */
function responseFit(response: LinearResponse, whitened: Float64Array, { effects }: Analysis): number {
  const predicted = respond(response, whitened);
  let [error, spread] = [0, 0];
  effects.value.forEach((value, cell) => {
    if (Number.isNaN(value)) return;
    error += (value - (predicted[cell] as number)) ** 2;
    spread += value * value;
  });
  return spread > 0 ? 1 - error / spread : 0;
}

function detectableEffects(
  { units, concepts, effects }: Analysis,
  nulls: NullStatistics,
  length: number,
  shape: number,
): Float32Array {
  const tests = effects.n.reduce((count, n) => count + Number(n > 1), 0);
  return Float32Array.from({ length: concepts }, (_, concept) => {
    const errors: number[] = [];
    for (let row = 0; row < units; row++) {
      const cell = row * concepts + concept;
      const n = effects.n[cell] as number;
      if (n > 1) errors.push((effects.deviation[cell] as number) ** 2 / n);
    }
    // With a single report, the discovery rate is its probability times the number of tests.
    return errors.length === 0
      ? Number.NaN
      : detectableEffect(nulls, length, concept, shape, median(errors), REPORTED_AT / Math.max(1, tests));
  });
}

function totalsWith(
  nulls: {
    readonly predicted: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly p: Float64Array;
  },
  energies: Energies,
): [AtlasSummary['disentanglement'], AtlasSummary['completeness']] {
  const measured = totalsOf(energies);
  const at = (which: number) => ({
    measured: known(measured[which]),
    predicted: known(nulls.predicted[which]),
    low: known(nulls.low[which]),
    high: known(nulls.high[which]),
    p: known(nulls.p[which]),
  });
  return [at(0), at(1)];
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
