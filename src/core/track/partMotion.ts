import type { Flow } from '../flow.ts';
import type { Field } from './planes.ts';

/** Numbers of how a part moves between two pictures, in this order wherever they are stored. */
export const MOTION_IDS = ['x', 'y', 'magnitude', 'expansion', 'rotation', 'confidence', 'occluded', 'pixels'] as const;
export type MotionId = (typeof MOTION_IDS)[number];

/** Below this a pixel's motion does not count. */
const TRUSTED = 0.3;

/** @returns [H W] 1 where a pixel is seen in both pictures and its motion can be trusted */
export function trustedPixels({ confidence, occluded }: Pick<Flow, 'confidence' | 'occluded'>): Uint8Array {
  return occluded.map((hidden, at) => (hidden === 0 && (confidence[at] as number) >= TRUSTED ? 1 : 0));
}

/**
 * Motion of each part, and of the whole picture, once the global motion is taken out: the mean vector (px), the mean length (px), expansion
 * (divergence, 1 is twice the area) and rotation (half the curl, rad, clockwise as seen), both by the affine map that fits the part best;
 * mean confidence, share of pixels covered or left the picture, and pixels. What cannot be known is NaN: a part that is not there, or none of
 * whose pixels are trusted.
 *
 * @param residual what is left once global motion is taken out
 * @param labels   [H W] uint8 label of each pixel of the first picture; null for the whole picture alone
 * @param count    labels there are
 * @returns [Q M] labels, then the whole picture
 */
export function partMotion(flow: Flow, residual: Field, labels: Uint8Array | null, count: number): Float32Array {
  const rows = labels === null ? 1 : count + 1;
  const result = new Float32Array(rows * MOTION_IDS.length);
  const trusted = trustedPixels(flow);
  for (let row = 0; row < rows; row++) {
    const inPart = (at: number) => row === rows - 1 || labels?.[at] === row;
    result.set(motionOf(flow, trusted, residual, inPart), row * MOTION_IDS.length);
  }
  return result;
}

function motionOf(
  { confidence, occluded }: Flow,
  trusted: Uint8Array,
  { widthPx, x, y }: Field,
  inPart: (at: number) => boolean,
): number[] {
  let [pixels, hidden, trust] = [0, 0, 0];
  let [n, mx, my, mu, mv, length] = [0, 0, 0, 0, 0, 0];
  const isUsed = (at: number) => inPart(at) && trusted[at] === 1;
  for (let at = 0; at < x.length; at++) {
    if (!inPart(at)) continue;
    pixels++;
    hidden += occluded[at] as number;
    trust += confidence[at] as number;
    if (!isUsed(at)) continue;
    n++;
    mx += at % widthPx;
    my += Math.floor(at / widthPx);
    mu += x[at] as number;
    mv += y[at] as number;
    length += Math.hypot(x[at] as number, y[at] as number);
  }
  if (n === 0) {
    const nothing = Number.NaN;
    return [
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
      pixels > 0 ? trust / pixels : nothing,
      pixels > 0 ? hidden / pixels : nothing,
      pixels,
    ];
  }
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    if (!isUsed(at)) continue;
    const px = (at % widthPx) - mx / n;
    const py = Math.floor(at / widthPx) - my / n;
    const [u, v] = [(x[at] as number) - mu / n, (y[at] as number) - mv / n];
    xx += px * px;
    xy += px * py;
    yy += py * py;
    xu += px * u;
    yu += py * u;
    xv += px * v;
    yv += py * v;
  }
  const determinant = xx * yy - xy * xy;
  const isFlat = !(determinant > 1e-6 * xx * yy);
  const slope = (p: number, q: number) => (isFlat ? Number.NaN : (p * yy - q * xy) / determinant);
  const across = (p: number, q: number) => (isFlat ? Number.NaN : (q * xx - p * xy) / determinant);
  return [
    mu / n,
    mv / n,
    length / n,
    slope(xu, yu) + across(xv, yv),
    (slope(xv, yv) - across(xu, yu)) / 2,
    trust / pixels,
    hidden / pixels,
    pixels,
  ];
}
