import { Failure } from '../failure.ts';
import type { SampleSet } from '../sampleSet.ts';
import type { ArtifactReader } from '../stage.ts';
import type { LinkerDifference } from '../views/linker.ts';
import { compareScores } from './measure.ts';
import { centreColumns, pickScoredRows, pickScores, SCORE_NAMES, type ScoredRows, type Scores } from './scores.ts';

/** A linker's own scores on its held-out samples, as its artifact keeps them. */
export interface JudgedLinker {
  readonly rows: ScoredRows;
  readonly scores: Scores;
  /** [N] class of each row; with the draw it names the latent. */
  readonly classes: Int32Array;
}

/** @param samples all draws of the samples artifact that the linker was made from */
export function readJudged(reader: ArtifactReader, linkerId: string, samples: SampleSet): JudgedLinker {
  const index = reader.array(linkerId, 'heldOut').data;
  const count = index.length;
  const width = samples.w.shape[1] as number;
  const deviations = new Float64Array(count * width);
  index.forEach((sample, row) => {
    deviations.set(samples.w.data.subarray(sample * width, (sample + 1) * width), row * width);
  });
  // The first row of a score belongs to the link, the others to its baselines.
  const own = (name: string) => Float64Array.from(reader.array(linkerId, name).data.subarray(0, count));
  return {
    classes: Int32Array.from(index, (sample) => samples.classIndex[sample] as number),
    rows: {
      clusters: Int32Array.from(index, (sample) => samples.draw[sample] as number),
      deviations: centreColumns(deviations, count, width),
      cycleSpread: Float64Array.from(reader.array(linkerId, 'cycleSpread').data),
    },
    scores: Object.fromEntries(SCORE_NAMES.map((name) => [name, own(name)])) as unknown as Scores,
  };
}

/**
 * The numbers of `b` less those of `a` on the latents that both were judged on, with 95 % intervals: pictures of one latent stand
 * beside each other, so what makes a latent hard for both does not widen the interval.
 *
 * @param classNames by class index
 * @throws Failure BAD_INPUT when they have fewer than two held-out latents in common
 */
export function compareLinkers(
  a: JudgedLinker,
  b: JudgedLinker,
  classNames: readonly string[],
  seed: number,
): LinkerDifference {
  const name = ({ classes, rows }: JudgedLinker, row: number) => `${classes[row]} ${rows.clusters[row]}`;
  const placesInB = new Map(Array.from(b.classes, (_, row) => [name(b, row), row]));
  const common = Array.from(a.classes.keys()).flatMap((row) => {
    const other = placesInB.get(name(a, row));
    return other === undefined ? [] : [[row, other] as const];
  });
  if (common.length < 2) {
    throw new Failure('BAD_INPUT', 'These two linkers were not judged on the same held-out latents.', {
      remedy: 'Train both on samples of the same seed and truncation.',
    });
  }
  const compare = (pairs: readonly (readonly [number, number])[]) =>
    compareScores(
      pick(
        a,
        pairs.map(([row]) => row),
      ),
      pick(
        b,
        pairs.map(([, row]) => row),
      ),
      seed,
    );
  const { numbers, intervals } = compare(common);
  const perClass = classNames.flatMap((className, classIndex) => {
    const own = common.filter(([row]) => a.classes[row] === classIndex);
    if (own.length < 2) return [];
    const difference = compare(own);
    return [{ name: className, r2: difference.numbers.r2, interval: difference.intervals.r2, n: own.length }];
  });
  const draws = new Set(common.map(([row]) => a.rows.clusters[row])).size;
  return { ...numbers, intervals, perClass, n: common.length, draws };
}

function pick({ rows, scores }: JudgedLinker, picked: readonly number[]) {
  return { rows: pickScoredRows(rows, picked), scores: pickScores(scores, picked) };
}
