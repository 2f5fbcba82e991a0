import type { CancelSignal } from '../cancel.ts';
import { labOf } from '../cieLab.ts';
import type { PairTools } from '../stage.ts';
import { type FloatTensor, takeRows } from '../tensor.ts';
import type { Observer } from './observed.ts';

/**
 * Measures that need no segmenter: colour of the whole picture, and the logit of every class. They are columns of one table: the part
 * `picture` has colours and no logit, a class has its logit and no colour.
 */
const METRICS = ['lightness', 'a', 'b', 'contrast', 'logit'] as const;

export const PICTURE_PART = 'picture';

/** Pictures rendered at once. */
const BATCH = 64;

export function pictureObserver({ engine, description }: PairTools, signal: CancelSignal): Observer {
  const { classNames } = description;
  const parts = [PICTURE_PART, ...classNames.map((name) => (name === PICTURE_PART ? `class ${name}` : name))];
  const concepts = parts.length * METRICS.length;
  return {
    parts,
    metrics: METRICS,
    axial: new Uint8Array(concepts),
    sources: [],
    sweptValues: null,
    floor: new Float32Array(concepts),
    error: new Float32Array(concepts),
    async observe(w) {
      const rows = w.shape[0] as number;
      const values = new Float32Array(rows * concepts).fill(Number.NaN);
      for (let first = 0; first < rows; first += BATCH) {
        const batch = takeRows(
          w,
          Array.from({ length: Math.min(BATCH, rows - first) }, (_, at) => first + at),
        );
        const rendered = await engine.render(
          { w: batch, encode: true, tilesPerStrip: null, compare: null, pixels: true },
          signal,
        );
        measureBatch(rendered.pixels as Uint8Array, rendered.logits as FloatTensor, values, first, concepts);
      }
      return values;
    },
  };
}

function measureBatch(
  pixels: Uint8Array,
  { data: logits, shape }: FloatTensor,
  values: Float32Array,
  first: number,
  concepts: number,
): void {
  const [count, classes] = shape as [number, number];
  const size = pixels.length / count;
  for (let at = 0; at < count; at++) {
    const row = (first + at) * concepts;
    values.set(coloursOf(pixels.subarray(at * size, (at + 1) * size)), row);
    for (let which = 0; which < classes; which++) {
      values[row + (which + 2) * METRICS.length - 1] = logits[at * classes + which] as number;
    }
  }
}

/** Mean lightness, a and b, and the standard deviation of lightness, of one picture [H W 3]. */
function coloursOf(picture: Uint8Array): [number, number, number, number] {
  let [lightness, a, b, squares] = [0, 0, 0, 0];
  const count = picture.length / 3;
  for (let at = 0; at < picture.length; at += 3) {
    const lab = labOf(picture[at] as number, picture[at + 1] as number, picture[at + 2] as number);
    lightness += lab[0];
    a += lab[1];
    b += lab[2];
    squares += lab[0] * lab[0];
  }
  const mean = lightness / count;
  return [mean, a / count, b / count, Math.sqrt(Math.max(0, squares / count - mean * mean))];
}
