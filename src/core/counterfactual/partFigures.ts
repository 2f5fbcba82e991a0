/**
 * What a part looks like in a picture, from its pixels alone. `area`: share of the picture. `brightness`: mean luma, grey levels.
 * `x`, `y`: centre, shares of width and height, y down. `extent`: length of the longer axis of the ellipse with the same second
 * moments, share of the width. `eccentricity`: of that ellipse, 0 round, towards 1 a line.
 */
export const PART_MEASURES = ['area', 'brightness', 'x', 'y', 'extent', 'eccentricity'] as const;
export type PartMeasure = (typeof PART_MEASURES)[number];

export interface PartPictures {
  /** [B H W] uint8, positions of labels */
  readonly maps: Uint8Array;
  /** [B H W 3] uint8, RGB */
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * @param labels P, the background first
 * @returns [B P M] float32, M in the order of `PART_MEASURES`; of a part that is not in the picture the area is 0 and the rest NaN
 */
export function partFigures({ maps, pixels, widthPx, heightPx }: PartPictures, labels: number): Float32Array {
  const size = widthPx * heightPx;
  const pictures = maps.length / size;
  const result = new Float32Array(pictures * labels * PART_MEASURES.length);
  // Pixels, luma, x, y, x x, y y, x y of each label.
  const sums = new Float64Array(labels * SUMS);
  for (let picture = 0; picture < pictures; picture++) {
    sums.fill(0);
    for (let at = 0; at < size; at++) {
      const pixel = picture * size + at;
      addPixel(sums, maps[pixel] as number, lumaAt(pixels, pixel * 3), at % widthPx, Math.floor(at / widthPx));
    }
    for (let label = 0; label < labels; label++) {
      const own = sums.subarray(label * SUMS, (label + 1) * SUMS);
      result.set(figuresOf(own, widthPx, heightPx), (picture * labels + label) * PART_MEASURES.length);
    }
  }
  return result;
}

const SUMS = 7;

function addPixel(sums: Float64Array, label: number, luma: number, x: number, y: number): void {
  const values = [1, luma, x, y, x * x, y * y, x * y];
  for (let i = 0; i < SUMS; i++) {
    const at = label * SUMS + i;
    sums[at] = (sums[at] as number) + (values[i] as number);
  }
}

/** ITU-R BT.601. */
function lumaAt(pixels: Uint8Array, at: number): number {
  return 0.299 * (pixels[at] as number) + 0.587 * (pixels[at + 1] as number) + 0.114 * (pixels[at + 2] as number);
}

function figuresOf(sums: Float64Array, widthPx: number, heightPx: number): number[] {
  const [count, luma, x, y, xx, yy, xy] = sums as unknown as [number, number, number, number, number, number, number];
  if (count === 0) return [0, ...Array<number>(PART_MEASURES.length - 1).fill(Number.NaN)];
  const [meanX, meanY] = [x / count, y / count];
  // A pixel is a square, whose own second moment is 1/12.
  const [a, b, c] = [xx / count - meanX ** 2 + 1 / 12, yy / count - meanY ** 2 + 1 / 12, xy / count - meanX * meanY];
  const spread = Math.hypot((a - b) / 2, c);
  const [longer, shorter] = [(a + b) / 2 + spread, (a + b) / 2 - spread];
  return [
    count / (widthPx * heightPx),
    luma / count,
    (meanX + 0.5) / widthPx,
    (meanY + 0.5) / heightPx,
    (4 * Math.sqrt(longer)) / widthPx,
    Math.sqrt(Math.max(0, 1 - shorter / longer)),
  ];
}
