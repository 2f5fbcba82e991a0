import { percentile } from '../statistics.ts';
import { frameOf, type LinearResponse, randomFrame, respond, responseOf } from './rotations.ts';
import { conceptEnergies, type Energies, scoreConcepts, scoreUnits, unitEnergies, weightedMean } from './scores.ts';

/** A score of the linear response, and where it would lie if the units pointed anywhere. */
export interface ScoreNull {
  /** Of the linear response to the units as they are. */
  readonly predicted: Float64Array;
  /** 2.5 and 97.5 % of rotations. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Share of rotations with a score at least as large, (1 + those) / (1 + rotations); NaN where there is no score. */
  readonly p: Float64Array;
}

export const UNIT_SCORES = ['overParts', 'overMetrics', 'disentanglement', 'participation'] as const;
export type UnitScoreName = (typeof UNIT_SCORES)[number];
export const CONCEPT_SCORES = ['completeness', 'unitsFor80'] as const;
export type ConceptScoreName = (typeof CONCEPT_SCORES)[number];

/** Names of all scores with their nulls; the last two are DCI's totals, one number each. */
export type ScoreNulls = Readonly<Record<UnitScoreName | ConceptScoreName | 'totals', ScoreNull>>;

/** [disentanglement, completeness] over everything, weighted by energy. */
export function totalsOf(energies: Energies): Float64Array {
  return Float64Array.of(
    weightedMean(scoreUnits(energies).disentanglement, unitEnergies(energies)),
    weightedMean(scoreConcepts(energies).completeness, conceptEnergies(energies)),
  );
}

/**
 * @param whitened [units axes] steps of the units
 * @param rotations how many
 */
export function scoreNulls(
  response: LinearResponse,
  whitened: Float64Array,
  grid: { readonly parts: number; readonly metrics: number },
  { rotations, seed }: { readonly rotations: number; readonly seed: number },
): ScoreNulls {
  const scoresOf = (turnedResponse: LinearResponse) => {
    const energies = responseEnergies(turnedResponse, whitened, grid);
    return { ...scoreUnits(energies), ...scoreConcepts(energies), totals: totalsOf(energies) };
  };
  const predicted = scoresOf(response);
  const parts = frameOf(response);
  const drawn = Array.from({ length: rotations }, (_, trial) =>
    scoresOf(responseOf(parts, randomFrame(parts.count, parts.axes, (seed + trial) % 4_294_967_296))),
  );
  const nullOf = (name: keyof typeof predicted): ScoreNull =>
    compare(
      predicted[name],
      drawn.map((scores) => scores[name]),
    );
  return {
    overParts: nullOf('overParts'),
    overMetrics: nullOf('overMetrics'),
    disentanglement: nullOf('disentanglement'),
    participation: nullOf('participation'),
    completeness: nullOf('completeness'),
    unitsFor80: nullOf('unitsFor80'),
    totals: nullOf('totals'),
  };
}

function responseEnergies(
  response: LinearResponse,
  whitened: Float64Array,
  { parts, metrics }: { readonly parts: number; readonly metrics: number },
): Energies {
  const data = respond(response, whitened).map((effect) => effect * effect);
  return { units: whitened.length / response.axes, parts, metrics, data };
}

function compare(predicted: Float64Array, drawn: readonly Float64Array[]): ScoreNull {
  const [low, high, p] = [predicted.slice(), predicted.slice(), predicted.slice()];
  predicted.forEach((score, at) => {
    const values = Float64Array.from(drawn, (scores) => scores[at] as number)
      .filter((value) => !Number.isNaN(value))
      .sort();
    low[at] = values.length > 0 ? percentile(values, 2.5) : Number.NaN;
    high[at] = values.length > 0 ? percentile(values, 97.5) : Number.NaN;
    const asLarge = values.reduce((count, value) => count + Number(value >= score), 0);
    p[at] = Number.isNaN(score) ? Number.NaN : (1 + asLarge) / (1 + values.length);
  });
  return { predicted, low, high, p };
}
