import type { FeatureTap, Projection } from '../segment/projection.ts';
import type { Planes } from './planes.ts';

/** Directions that are kept of a tap: more tell little more of motion, and cost more. */
export const TRACKED_DIRECTIONS = 4;

/**
 * What a standard deviation of a feature weighs beside brightness, 0 to 1. Features of the picture's own size say where a pixel belongs but
 * not to a tenth of one: there they only help the picture, which is sharper.
 */
const COARSE_WEIGHT = 0.2;
const FINE_WEIGHT = 0.04;

/** Cells of a tap's map along a side of the picture: what lies outside of it left out. */
export function sideInside({ size, margin }: FeatureTap): number {
  return size - 2 * margin;
}

/** The taps that motion is found from: the finest one, and the finest of at most half its size. The first of some that are alike. */
export function trackedTaps(taps: readonly FeatureTap[]): readonly FeatureTap[] {
  const finestOf = (among: readonly FeatureTap[]) => among.toSorted((a, b) => sideInside(b) - sideInside(a))[0];
  const finest = finestOf(taps);
  const coarser = finest && finestOf(taps.filter((tap) => 2 * sideInside(tap) <= sideInside(finest)));
  return [finest, coarser].filter((tap) => tap !== undefined);
}

/** A tap's projected maps where they show the picture. @param maps [C S S] float32 of one picture */
export function featurePlanes({ tap, weights, bias }: Projection, maps: Float32Array): Planes {
  const { channels, size, margin } = tap;
  const side = sideInside(tap);
  const planes = Array.from(bias, (offset, direction) => {
    const plane = new Float32Array(side * side).fill(offset);
    for (let channel = 0; channel < channels; channel++) {
      const weight = weights[direction * channels + channel] as number;
      for (let row = 0; row < side; row++) {
        const from = (channel * size + row + margin) * size + margin;
        for (let column = 0; column < side; column++)
          plane[row * side + column] =
            (plane[row * side + column] as number) + weight * (maps[from + column] as number);
      }
    }
    return plane;
  });
  return { widthPx: side, heightPx: side, channels: planes };
}

/**
 * Features beside the colours of each level of a pyramid: those that are at least as fine as the level, weighed for it.
 *
 * @param levels   of the picture, from coarse to fine
 * @param features of the picture, each at the levels that it is fine enough for, from the coarsest on
 */
export function besideColours(levels: readonly Planes[], features: readonly (readonly Planes[])[]): readonly Planes[] {
  return levels.map((level, at) => {
    const weight = at === levels.length - 1 ? FINE_WEIGHT : COARSE_WEIGHT;
    const added = features.flatMap((own) => own[at]?.channels ?? []);
    return { ...level, channels: [...level.channels, ...added.map((plane) => plane.map((value) => weight * value))] };
  });
}
