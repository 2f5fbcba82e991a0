import type { Observer } from '#core/atlas/observed.ts';
import type { ArtifactReader } from '#core/stage.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';
import { readFloats, readOut, TRUTH } from './truth.ts';

/**
 * An observer that knows the demo's world: instead of rendering and segmenting it reads the factors out of w. What it says is what a
 * perfect segmenter and perfect measures would say, so that tests of statistics do not wait for pictures, and have an exact answer.
 */

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  background: ['bg_hue', 'bg_light'],
  body: ['hue', 'aspect', 'tex', 'light'],
  head: ['head', 'snout', 'pose'],
  ear: ['ear_len', 'ear_round'],
  eye: ['eye'],
  leg: ['leg'],
  tail: ['tail_len', 'tail_w', 'tail_curl'],
};
export const TRUTH_PARTS = Object.keys(GROUPS);
/** Parts have up to four factors; a part with fewer lacks the rest, as a part may lack a measure. */
export const TRUTH_METRICS = ['first', 'second', 'third', 'fourth'];

/** [C] factor of each concept; null where a part has fewer. */
export const FACTOR_OF: readonly (string | null)[] = TRUTH_PARTS.flatMap((part) =>
  TRUTH_METRICS.map((_, at) => GROUPS[part]?.[at] ?? null),
);

/** [B C] true factors in their own units. */
export function trueFactors(w: FloatTensor): Float32Array {
  const readout = readFloats('readout.f32');
  const { names, lo, hi } = TRUTH.factors as unknown as { names: string[]; lo: number[]; hi: number[] };
  const rows = w.shape[0] as number;
  const values = new Float32Array(rows * FACTOR_OF.length).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const v = readOut(rowOf(w, row), readout);
    FACTOR_OF.forEach((factor, concept) => {
      if (factor === null) return;
      const at = names.indexOf(factor);
      const [low, high] = [lo[at] as number, hi[at] as number];
      values[row * FACTOR_OF.length + concept] = low + (high - low) * (0.5 + 0.5 * Math.tanh(v[at] as number));
    });
  }
  return values;
}

export function truthObserver(reader: ArtifactReader, sweepId: string): Observer {
  const swept = readSweptPictures(reader, sweepId);
  const starts = swept.starts.length;
  const firstOf = new Map<number, number>();
  for (let ordinal = 0; ordinal < swept.count; ordinal += starts)
    firstOf.set(swept.at(ordinal).directionIndex, ordinal);
  return {
    parts: TRUTH_PARTS,
    metrics: TRUTH_METRICS,
    axial: new Uint8Array(FACTOR_OF.length),
    sources: [],
    observe: async (w) => trueFactors(w),
    sweptValues(directionIndex) {
      const size = swept.steps * FACTOR_OF.length;
      const values = new Float32Array(starts * size);
      for (let start = 0; start < starts; start++) {
        values.set(trueFactors(swept.at((firstOf.get(directionIndex) as number) + start).w), start * size);
      }
      return values;
    },
    members: [],
    asked: 0,
    floor: new Float32Array(FACTOR_OF.length),
  };
}
