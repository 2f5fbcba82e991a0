import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleSet } from '#core/sampleSet.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';

/** What the demo pair knows of any latent: the factors it was painted from, read out of w. */

/** Factors with the part and metric that tells of each, chosen by how they follow the factor over held-out pictures; no unit was looked at. */
export const CONCEPT_OF = {
  hue: { part: 'body', metric: 'b' },
  bg_hue: { part: 'background', metric: 'b' },
  ear_len: { part: 'ear', metric: 'extent' },
  eye: { part: 'eye', metric: 'area' },
  tail_len: { part: 'tail', metric: 'extent' },
  leg: { part: 'leg', metric: 'area' },
  light: { part: 'body', metric: 'lightness' },
} as const;

export type Factor = keyof typeof CONCEPT_OF;
export const FACTORS = Object.keys(CONCEPT_OF) as Factor[];

/** [B F] of latents [B L], in the order of FACTORS. */
export type FactorReader = (w: FloatTensor) => Float64Array;

/** v = W w + b, and a factor is tanh(v) up to its scale, which a standard deviation takes out. */
export function readFactors(resourcesFolder: string): FactorReader {
  const folder = join(resourcesFolder, 'demo', 'truth');
  const bytes = readFileSync(join(folder, 'readout.f32'));
  const readout = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const { factors } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as { factors: { names: string[] } };
  const places = FACTORS.map((factor) => factors.names.indexOf(factor));
  const all = factors.names.length;
  return (w) => {
    const [rows, width] = w.shape as [number, number];
    const values = new Float64Array(rows * FACTORS.length);
    for (let row = 0; row < rows; row++) {
      const latent = rowOf(w, row);
      places.forEach((place, at) => {
        let v = readout[all * width + place] as number;
        for (let d = 0; d < width; d++) v += (readout[place * width + d] as number) * (latent[d] as number);
        values[row * FACTORS.length + at] = Math.tanh(v);
      });
    }
    return values;
  };
}

/** [F] within-class standard deviation of each factor, pooled over the classes of the samples. */
export function factorDeviations(samples: SampleSet, read: FactorReader): Float64Array {
  const values = read(samples.w);
  const classes = [...new Set(samples.classIndex)];
  return Float64Array.from(FACTORS, (_, factor) => {
    let squares = 0;
    for (const at of classes) {
      const own = Array.from({ length: samples.count }, (_, row) => row)
        .filter((row) => samples.classIndex[row] === at)
        .map((row) => values[row * FACTORS.length + factor] as number);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      squares += own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    }
    return Math.sqrt(squares / (samples.count - classes.length));
  });
}

/** Change of each factor from the first to the last of K steps, mean over start pictures: [F] in deviations. */
export function factorChange(w: FloatTensor, steps: number, read: FactorReader, deviations: Float64Array): number[] {
  const values = read(w);
  const starts = (w.shape[0] as number) / steps;
  return FACTORS.map((_, factor) => {
    let sum = 0;
    for (let start = 0; start < starts; start++) {
      const at = (k: number) => values[(start * steps + k) * FACTORS.length + factor] as number;
      sum += at(steps - 1) - at(0);
    }
    return sum / starts / (deviations[factor] as number);
  });
}

/** Spearman's. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [ranksOf(x), ranksOf(y)];
  const middle = (x.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, at) => {
    const [p, q] = [rank - middle, (b[at] as number) - middle];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  });
  return ab / Math.sqrt(aa * bb);
}

/** Probability that a positive scores above a negative, ties counting half. */
export function areaUnderRoc(scores: readonly number[], positive: readonly boolean[]): number {
  const ranks = ranksOf(scores);
  let [n, sum] = [0, 0];
  ranks.forEach((rank, at) => {
    if (!positive[at]) return;
    n += 1;
    sum += rank + 1;
  });
  return (sum - (n * (n + 1)) / 2) / (n * (scores.length - n));
}

/** From 0, ties at their mean. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1] as number] === values[order[first] as number]) last++;
    for (let at = first; at <= last; at++) ranks[order[at] as number] = (first + last) / 2;
    first = last + 1;
  }
  return ranks;
}
