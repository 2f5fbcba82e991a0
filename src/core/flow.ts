import { besideColours } from './track/features.ts';
import {
  blurred,
  derivative,
  type Field,
  type Planes,
  planesOf,
  pyramidOf,
  resizedField,
  shrunk,
  valueAt,
  zeroField,
} from './track/planes.ts';
import { type RefineOptions, refine } from './track/refine.ts';

/** Where every pixel of one picture lies in another, and how far that can be trusted. */
export interface Flow {
  /** From the first picture to the second, px. */
  readonly field: Field;
  /** [H W] 0 to 1: the way there and back meets, and there is something to be seen. */
  readonly confidence: Float32Array;
  /** [H W] 1 where the point is not seen in the second picture: covered, or outside of it. */
  readonly occluded: Uint8Array;
}

/** Chosen on the demo generator's pictures (bench/track.bench.ts). */
const OPTIONS: RefineOptions = { smoothness: 0.5, gradient: 3, warps: 1, fixedPoints: 3, sweeps: 3 };
const SCALE = 0.5;
const SMALLEST_PX = 8;

/**
 * Dense motion between two pictures of one size, from coarse to fine, both ways. Features of the generator, where they are given, are to stay
 * the same along it as colours are.
 *
 * @param first    [H W 3] uint8, RGB
 * @param second   [H W 3] uint8, RGB
 * @param features of the first picture and of the second, as `featurePlanes`
 */
export function denseFlow(
  first: Uint8Array,
  second: Uint8Array,
  widthPx: number,
  heightPx: number,
  features: readonly [readonly Planes[], readonly Planes[]] = [[], []],
): Flow {
  const colours = planesOf(first, widthPx, heightPx);
  const one = levelsOf(colours, features[0]);
  const two = levelsOf(planesOf(second, widthPx, heightPx), features[1]);
  const field = descend(one, two);
  const back = descend(two, one);
  return { field, ...trust(field, back, colours) };
}

function levelsOf(colours: Planes, features: readonly Planes[]): readonly Planes[] {
  const levels = pyramidOf(colours, SCALE, SMALLEST_PX);
  return besideColours(
    levels,
    features.map((planes) => featureLevels(levels, planes)),
  );
}

/** Features at the levels that are no finer than they are, so that nothing has to be made up between their cells. */
function featureLevels(levels: readonly Planes[], features: Planes): Planes[] {
  const cells = features.widthPx * features.heightPx;
  const finest = levels.findLast(({ widthPx, heightPx }) => widthPx * heightPx <= cells);
  return finest === undefined ? [] : pyramidOf(shrunk(features, finest.widthPx, finest.heightPx), SCALE, SMALLEST_PX);
}

/** What another tracker found, there and back, with the confidence and occlusion of our own. @param first [H W 3] uint8, RGB */
export function judgeFlow(field: Field, back: Field, first: Uint8Array): Flow {
  return { field, ...trust(field, back, planesOf(first, field.widthPx, field.heightPx)) };
}

function descend(first: readonly Planes[], second: readonly Planes[]): Field {
  const { widthPx, heightPx } = first[0] as Planes;
  return first.reduce(
    (field, level, at) =>
      refine(level, second[at] as Planes, resizedField(field, level.widthPx, level.heightPx), OPTIONS),
    zeroField(widthPx, heightPx),
  );
}

/** Squared gradient, of brightness 0 to 1 over all channels, at which texture counts half: about three grey levels a pixel. */
const TEXTURE = 1.5e-4;
const TEXTURE_SIGMA_PX = 2;

/** Confidence and occlusion from the way there and back; the bound is that of Sundaram, Brox and Keutzer (2010). */
function trust(
  field: Field,
  back: Field,
  { widthPx, heightPx, channels }: Planes,
): { confidence: Float32Array; occluded: Uint8Array } {
  const texture = blurred(squaredGradient(channels, widthPx, heightPx), widthPx, heightPx, TEXTURE_SIGMA_PX);
  const confidence = new Float32Array(widthPx * heightPx);
  const occluded = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < confidence.length; at++) {
    const [dx, dy] = [field.x[at] as number, field.y[at] as number];
    const [x, y] = [(at % widthPx) + dx, Math.floor(at / widthPx) + dy];
    const isOutside = x < -0.5 || y < -0.5 || x > widthPx - 0.5 || y > heightPx - 0.5;
    const [backX, backY] = [back.x, back.y].map((plane) => valueAt(plane, widthPx, heightPx, x, y)) as [number, number];
    const miss = (dx + backX) ** 2 + (dy + backY) ** 2;
    const length = dx * dx + dy * dy + backX * backX + backY * backY;
    occluded[at] = isOutside || miss > 0.01 * length + 0.5 ? 1 : 0;
    const seen = texture[at] as number;
    confidence[at] = isOutside ? 0 : (Math.exp(-2 * miss) * seen) / (seen + TEXTURE);
  }
  return { confidence, occluded };
}

function squaredGradient(channels: readonly Float32Array[], widthPx: number, heightPx: number): Float32Array {
  const sum = new Float32Array(widthPx * heightPx);
  for (const plane of channels) {
    const x = derivative(plane, widthPx, heightPx, 'x');
    const y = derivative(plane, widthPx, heightPx, 'y');
    for (let at = 0; at < sum.length; at++)
      sum[at] = (sum[at] as number) + (x[at] as number) ** 2 + (y[at] as number) ** 2;
  }
  return sum;
}
