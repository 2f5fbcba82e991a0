import type { PictureRef } from '../artifact.ts';
import type { CounterfactualParams } from '../params.ts';
import type { SampleSet } from '../sampleSet.ts';
import type { ArtifactReader } from '../stage.ts';
import { estimate, mean, median, percentile } from '../statistics.ts';
import type { CounterfactualControls, CounterfactualScores, CounterfactualSummary } from '../summary.ts';
import { argmaxRows, type FloatTensor, rowOf, type Tensor, tensorOf } from '../tensor.ts';
import type { Controls } from './controls.ts';
import type { Responsible } from './minimalUnits.ts';
import type { PlannedCase } from './plan.ts';
import { type Case, type Found, OUTCOMES, type Outcome } from './search.ts';
import { distanceFromClass, type WithinClass } from './withinClass.ts';

/** Columns of the array `cases` [cases 5] int32, a row a part: sample, origin, target, seed, member. */
const CASE_COLUMNS = 5;

export function caseTable(planned: readonly PlannedCase[], members: number): Tensor<Int32Array> {
  const rows = planned.flatMap(({ sample, origin, target, seed }) =>
    Array.from({ length: members }, (_, member) => [sample, origin, target, seed, member]),
  );
  return { data: Int32Array.from(rows.flat()), shape: [rows.length, CASE_COLUMNS] };
}

/** Array `typical` [C 2] float64: median and 95th percentile of the Mahalanobis distance of a class's samples from its mean. */
export function typicalDistances(within: WithinClass, samples: SampleSet): Tensor<Float64Array> {
  const classes = within.means.length / within.deviations.length;
  const data = new Float64Array(classes * 2);
  for (let c = 0; c < classes; c++) {
    const rows = Array.from(samples.classIndex.keys()).filter((row) => samples.classIndex[row] === c);
    if (rows.length === 0) continue;
    const distances = rows.map((row) => distanceFromClass(within, rowOf(samples.r, row), c));
    data[c * 2] = median(distances);
    data[c * 2 + 1] = percentile(distances, 95);
  }
  return { data, shape: [classes, 2] };
}

/** Numbers of a case, in the order in which array `figures` holds them. */
const FIGURES = [
  'outcome',
  'startClass',
  'startOdds',
  'headOdds',
  'pictureOdds',
  'latentLength',
  'pixelDistance',
  'targetDistance',
  'pictureDistance',
  'crossing',
  'isMinimal',
  'shuffledClass',
  'seedAgreement',
  'noiseAgreement',
] as const;
type Figures = Readonly<Record<(typeof FIGURES)[number], number>>;

export interface MeasuredCase {
  readonly case: Case;
  readonly found: Found;
  /** [L] latent of the counterfactual. */
  readonly latent: Float32Array;
  /** [K] */
  readonly places: Float64Array;
  /** Step of the path at which the counterfactual stands. */
  readonly end: number;
  /** [K U] and [K C] of the pictures along the path. */
  readonly r: FloatTensor;
  readonly logits: FloatTensor;
  readonly pixelDistance: number;
  readonly crossing: number;
  readonly responsible: Responsible;
  readonly controls: Controls | null;
  /** [K P M] figures of every part along the path; null where no segmenter is used. */
  readonly parts: FloatTensor | null;
}

export function caseArrays(measured: MeasuredCase): Record<string, Tensor> {
  const { found, places, r, logits, responsible, controls, latent, parts } = measured;
  const { problem, base } = measured.case;
  const shift = Float32Array.from(found.z, (value, u) => value * (problem.setting.within.deviations[u] as number));
  const figures = figuresOf(measured, shift);
  const vector = <A extends Tensor['data']>(data: A): Tensor<A> => ({ data, shape: [data.length] });
  return {
    figures: vector(Float64Array.from(FIGURES, (name) => figures[name])),
    shift: vector(shift),
    latents: { data: Float32Array.from([...base, ...latent]), shape: [2, base.length] },
    places: vector(places),
    logits,
    realised: vector(realisedAlong(r, shift)),
    rounds: {
      data: Float64Array.from(found.rounds.flatMap(({ margin, head, picture }) => [margin, head, picture])),
      shape: [found.rounds.length, 3],
    },
    ranking: vector(responsible.ranking),
    contribution: vector(responsible.contribution),
    minimal: vector(responsible.minimal),
    ...(controls && { randomClasses: vector(controls.randomClasses) }),
    ...(parts && { parts }),
  };
}

function figuresOf(
  { case: { problem, base }, found, latent, end, r, logits, ...rest }: MeasuredCase,
  shift: Float32Array,
): Figures {
  const { setting, start, target } = problem;
  const moved = Float64Array.from(start, (value, u) => value + (shift[u] as number));
  return {
    outcome: OUTCOMES.indexOf(found.outcome),
    startClass: argmaxRows(logits)[0] as number,
    startOdds: found.startOdds,
    headOdds: found.headOdds,
    pictureOdds: found.pictureOdds,
    latentLength: Math.hypot(...latent.map((value, d) => value - (base[d] as number))) / setting.latentSpread,
    pixelDistance: rest.pixelDistance,
    targetDistance: distanceFromClass(setting.within, moved, target),
    pictureDistance: distanceFromClass(setting.within, rowOf(r, end), target),
    crossing: rest.crossing,
    isMinimal: Number(rest.responsible.isMinimal),
    shuffledClass: rest.controls?.shuffledClass ?? -1,
    seedAgreement: rest.controls?.seedAgreement ?? Number.NaN,
    noiseAgreement: rest.controls?.noiseAgreement ?? Number.NaN,
  };
}

/** [K] how far the re-encoded pictures went along the shift, as a share of it. */
function realisedAlong(r: FloatTensor, shift: Float32Array): Float64Array {
  const steps = r.shape[0] as number;
  const start = rowOf(r, 0);
  const squared = shift.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: steps }, (_, k) => {
    const here = rowOf(r, k);
    const along = shift.reduce((sum, value, u) => sum + value * ((here[u] as number) - (start[u] as number)), 0);
    return squared > 0 ? along / squared : 0;
  });
}

/** A finished case as it is read back. */
export interface CaseRow extends Omit<Figures, 'outcome' | 'isMinimal' | 'shuffledClass' | 'crossing'> {
  readonly ordinal: number;
  readonly sample: number;
  readonly origin: number;
  readonly target: number;
  readonly seed: number;
  readonly member: number;
  readonly outcome: Outcome;
  /** Whether the re-classified picture is the target. */
  readonly isValid: boolean;
  /** NaN where the path never turns. */
  readonly crossing: number;
  /** [U] shift of r, in activation. */
  readonly shift: Float32Array;
  /** [2 L] latents of start and counterfactual. */
  readonly latents: FloatTensor;
  readonly ranking: Int32Array;
  readonly contribution: Float32Array;
  readonly minimal: Int32Array;
  readonly isMinimal: boolean;
  /** [R]; empty without controls. */
  readonly randomClasses: Int32Array;
  /** Class of the picture found on a head of shuffled labels; -1 without controls. */
  readonly shuffledClass: number;
  /** [K] */
  readonly places: Float64Array;
  /** [K C] */
  readonly logits: FloatTensor;
  readonly realised: Float64Array;
  /** [R 3] margin asked, log-odds by head and by picture, look by look. */
  readonly rounds: Float64Array;
  /** [K P M] measures of every part along the path, as `measurePaths`; null where no segmenter was used. */
  readonly parts: FloatTensor | null;
  /** The path as a strip; the first tile is the start. */
  readonly picture: PictureRef | null;
}

/** The cases of an artifact; of a building one those that are done. */
export function readCases(reader: ArtifactReader, artifactId: string): CaseRow[] {
  const { data } = reader.array(artifactId, 'cases');
  return Array.from(reader.placedParts(artifactId), ({ ordinal, part }): CaseRow => {
    const { arrays, image } = part;
    const raw = arrays.figures?.data as Float64Array;
    const figures = Object.fromEntries(FIGURES.map((name, at) => [name, raw[at] as number])) as unknown as Figures;
    const [sample, origin, target, seed, member] = Array.from(
      { length: CASE_COLUMNS },
      (_, column) => data[ordinal * CASE_COLUMNS + column] as number,
    ) as [number, number, number, number, number];
    return {
      ...figures,
      ordinal,
      sample,
      origin,
      target,
      seed,
      member,
      outcome: OUTCOMES[figures.outcome] as Outcome,
      isValid: figures.outcome <= 1,
      isMinimal: figures.isMinimal === 1,
      shift: tensorOf(part, 'shift').data,
      latents: tensorOf(part, 'latents'),
      ranking: arrays.ranking?.data as Int32Array,
      contribution: tensorOf(part, 'contribution').data,
      minimal: arrays.minimal?.data as Int32Array,
      randomClasses: (arrays.randomClasses?.data as Int32Array | undefined) ?? new Int32Array(),
      places: arrays.places?.data as Float64Array,
      logits: tensorOf(part, 'logits'),
      realised: arrays.realised?.data as Float64Array,
      rounds: arrays.rounds?.data as Float64Array,
      parts: arrays.parts ? tensorOf(part, 'parts') : null,
      picture: image && { hash: image.hash, index: 0, tiles: image.tiles },
    };
  });
}

/** How far the best picture came, from the start's log-odds of the target to even odds against all others: 1 is there. */
export function progressOf({ startOdds, pictureOdds }: Pick<CaseRow, 'startOdds' | 'pictureOdds'>): number {
  if (pictureOdds >= 0) return 1;
  return startOdds < 0 ? Math.max(0, (startOdds - pictureOdds) / startOdds) : 0;
}

export function summariseCases(
  rows: readonly CaseRow[],
  { method, controls }: CounterfactualParams,
  units: number,
  typical: Float64Array,
  run: Pick<CounterfactualSummary, 'images' | 'imagesPerSecond'>,
): CounterfactualSummary {
  const valid = rows.filter((row) => row.isValid);
  const crossings = valid.map(({ crossing }) => crossing).filter(Number.isFinite);
  const medianOf = (of: (row: CaseRow) => number) => (valid.length > 0 ? median(valid.map(of)) : null);
  return {
    method,
    cases: rows.length,
    valid: valid.length,
    outcomes: Object.fromEntries(OUTCOMES.map((name) => [name, rows.filter(({ outcome }) => outcome === name).length])),
    classPairs: new Set(rows.map(({ origin, target }) => `${origin} ${target}`)).size,
    startsWrong: rows.filter(({ startClass, origin }) => startClass !== origin).length,
    crossing: crossings.length > 0 ? estimate(crossings) : null,
    medianMoved: medianOf(({ ranking }) => ranking.length),
    medianMinimal: medianOf(({ minimal }) => minimal.length),
    units,
    scores: scoresOf(rows, units, typical),
    controls: controls && rows.some(({ randomClasses }) => randomClasses.length > 0) ? controlFigures(rows) : null,
    ...run,
  };
}

function scoresOf(rows: readonly CaseRow[], units: number, typical: Float64Array): CounterfactualScores {
  const valid = rows.filter((row) => row.isValid);
  const medianOf = (of: (row: CaseRow) => number) => (valid.length > 0 ? median(valid.map(of)) : null);
  return {
    validity: valid.length / Math.max(1, rows.length),
    proximity: medianOf(({ latentLength }) => latentLength),
    sparsity: medianOf(({ ranking }) => 1 - ranking.length / units),
    plausibility: medianOf(({ target, pictureDistance }) => pictureDistance / (typical[target * 2 + 1] as number)),
    diversity: diversityOf(valid),
  };
}

/** Mean over sets of the mean distance between the end points of their members, relative to the length of a shift and in its unit. */
function diversityOf(rows: readonly CaseRow[]): number | null {
  const sets = [...Map.groupBy(rows, ({ sample, target, seed }) => `${sample} ${target} ${seed}`).values()];
  const distances = sets.flatMap((set) => set.flatMap((a, at) => set.slice(at + 1).map((b) => distanceBetween(a, b))));
  return distances.length > 0 ? mean(distances) : null;
}

/** Between two counterfactuals of one start, in standard deviations of w. */
function distanceBetween(a: CaseRow, b: CaseRow): number {
  const [from, to] = [rowOf(a.latents, 1), rowOf(b.latents, 1)];
  const start = rowOf(a.latents, 0);
  const gap = Math.hypot(...from.map((value, d) => value - (to[d] as number)));
  const length = Math.hypot(...from.map((value, d) => value - (start[d] as number)));
  return length > 0 ? (gap / length) * a.latentLength : 0;
}

function controlFigures(rows: readonly CaseRow[]): CounterfactualControls {
  const controlled = rows.filter(({ randomClasses, isValid }) => randomClasses.length > 0 && isValid);
  const random = controlled.flatMap(({ randomClasses, startClass, target }) =>
    Array.from(randomClasses, (found) => ({ left: found !== startClass, reached: found === target })),
  );
  const share = <T>(of: readonly T[], test: (each: T) => boolean) => of.filter(test).length / Math.max(1, of.length);
  return {
    randomLeave: share(random, ({ left }) => left),
    randomReach: share(random, ({ reached }) => reached),
    randomCount: random.length,
    shuffledReach: share(controlled, ({ shuffledClass, target }) => shuffledClass === target),
    seedAgreement: controlled.length > 0 ? median(controlled.map((row) => row.seedAgreement)) : 0,
    noiseAgreement: controlled.length > 0 ? median(controlled.map((row) => row.noiseAgreement)) : 0,
    n: controlled.length,
  };
}
