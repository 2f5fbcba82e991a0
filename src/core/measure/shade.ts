/** Colour and texture of every pixel of a picture, which are then averaged over parts. */

/** One value a pixel for each, [H W] float32. */
export interface Shade {
  /** CIELAB, D65, as scikit-image's `rgb2lab`. */
  readonly lightness: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** 0.299 R + 0.587 G + 0.114 B, 0 to 255. */
  readonly luminance: Float32Array;
  /** Bits: of grey levels within a disk of radius 5, as scikit-image's `rank.entropy`. */
  readonly entropy: Float32Array;
  /** Length of the Sobel gradient of the luminance over 255, as scikit-image's `sobel`. */
  readonly edge: Float32Array;
}

/** @param pixels [H W 3] uint8, sRGB */
export function shadeOf(pixels: Uint8Array, widthPx: number, heightPx: number): Shade {
  const size = widthPx * heightPx;
  const [lightness, a, b, luminance] = Array.from({ length: 4 }, () => new Float32Array(size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const grey = new Uint8Array(size);
  for (let at = 0; at < size; at++) {
    const [red, green, blue] = [pixels[3 * at] as number, pixels[3 * at + 1] as number, pixels[3 * at + 2] as number];
    luminance[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
    grey[at] = Math.round(0.2125 * red + 0.7154 * green + 0.0721 * blue);
    const [r, g, l] = [LINEAR[red] as number, LINEAR[green] as number, LINEAR[blue] as number];
    const x = root((0.412453 * r + 0.35758 * g + 0.180423 * l) / 0.95047);
    const y = root(0.212671 * r + 0.71516 * g + 0.072169 * l);
    const z = root((0.019334 * r + 0.119193 * g + 0.950227 * l) / 1.08883);
    lightness[at] = 116 * y - 16;
    a[at] = 500 * (x - y);
    b[at] = 200 * (y - z);
  }
  return {
    lightness,
    a,
    b,
    luminance,
    entropy: rankEntropy(grey, widthPx, heightPx),
    edge: sobel(luminance, widthPx, heightPx),
  };
}

const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
});

function root(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

const RADIUS = 5;
/** How far the disk reaches to each side in each of its rows. */
const REACH = Array.from({ length: 2 * RADIUS + 1 }, (_, row) =>
  Math.floor(Math.sqrt(RADIUS ** 2 - (row - RADIUS) ** 2)),
);
const DISK_PIXELS = REACH.reduce((sum, reach) => sum + 2 * reach + 1, 0);
/** n log2 n; a column enters before the other leaves. */
const N_LOG_N = Float64Array.from({ length: DISK_PIXELS + REACH.length + 1 }, (_, n) =>
  n === 0 ? 0 : n * Math.log2(n),
);

/** The disk moves along a row and only what enters and leaves it is counted; outside of the picture there is nothing. */
function rankEntropy(grey: Uint8Array, widthPx: number, heightPx: number): Float32Array {
  const entropy = new Float32Array(grey.length);
  const counts = new Uint16Array(256);
  for (let y = 0; y < heightPx; y++) {
    counts.fill(0);
    let [sum, total] = [0, 0];
    const enter = (x: number, row: number) => {
      if (x < 0 || x >= widthPx) return;
      const level = grey[row * widthPx + x] as number;
      const count = counts[level] as number;
      sum += (N_LOG_N[count + 1] as number) - (N_LOG_N[count] as number);
      counts[level] = count + 1;
      total++;
    };
    const leave = (x: number, row: number) => {
      if (x < 0 || x >= widthPx) return;
      const level = grey[row * widthPx + x] as number;
      const count = counts[level] as number;
      sum += (N_LOG_N[count - 1] as number) - (N_LOG_N[count] as number);
      counts[level] = count - 1;
      total--;
    };
    const first = Math.max(0, y - RADIUS);
    const last = Math.min(heightPx - 1, y + RADIUS);
    for (let row = first; row <= last; row++) {
      const reach = REACH[row - y + RADIUS] as number;
      for (let x = 0; x < reach; x++) enter(x, row);
    }
    for (let x = 0; x < widthPx; x++) {
      for (let row = first; row <= last; row++) {
        const reach = REACH[row - y + RADIUS] as number;
        enter(x + reach, row);
        leave(x - reach - 1, row);
      }
      entropy[y * widthPx + x] = total === 0 ? 0 : Math.max(0, Math.log2(total) - sum / total);
    }
  }
  return entropy;
}

function sobel(luminance: Float32Array, widthPx: number, heightPx: number): Float32Array {
  const edge = new Float32Array(luminance.length);
  for (let y = 0; y < heightPx; y++) {
    // Beyond its edges the picture is mirrored, the edge itself repeated.
    const up = Math.max(0, y - 1) * widthPx;
    const here = y * widthPx;
    const down = Math.min(heightPx - 1, y + 1) * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(widthPx - 1, x + 1);
      const at = (row: number, column: number) => luminance[row + column] as number;
      const across =
        at(up, right) - at(up, left) + 2 * (at(here, right) - at(here, left)) + at(down, right) - at(down, left);
      const along = at(down, left) - at(up, left) + 2 * (at(down, x) - at(up, x)) + at(down, right) - at(up, right);
      edge[here + x] = Math.sqrt((across * across + along * along) / 2) / (4 * 255);
    }
  }
  return edge;
}
