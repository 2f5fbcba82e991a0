import type { RandomState } from '../random.ts';

/** Changes of a picture under which its features stay what they are: another part of it, and where both sides are drawn alike, its mirror image. */

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A part of a picture, and whether it is seen from behind. */
export interface View extends Size {
  readonly top: number;
  readonly left: number;
  readonly isMirrored: boolean;
}

/** A part whose sides are `share` of the picture's, at least 1 px. */
export function viewSize({ widthPx, heightPx }: Size, share: number): Size {
  return { widthPx: Math.max(1, Math.round(share * widthPx)), heightPx: Math.max(1, Math.round(share * heightPx)) };
}

/** Any place in the picture is as likely, and both sides are where `flips`. */
export function drawView(picture: Size, size: Size, flips: boolean, random: RandomState): View {
  const [top, left] = [picture.heightPx - size.heightPx, picture.widthPx - size.widthPx].map((rest) =>
    Math.floor((rest + 1) * random.uniform()),
  ) as [number, number];
  return { ...size, top, left, isMirrored: flips && random.uniform() < 0.5 };
}

/**
 * Copies what a view shows.
 *
 * @param planes [C H W] of the whole picture
 * @param target [C height width] of the view
 */
export function copyView(planes: Float32Array, { widthPx, heightPx }: Size, view: View, target: Float32Array): void {
  let at = 0;
  for (let start = 0; start < planes.length; start += widthPx * heightPx) {
    for (let y = 0; y < view.heightPx; y++) {
      const from = start + (view.top + y) * widthPx + view.left;
      target.set(planes.subarray(from, from + view.widthPx), at);
      if (view.isMirrored) target.subarray(at, at + view.widthPx).reverse();
      at += view.widthPx;
    }
  }
}
