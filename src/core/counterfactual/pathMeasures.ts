import type { CancelSignal } from '../cancel.ts';
import type { PairEngine } from '../engine.ts';
import { shorterTurn } from '../measure/axial.ts';
import { MEASURE_IDS, type MeasureId } from '../measure/measures.ts';
import type { Segmenter } from '../segment/segmenter.ts';
import type { FloatTensor } from '../tensor.ts';
import { MOTION_IDS, type MotionId } from '../track/partMotion.ts';

/** How a part has moved since the start of the path, once the motion of the whole picture is taken out. */
export const MOTIONS = ['x', 'y', 'magnitude', 'expansion', 'rotation'] as const satisfies readonly MotionId[];
export type Motion = (typeof MOTIONS)[number];

/** What is measured of a path: what is measured of every picture, and motion. */
export const PATH_MEASURES = [...MEASURE_IDS, ...MOTIONS.map((motion) => `motion ${motion}` as const)] as const;
export type PathMeasure = MeasureId | `motion ${Motion}`;

/** Change of a measure along a path; of angles by the nearer way. Motion is told from the start already. */
export function changeAlong(measure: PathMeasure, from: number, to: number): number {
  return measure === 'angle' ? shorterTurn(to - from) : to - from;
}

export interface PathFinder {
  readonly engine: PairEngine;
  readonly segmenter: Segmenter;
  /** Names the segmenter, so that its model is made once. */
  readonly key: string;
}

/**
 * Parts along paths: found by the segmenter, measured in every picture, and tracked from the first picture of each path to every other.
 *
 * @param w     [paths K L] as a matrix
 * @param steps K
 * @returns [paths K, Q, M] float32: labels and then the whole picture, M in the order of `PATH_MEASURES`; NaN for missing
 */
export async function measurePaths(
  w: FloatTensor,
  steps: number,
  { engine, segmenter, key }: PathFinder,
  signal: CancelSignal,
): Promise<FloatTensor> {
  const rows = w.shape[0] as number;
  const labels = segmenter.labels.length;
  const { maps } = await engine.segment({ w, segmenter, key, disagreement: false }, signal);
  const { values } = await engine.measure({ w, maps, labels }, signal);
  const later = Array.from({ length: rows }, (_, row) => row).filter((row) => row % steps !== 0);
  const { motion } = await engine.track(
    {
      w,
      from: Int32Array.from(later, (row) => row - (row % steps)),
      to: Int32Array.from(later),
      labels: maps,
      labelCount: labels,
      flowModel: null,
      features: false,
      dense: false,
    },
    signal,
  );
  const quantities = labels + 1;
  const width = PATH_MEASURES.length;
  const data = new Float32Array(rows * quantities * width);
  for (let row = 0; row < rows; row++) {
    for (let q = 0; q < quantities; q++) {
      const at = (row * quantities + q) * width;
      const from = (row * quantities + q) * MEASURE_IDS.length;
      data.set(values.subarray(from, from + MEASURE_IDS.length), at);
      const isThere = q === labels || !Number.isNaN(values[from] as number);
      // Nothing has moved at the start.
      if (row % steps === 0 && !isThere) data.fill(Number.NaN, at + MEASURE_IDS.length, at + width);
    }
  }
  later.forEach((row, pair) => {
    for (let q = 0; q < quantities; q++) {
      MOTIONS.forEach((name, m) => {
        const value = motion[(pair * quantities + q) * MOTION_IDS.length + MOTION_IDS.indexOf(name)] as number;
        data[(row * quantities + q) * width + MEASURE_IDS.length + m] = value;
      });
    }
  });
  return { data, shape: [rows, quantities, width] };
}
