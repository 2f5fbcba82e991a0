/** Where one picture lies in a buffer of bytes: alone, or as a tile of a strip. Pixels are RGB triples, rows are `rowStride` apart. */
export interface Tile {
  readonly pixels: Uint8Array;
  readonly offset: number;
  readonly rowStride: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Quantises one picture as manifests say: trunc((x + 1) * 127.5), clipped to 0..255. In float32 like every tool of the field,
 * so that a value which float32 rounds up to a whole number counts as that number.
 *
 * @param planes [.. 3 H W] float32, pictures in -1..1
 * @param first  index of the picture's first value in `planes`
 */
export function quantise(planes: Float32Array, first: number, tile: Tile): void {
  const { pixels, widthPx, heightPx } = tile;
  const area = widthPx * heightPx;
  let red = first;
  for (let y = 0; y < heightPx; y++) {
    let to = tile.offset + y * tile.rowStride;
    for (const end = red + widthPx; red < end; red++) {
      const r = Math.fround(Math.fround((planes[red] as number) + 1) * 127.5);
      const g = Math.fround(Math.fround((planes[red + area] as number) + 1) * 127.5);
      const b = Math.fround(Math.fround((planes[red + 2 * area] as number) + 1) * 127.5);
      pixels[to] = r > 0 ? (r < 255 ? r : 255) : 0;
      pixels[to + 1] = g > 0 ? (g < 255 ? g : 255) : 0;
      pixels[to + 2] = b > 0 ? (b < 255 ? b : 255) : 0;
      to += 3;
    }
  }
}

/** Mean absolute difference of two pictures over pixels and channels, in grey levels 0 to 255; exact integer sums. */
export function pixelDistance(a: Tile, b: Tile): number {
  const rowBytes = a.widthPx * 3;
  let sum = 0;
  for (let y = 0; y < a.heightPx; y++) {
    let j = b.offset + y * b.rowStride;
    const start = a.offset + y * a.rowStride;
    for (let i = start; i < start + rowBytes; i++, j++) {
      sum += Math.abs((a.pixels[i] as number) - (b.pixels[j] as number));
    }
  }
  return sum / (rowBytes * a.heightPx);
}

/** Copies a picture out of its strip. */
export function copyTile(tile: Tile, into: Uint8Array, at: number): void {
  const rowBytes = tile.widthPx * 3;
  for (let y = 0; y < tile.heightPx; y++) {
    const from = tile.offset + y * tile.rowStride;
    into.set(tile.pixels.subarray(from, from + rowBytes), at + y * rowBytes);
  }
}
