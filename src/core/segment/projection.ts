import { symmetricEigen } from '../eigen.ts';

/** A tap as the generator's manifest names it. */
export interface FeatureTap {
  readonly name: string;
  readonly channels: number;
  /** Height and width of its maps, px. */
  readonly size: number;
  /** Pixels on each side that lie outside of the picture. */
  readonly margin: number;
}

/**
 * A tap's channels, standardised on the pictures that a segmenter learns from, and projected on the directions in which they vary most
 * there. What follows works on a few maps instead of hundreds, and projecting before enlarging costs next to nothing.
 */
export interface Projection {
  readonly tap: FeatureTap;
  /** [D C], rows are directions over the spread of the channels, so that each projected map has variance 1 */
  readonly weights: Float32Array;
  /** [D] what is added: minus the mean's projection */
  readonly bias: Float32Array;
}

/** Directions kept of each tap in `compact`: more from where parts have their borders. */
export function keptDirections(channels: number, limit: number | null): number {
  return limit === null ? channels : Math.min(channels, limit);
}

/** Every channel as it is. */
export function identityProjection(tap: FeatureTap): Projection {
  const weights = new Float32Array(tap.channels * tap.channels);
  for (let channel = 0; channel < tap.channels; channel++) weights[channel * (tap.channels + 1)] = 1;
  return { tap, weights, bias: new Float32Array(tap.channels) };
}

/** Channels that vary less than this share of their mean are constant. */
const CONSTANT = 1e-6;

/**
 * @param maps  [M C S S] float32, the tap's maps of the pictures
 * @param limit directions to keep at most; null standardises the channels and mixes nothing
 */
export function fitProjection(tap: FeatureTap, maps: Float32Array, limit: number | null): Projection {
  const { channels } = tap;
  const pixels = tap.size * tap.size;
  const pictures = maps.length / (channels * pixels);
  const { mean, scale } = standardise(maps, pictures, channels, pixels);
  const kept = keptDirections(channels, limit);
  const weights = new Float32Array(kept * channels);
  if (kept === channels && limit === null) {
    for (let channel = 0; channel < channels; channel++)
      weights[channel * channels + channel] = scale[channel] as number;
  } else {
    const { values, vectors } = symmetricEigen(covarianceOf(maps, pictures, channels, pixels, mean, scale), channels);
    for (let row = 0; row < kept; row++) {
      const value = values[row] as number;
      const size = value > CONSTANT ? 1 / Math.sqrt(value) : 0;
      for (let channel = 0; channel < channels; channel++) {
        weights[row * channels + channel] =
          (vectors[row * channels + channel] as number) * (scale[channel] as number) * size;
      }
    }
  }
  const bias = Float32Array.from({ length: kept }, (_, row) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum -= (weights[row * channels + channel] as number) * (mean[channel] as number);
    return sum;
  });
  return { tap, weights, bias };
}

function standardise(maps: Float32Array, pictures: number, channels: number, pixels: number) {
  const mean = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const count = pictures * pixels;
  for (let picture = 0; picture < pictures; picture++) {
    for (let channel = 0; channel < channels; channel++) {
      const start = (picture * channels + channel) * pixels;
      for (let at = start; at < start + pixels; at++) {
        const value = maps[at] as number;
        mean[channel] = (mean[channel] as number) + value / count;
        squares[channel] = (squares[channel] as number) + (value * value) / count;
      }
    }
  }
  const scale = mean.map((centre, channel) => {
    const spread = Math.sqrt(Math.max(0, (squares[channel] as number) - centre * centre));
    return spread > CONSTANT * Math.abs(centre) ? 1 / spread : 0;
  });
  return { mean, scale };
}

/** [C C] of the standardised channels. */
function covarianceOf(
  maps: Float32Array,
  pictures: number,
  channels: number,
  pixels: number,
  mean: Float64Array,
  scale: Float64Array,
): Float64Array {
  const covariance = new Float64Array(channels * channels);
  const row = new Float64Array(channels);
  // Large maps have many pixels that are alike: some of them tell as much.
  const stride = Math.max(1, Math.floor((pictures * pixels) / PIXELS_FOR_COVARIANCE));
  let count = 0;
  for (let sample = 0; sample < pictures * pixels; sample += stride) {
    const picture = Math.floor(sample / pixels);
    const pixel = sample % pixels;
    for (let channel = 0; channel < channels; channel++) {
      const value = maps[(picture * channels + channel) * pixels + pixel] as number;
      row[channel] = (value - (mean[channel] as number)) * (scale[channel] as number);
    }
    for (let a = 0; a < channels; a++) {
      const left = row[a] as number;
      for (let b = a; b < channels; b++)
        covariance[a * channels + b] = (covariance[a * channels + b] as number) + left * (row[b] as number);
    }
    count++;
  }
  for (let a = 0; a < channels; a++) {
    for (let b = a; b < channels; b++) {
      const value = (covariance[a * channels + b] as number) / count;
      covariance[a * channels + b] = value;
      covariance[b * channels + a] = value;
    }
  }
  return covariance;
}

const PIXELS_FOR_COVARIANCE = 20_000;
