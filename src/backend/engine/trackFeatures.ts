import { randomState } from '#core/random.ts';
import { nearest } from '#core/segment/inferenceModel.ts';
import { type FeatureTap, fitProjection, type Projection } from '#core/segment/projection.ts';
import { featurePlanes, sideInside, TRACKED_DIRECTIONS, trackedTaps } from '#core/track/features.ts';
import type { Planes } from '#core/track/planes.ts';
import { mapLatents } from './mapLatents.ts';
import type { OpenPair } from './openPair.ts';

/** Fitted once while a pair is open: they depend on the generator alone, so that any list of pictures has the same motion. */
const projections = new WeakMap<OpenPair, Promise<readonly Projection[]>>();

/**
 * What the generator's features tell of motion in pictures, made anew from their latents.
 *
 * @param w [B L] float32
 * @returns [B], planes of each tap that is tracked by
 * @throws Failure BAD_INPUT where the generator shows no features
 */
export async function trackFeatures(pair: OpenPair, w: Float32Array, signal: AbortSignal): Promise<Planes[][]> {
  const known = await projectionsOf(pair);
  const pictures: Planes[][] = [];
  await eachPicture(pair, w, signal, (mapsOf) => {
    pictures.push(known.map((projection) => featurePlanes(projection, mapsOf(projection.tap))));
  });
  return pictures;
}

function projectionsOf(pair: OpenPair): Promise<readonly Projection[]> {
  const known = projections.get(pair);
  if (known !== undefined) return known;
  const fitted = fitProjections(pair);
  projections.set(pair, fitted);
  fitted.catch(() => projections.delete(pair));
  return fitted;
}

/** Pictures whose features tell in which directions they vary most, and the seed they are drawn from. */
const FITTED_PICTURES = 16;
const FITTED_SEED = 1;
/** Cells of a map along its side that the fit looks at, at most. */
const FITTED_SIDE = 32;

/** Others may wait for it, so that no cancel ends it: it takes as long as a few pictures. */
async function fitProjections(pair: OpenPair): Promise<readonly Projection[]> {
  const { signal } = new AbortController();
  const { z_dim, c_dim, truncation, feature_taps } = pair.files.generator;
  const random = randomState(FITTED_SEED);
  const z = Float32Array.from({ length: FITTED_PICTURES * z_dim }, () => random.randn());
  const classIndex = Int32Array.from({ length: FITTED_PICTURES }, (_, at) => (c_dim === 0 ? 0 : at % c_dim));
  const w = await mapLatents(
    pair,
    { z: { data: z, shape: [FITTED_PICTURES, z_dim] }, classIndex, psi: truncation.default },
    signal,
  );
  const taps = trackedTaps(feature_taps);
  const seen = taps.map((tap) => new Float32Array(FITTED_PICTURES * tap.channels * fittedSide(tap) ** 2));
  await eachPicture(pair, w.data, signal, (mapsOf, row) => {
    for (const [at, tap] of taps.entries()) {
      const maps = thinned(tap, mapsOf(tap));
      seen[at]?.set(maps, row * maps.length);
    }
  });
  return taps.map((tap, at) => {
    const fitted = { ...tap, size: fittedSide(tap), margin: 0 };
    return { ...fitProjection(fitted, seen[at] as Float32Array, TRACKED_DIRECTIONS), tap };
  });
}

function fittedSide(tap: FeatureTap): number {
  return Math.min(FITTED_SIDE, sideInside(tap));
}

/** Some cells of a tap's maps [C S S], evenly over the picture. */
function thinned(tap: FeatureTap, maps: Float32Array): Float32Array {
  const side = fittedSide(tap);
  const cells = nearest(tap.size, tap.margin, side);
  return Float32Array.from({ length: tap.channels * side * side }, (_, at) => {
    const [channel, row, column] = [Math.floor(at / side ** 2), Math.floor(at / side) % side, at % side];
    return maps[(channel * tap.size + (cells[row] as number)) * tap.size + (cells[column] as number)] as number;
  });
}

/** Calls back with each picture's maps [C S S] by tap, which it must not keep: they are many. */
async function eachPicture(
  pair: OpenPair,
  w: Float32Array,
  signal: AbortSignal,
  visit: (mapsOf: (tap: FeatureTap) => Float32Array, row: number) => void,
): Promise<void> {
  const rows = w.length / pair.latentSize;
  for (let first = 0; first < rows; first += pair.batch) {
    signal.throwIfAborted();
    const last = Math.min(first + pair.batch, rows);
    const maps = await pair.features(last - first, w.subarray(first * pair.latentSize, last * pair.latentSize));
    for (let row = first; row < last; row++) {
      const mapsOf = ({ name, channels, size }: FeatureTap) => {
        const length = channels * size * size;
        return (maps[name] as Float32Array).subarray((row - first) * length, (row - first + 1) * length);
      };
      visit(mapsOf, row);
    }
  }
}
