import { ENTROPY_SPREAD_IDS, MEASURE_IDS, type MeasureId } from './measures.ts';
import { type Shade, shadeOf } from './shade.ts';
import { shapeOf } from './shape.ts';

const M = MEASURE_IDS.length;
const SPREADS = ENTROPY_SPREAD_IDS.length;
const PLACE = Object.fromEntries(MEASURE_IDS.map((id, at) => [id, at])) as Readonly<Record<MeasureId, number>>;
const SHADES = ['lightness', 'a', 'b', 'luminance', 'entropy', 'edge'] as const satisfies readonly (keyof Shade)[];

export interface PictureMeasures {
  /** [B Q M] float32: Q is the labels and then the whole picture, M the measures. NaN where a part is missing, and for the shape of the whole picture. */
  readonly values: Float32Array;
  /** [B Q 3] float32: how the entropy varies within each part; NaN where it is missing. */
  readonly entropy: Float32Array;
}

/**
 * Measures every part of pictures, and each picture as a whole.
 *
 * @param pixels [B H W 3] uint8, sRGB, fresh from the generator
 * @param maps   [B H W] uint8, label of each pixel
 * @param labels how many labels there are; the first is the background
 */
export function measurePictures(
  pixels: Uint8Array,
  maps: Uint8Array,
  labels: number,
  widthPx: number,
  heightPx: number,
): PictureMeasures {
  const size = widthPx * heightPx;
  const pictures = maps.length / size;
  const quantities = labels + 1;
  const values = new Float32Array(pictures * quantities * M).fill(Number.NaN);
  const entropy = new Float32Array(pictures * quantities * SPREADS).fill(Number.NaN);
  for (let picture = 0; picture < pictures; picture++) {
    const map = maps.subarray(picture * size, (picture + 1) * size);
    const shade = shadeOf(pixels.subarray(3 * picture * size, 3 * (picture + 1) * size), widthPx, heightPx);
    const parts = pixelsByLabel(map, labels);
    const whole = Int32Array.from({ length: size }, (_, at) => at);
    [...parts, whole].forEach((part, quantity) => {
      if (part.length === 0) return;
      const place = picture * quantities + quantity;
      const row = values.subarray(place * M, (place + 1) * M);
      row[PLACE.area] = part.length;
      row[PLACE.share] = part.length / size;
      for (const name of SHADES) row[PLACE[name]] = meanOver(shade[name], part);
      entropy.set(spreadOver(shade.entropy, part, row[PLACE.entropy] as number), place * SPREADS);
      if (quantity === labels) return;
      for (const [name, value] of Object.entries(shapeOf(part, widthPx))) row[PLACE[name as MeasureId]] = value;
    });
  }
  return { values, entropy };
}

/** Positions of the pixels of each label, row by row. */
function pixelsByLabel(map: Uint8Array, labels: number): readonly Int32Array[] {
  const counts = new Int32Array(labels);
  for (const label of map) counts[label] = (counts[label] as number) + 1;
  const lists = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(labels);
  map.forEach((label, at) => {
    (lists[label] as Int32Array)[filled[label] as number] = at;
    filled[label] = (filled[label] as number) + 1;
  });
  return lists;
}

function meanOver(values: Float32Array, pixels: Int32Array): number {
  let sum = 0;
  for (const at of pixels) sum += values[at] as number;
  return sum / pixels.length;
}

/** Standard deviation over all pixels, least and most. */
function spreadOver(values: Float32Array, pixels: Int32Array, mean: number): readonly [number, number, number] {
  let [squares, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of pixels) {
    const value = values[at] as number;
    squares += (value - mean) ** 2;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [Math.sqrt(squares / pixels.length), least, most];
}
