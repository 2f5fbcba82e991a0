import type { CancelSignal } from '../cancel.ts';
import type { SweptPictures } from '../sweptPictures.ts';
import { concatRows, type FloatTensor } from '../tensor.ts';
import { changesOf, type StepsShape } from './changes.ts';
import type { UnitLine } from './nullPlan.ts';

/** Units whose pictures every member of the segmenter looks at. */
const UNITS_SEEN = 8;

/** The networks of a segmenter, each asked alone. */
export interface Ensemble {
  /** One a network: [B L] latents to measures [B C]; empty where there is no segmenter. */
  readonly members: readonly ((w: FloatTensor) => Promise<Float32Array>)[];
  /** Networks that the measures come from. */
  readonly asked: number;
}

/**
 * What the segmenter leaves uncertain in an effect: each member of the ensemble sees the same pictures of some units, spread over all,
 * and the standard deviation of effects between members is taken, root mean square over units. An answer of several members is
 * uncertain by less, by the root of their number.
 *
 * @returns [C] float32, in the unit of the measure; 0 with fewer than two members, whose disagreement nobody knows
 */
export async function observeSegmenterError(
  { members, asked }: Ensemble,
  lines: readonly UnitLine[],
  swept: SweptPictures,
  shape: StepsShape,
  signal: CancelSignal,
): Promise<Float32Array> {
  const error = new Float32Array(shape.concepts);
  if (members.length < 2) return error;
  const count = Math.min(UNITS_SEEN, lines.length);
  const seen = Array.from({ length: count }, (_, at) => lines[Math.floor((at * lines.length) / count)] as UnitLine);
  const variances = Array.from({ length: shape.concepts }, () => ({ n: 0, sum: 0 }));
  for (const { firstOrdinal } of seen) {
    const parts = Array.from(swept.starts, (_, start) => swept.at(firstOrdinal + start).w);
    const w = concatRows(parts, parts[0]?.shape[1] as number);
    const effects: Float32Array[] = [];
    for (const observe of members) {
      signal.throwIfAborted();
      effects.push(meanOverStarts(changesOf(await observe(w), shape), shape.concepts));
    }
    variances.forEach((total, concept) => {
      const values = effects.map((effect) => effect[concept] as number).filter((value) => !Number.isNaN(value));
      if (values.length < 2) return;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      total.sum += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      total.n += 1;
    });
  }
  variances.forEach(({ n, sum }, concept) => {
    if (n > 0) error[concept] = Math.sqrt(sum / n / Math.max(1, asked));
  });
  return error;
}

/** [C] of changes [S C] */
function meanOverStarts(changes: Float32Array, concepts: number): Float32Array {
  return Float32Array.from({ length: concepts }, (_, concept) => {
    let [n, sum] = [0, 0];
    for (let at = concept; at < changes.length; at += concepts) {
      const change = changes[at] as number;
      if (Number.isNaN(change)) continue;
      n += 1;
      sum += change;
    }
    return sum / n;
  });
}
