import type { Interval } from '#core/bootstrap.ts';
import { measureScores } from '#core/fidelity/measure.ts';
import { centreColumns, type ScoredRows, type Scores } from '#core/fidelity/scores.ts';
import { fitRidge, predictLatents } from '#core/linearFit.ts';
import { type RandomState, randomState } from '#core/random.ts';
import type { FloatTensor } from '#core/tensor.ts';

/**
 * How often the 95 % interval of R2 covers the true value of the fitted link. Links are simulated: classes share the draws z as
 * samples do, w moves with z about the mean of its class, r = relu(w P + noise), and the link is ridge on its training draws. Its true
 * value is that on many fresh draws. Each held-out set has 400 latents of 80 draws in 5 classes, as the demo's.
 */

const CLASSES = 5;
const LATENT_DIM = 12;
const UNITS = 30;
const HIDDEN = 6;
const TRAINING_DRAWS = 200;
const HELD_OUT_DRAWS = 80;
const TRUTH_DRAWS = 10_000;
const LINKS = 20;

export interface CoverageOptions {
  /** Held-out sets, spread over the links. */
  readonly sets?: number;
  readonly classes?: number;
  readonly draws?: number;
}

/** @returns share of intervals that cover, 0 to 1 */
export async function coverage({
  sets = 1000,
  classes = CLASSES,
  draws = HELD_OUT_DRAWS,
}: CoverageOptions = {}): Promise<number> {
  let covered = 0;
  let seed = 0;
  for (let link = 0; link < LINKS; link++) {
    const world = createWorld(classes, link);
    const training = world.draw(TRAINING_DRAWS, randomState(++seed));
    const fitted = await fitRidge(training.r, training.w, 1);
    const judge = (count: number): Judged => {
      const rows = world.draw(count, randomState(++seed));
      return judged(rows, predictLatents(fitted, rows.r));
    };
    const truth = r2Of(judge(TRUTH_DRAWS));
    for (let set = link; set < sets; set += LINKS) {
      const { rows, scores } = judge(draws);
      covered += Number(covers(measureScores(rows, scores, set).intervals.r2, truth));
    }
  }
  return covered / sets;
}

function covers(interval: Interval, truth: number): boolean {
  return interval !== null && interval[0] <= truth && truth <= interval[1];
}

interface Rows {
  readonly w: FloatTensor;
  readonly r: FloatTensor;
  readonly draws: Int32Array;
}

/** One generator and classifier: fixed matrices, and rows drawn from them. */
function createWorld(classes: number, seed: number): { draw(count: number, random: RandomState): Rows } {
  const fixed = randomState(1_000_000 + seed);
  const matrix = (rows: number, columns: number, scale: number) =>
    Float64Array.from({ length: rows * columns }, () => scale * fixed.randn());
  const means = matrix(classes, LATENT_DIM, 0.8);
  const mapping = matrix(HIDDEN, LATENT_DIM, 1 / Math.sqrt(HIDDEN));
  const reading = matrix(LATENT_DIM, UNITS, 1 / Math.sqrt(LATENT_DIM));
  return {
    draw(count, random) {
      const rows = count * classes;
      const w = new Float32Array(rows * LATENT_DIM);
      const r = new Float32Array(rows * UNITS);
      const draws = new Int32Array(rows);
      for (let draw = 0; draw < count; draw++) {
        const z = Float64Array.from({ length: HIDDEN }, () => random.randn());
        for (let classIndex = 0; classIndex < classes; classIndex++) {
          const row = draw * classes + classIndex;
          draws[row] = draw;
          for (let d = 0; d < LATENT_DIM; d++) {
            let value = (means[classIndex * LATENT_DIM + d] as number) + 0.3 * random.randn();
            for (let k = 0; k < HIDDEN; k++) value += (z[k] as number) * (mapping[k * LATENT_DIM + d] as number);
            w[row * LATENT_DIM + d] = value;
          }
          for (let unit = 0; unit < UNITS; unit++) {
            let value = 0.4 + 0.3 * random.randn();
            for (let d = 0; d < LATENT_DIM; d++) {
              value += (w[row * LATENT_DIM + d] as number) * (reading[d * UNITS + unit] as number);
            }
            r[row * UNITS + unit] = Math.max(0, value);
          }
        }
      }
      return { w: { data: w, shape: [rows, LATENT_DIM] }, r: { data: r, shape: [rows, UNITS] }, draws };
    },
  };
}

interface Judged {
  readonly rows: ScoredRows;
  readonly scores: Scores;
}

function judged({ w, draws }: Rows, predicted: FloatTensor): Judged {
  const count = draws.length;
  const squaredError = new Float64Array(count);
  predicted.data.forEach((value, at) => {
    const row = Math.floor(at / LATENT_DIM);
    squaredError[row] = (squaredError[row] as number) + (value - (w.data[at] as number)) ** 2;
  });
  const none = new Float64Array(count);
  return {
    rows: {
      clusters: draws,
      deviations: centreColumns(Float64Array.from(w.data), count, LATENT_DIM),
      cycleSpread: none,
    },
    scores: {
      squaredError,
      cosine: none,
      agrees: none,
      divergence: none,
      cycleSquares: none,
      pixelError: none,
      structureError: none,
    },
  };
}

/** Of many rows, without resampling them. */
function r2Of({ rows, scores }: Judged): number {
  const sum = (values: Float64Array, term: (value: number) => number) =>
    values.reduce((total, value) => total + term(value), 0);
  return 1 - sum(scores.squaredError, (value) => value) / sum(rows.deviations, (value) => value * value);
}
