import { Failure } from '#core/failure.ts';
import type { ClassifierManifest } from '#core/manifest.ts';
import type { Tile } from './quantise.ts';
import { createResize } from './resize.ts';

/** From quantised pixels to a classifier's input: resize, centre crop, normalise, each as torchvision does on PIL images. */
export interface Preprocess {
  /** Values of one picture's input: 3 * H * W. */
  readonly inputSize: number;
  /**
   * @param into [.. 3 H W] float32, the classifier's input
   * @param at   index of the picture's first value in `into`
   */
  write(tile: Tile, into: Float32Array, at: number): void;
}

type ClassifierInput = ClassifierManifest['input'];

interface Geometry {
  readonly resizedWidthPx: number;
  readonly resizedHeightPx: number;
  readonly cropLeftPx: number;
  readonly cropTopPx: number;
}

/**
 * Plans the way from the generator's picture to the classifier's input.
 *
 * @throws Failure BAD_MANIFEST when no such way leads to the size that the classifier asks for
 */
export function planGeometry(imageHeightPx: number, imageWidthPx: number, input: ClassifierInput): Geometry {
  const [heightPx, widthPx] = input.size;
  const [resizedHeightPx, resizedWidthPx] = resizedSize(
    imageHeightPx,
    imageWidthPx,
    input.resize?.shorter_side ?? null,
  );
  const fits =
    input.crop === null
      ? resizedHeightPx === heightPx && resizedWidthPx === widthPx
      : resizedHeightPx >= heightPx && resizedWidthPx >= widthPx;
  if (!fits) {
    const resize =
      input.resize === null ? 'no resize' : `a resize of the shorter side to ${input.resize.shorter_side} px`;
    const crop = input.crop === null ? 'no crop' : 'a centre crop';
    throw new Failure(
      'BAD_MANIFEST',
      `Pictures of ${imageWidthPx} x ${imageHeightPx} px do not become the classifier's ${widthPx} x ${heightPx} px by ${resize} and ${crop}.`,
      { remedy: 'Correct `input.resize` and `input.crop` in the manifest of the classifier.' },
    );
  }
  return {
    resizedWidthPx,
    resizedHeightPx,
    cropLeftPx: roundHalfToEven((resizedWidthPx - widthPx) / 2),
    cropTopPx: roundHalfToEven((resizedHeightPx - heightPx) / 2),
  };
}

export function createPreprocess(imageHeightPx: number, imageWidthPx: number, input: ClassifierInput): Preprocess {
  const [heightPx, widthPx] = input.size;
  const { resizedWidthPx, resizedHeightPx, cropLeftPx, cropTopPx } = planGeometry(imageHeightPx, imageWidthPx, input);
  const resize =
    input.resize === null
      ? null
      : createResize(imageWidthPx, imageHeightPx, resizedWidthPx, resizedHeightPx, input.resize.antialias);
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    normaliseTable(input.mean[channel] as number, input.std[channel] as number),
  ) as [Float32Array, Float32Array, Float32Array];
  const area = heightPx * widthPx;

  return {
    inputSize: 3 * area,
    write(tile, into, at) {
      const source = resize === null ? tile : resize(tile);
      let to = at;
      for (let y = 0; y < heightPx; y++) {
        let from = source.offset + (y + cropTopPx) * source.rowStride + cropLeftPx * 3;
        for (const end = to + widthPx; to < end; to++) {
          into[to] = red[source.pixels[from] as number] as number;
          into[to + area] = green[source.pixels[from + 1] as number] as number;
          into[to + 2 * area] = blue[source.pixels[from + 2] as number] as number;
          from += 3;
        }
      }
    },
  };
}

/** [256] float32: (level / 255 - mean) / std, rounded after each step as tensors of float32 are. */
function normaliseTable(mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) =>
    Math.fround(Math.fround(Math.fround(level / 255) - Math.fround(mean)) / Math.fround(std)),
  );
}

/** The shorter side becomes `shorterSidePx`, the longer one keeps the ratio, rounded down. */
function resizedSize(heightPx: number, widthPx: number, shorterSidePx: number | null): [number, number] {
  if (shorterSidePx === null) return [heightPx, widthPx];
  const longer = (side: number, other: number) => Math.floor((shorterSidePx * side) / other);
  return widthPx <= heightPx ? [longer(heightPx, widthPx), shorterSidePx] : [shorterSidePx, longer(widthPx, heightPx)];
}

/** Python's round, by which torchvision places its crops. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}
