/** How concentrated units and concepts are. Everything is counted on energies: squared effects, without what noise adds to them. */

/** [units C] */
export interface Energies {
  readonly units: number;
  readonly parts: number;
  readonly metrics: number;
  /** [units parts metrics] float64, not negative */
  readonly data: Float64Array;
}

export interface UnitScores {
  /** [units] 1 less the entropy of the shares of the parts: 1 where a single part changes, 0 where all change alike. */
  readonly overParts: Float64Array;
  /** [units] the same over metrics. */
  readonly overMetrics: Float64Array;
  /** [units] the same over all concepts: disentanglement of DCI. */
  readonly disentanglement: Float64Array;
  /** [units] participation ratio: how many concepts share the energy. */
  readonly participation: Float64Array;
}

export interface ConceptScores {
  /** [C] 1 less the entropy of the shares of the units: completeness of DCI. */
  readonly completeness: Float64Array;
  /** [C] fewest units that hold 80 % of the concept's energy. */
  readonly unitsFor80: Float64Array;
}

/**
 * @param value     [units C] effects
 * @param deviation [units C] over start pictures
 * @param n         [units C]
 * @returns energies max(0, effect^2 - deviation^2 / n): the square of a mean is too large by its own variance. Missing effects have none.
 */
export function energiesOf(
  value: Float32Array,
  deviation: Float32Array,
  n: Int32Array,
  parts: number,
  metrics: number,
): Energies {
  const data = Float64Array.from(value, (effect, cell) => {
    const count = n[cell] as number;
    const noise = count > 1 ? (deviation[cell] as number) ** 2 / count : 0;
    return Number.isNaN(effect) ? 0 : Math.max(0, effect * effect - noise);
  });
  return { units: value.length / (parts * metrics), parts, metrics, data };
}

export function scoreUnits({ units, parts, metrics, data }: Energies): UnitScores {
  const concepts = parts * metrics;
  const overParts = new Float64Array(units);
  const overMetrics = new Float64Array(units);
  const disentanglement = new Float64Array(units);
  const participation = new Float64Array(units);
  const [perPart, perMetric] = [new Float64Array(parts), new Float64Array(metrics)];
  for (let unit = 0; unit < units; unit++) {
    const row = data.subarray(unit * concepts, (unit + 1) * concepts);
    perPart.fill(0);
    perMetric.fill(0);
    for (let concept = 0; concept < concepts; concept++) {
      const energy = row[concept] as number;
      const [part, metric] = [Math.floor(concept / metrics), concept % metrics];
      perPart[part] = (perPart[part] as number) + energy;
      perMetric[metric] = (perMetric[metric] as number) + energy;
    }
    overParts[unit] = concentration(perPart);
    overMetrics[unit] = concentration(perMetric);
    disentanglement[unit] = concentration(row);
    participation[unit] = participationRatio(row);
  }
  return { overParts, overMetrics, disentanglement, participation };
}

export function scoreConcepts({ units, parts, metrics, data }: Energies): ConceptScores {
  const concepts = parts * metrics;
  const completeness = new Float64Array(concepts);
  const unitsFor80 = new Float64Array(concepts);
  const column = new Float64Array(units);
  for (let concept = 0; concept < concepts; concept++) {
    for (let unit = 0; unit < units; unit++) column[unit] = data[unit * concepts + concept] as number;
    completeness[concept] = concentration(column);
    unitsFor80[concept] = fewestFor(column, 0.8);
  }
  return { completeness, unitsFor80 };
}

/** Mean of rows or columns, each counting by its energy, as DCI's totals do; NaN where nothing changes at all. */
export function weightedMean(scores: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let at = 0; at < scores.length; at++) {
    const weight = weights[at] as number;
    if (weight === 0) continue;
    sum += weight * (scores[at] as number);
    total += weight;
  }
  return total > 0 ? sum / total : Number.NaN;
}

/** [units] energy of each unit over all concepts. */
export function unitEnergies({ units, parts, metrics, data }: Energies): Float64Array {
  const concepts = parts * metrics;
  return Float64Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let concept = 0; concept < concepts; concept++) sum += data[unit * concepts + concept] as number;
    return sum;
  });
}

/** [C] energy of each concept over all units. */
export function conceptEnergies({ units, parts, metrics, data }: Energies): Float64Array {
  const concepts = parts * metrics;
  const sums = new Float64Array(concepts);
  for (let at = 0; at < units * concepts; at++)
    sums[at % concepts] = (sums[at % concepts] as number) + (data[at] as number);
  return sums;
}

/** 1 less the entropy of the shares over the largest that so many could have; NaN where there is nothing, or only one to share. */
function concentration(energies: Float64Array): number {
  let total = 0;
  for (const energy of energies) total += energy;
  if (total === 0 || energies.length < 2) return Number.NaN;
  let entropy = 0;
  for (const energy of energies) {
    if (energy > 0) entropy -= (energy / total) * Math.log(energy / total);
  }
  return 1 - entropy / Math.log(energies.length);
}

function participationRatio(energies: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const energy of energies) {
    sum += energy;
    squares += energy * energy;
  }
  return squares > 0 ? (sum * sum) / squares : Number.NaN;
}

function fewestFor(energies: Float64Array, share: number): number {
  const sorted = Float64Array.from(energies).sort();
  const total = sorted.reduce((sum, energy) => sum + energy, 0);
  if (total === 0) return Number.NaN;
  let [held, count] = [0, 0];
  for (let at = sorted.length - 1; at >= 0 && held < share * total * (1 - 1e-12); at--) {
    held += sorted[at] as number;
    count += 1;
  }
  return count;
}
