import { MOST_DIFFERENCE } from '#renderer/grid/differenceMap.ts';

/**
 * Colours of the difference of two pictures: mean over red, green and blue of the absolute difference, 0 to 64 grey levels.
 *
 * @param from  [H W 4] uint8
 * @param to    [H W 4] uint8
 * @param table [256 3] uint8, colours from 0 to the most difference
 * @returns [H W 4] uint8
 */
export function colourDifference(
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  table: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(from.length);
  for (let at = 0; at < from.length; at += 4) {
    let sum = 0;
    for (let channel = at; channel < at + 3; channel++) {
      sum += Math.abs((from[channel] as number) - (to[channel] as number));
    }
    const entry = Math.round(Math.min(1, sum / 3 / MOST_DIFFERENCE) * 255) * 3;
    out[at] = table[entry] as number;
    out[at + 1] = table[entry + 1] as number;
    out[at + 2] = table[entry + 2] as number;
    out[at + 3] = 255;
  }
  return out;
}
