/** One feature map of a generator for one picture. */
export interface FeatureMap {
  readonly channels: number;
  /** Side of the square map, cells. */
  readonly size: number;
  /** Cells at each side that lie outside of the picture. */
  readonly margin: number;
  /** [C S S] float32 */
  readonly data: Float32Array;
}

/**
 * How unlike the generator finds each pixel and one of them. On every map, channels are standardised over its cells and compared
 * with the pixel's own by the cosine; the maps, brought to the picture's size bilinearly, count alike.
 *
 * @returns [H W] float32, 0 (the same direction on every map) to 255 (the opposite one)
 */
export function featureDistance(
  maps: readonly FeatureMap[],
  widthPx: number,
  heightPx: number,
  x: number,
  y: number,
): Float32Array {
  const distance = new Float32Array(widthPx * heightPx);
  for (const map of maps) {
    const cells = standardised(map);
    const placeX = placesAlong(map, widthPx);
    const placeY = placesAlong(map, heightPx);
    const seed = vectorAt(cells, map, placeX[x] as number, placeY[y] as number);
    const apart = cosineDistances(cells, map, seed);
    for (let row = 0; row < heightPx; row++) {
      for (let column = 0; column < widthPx; column++) {
        const at = row * widthPx + column;
        const value = blend(apart, map.size, placeX[column] as number, placeY[row] as number);
        distance[at] = (distance[at] as number) + (127.5 * value) / maps.length;
      }
    }
  }
  return distance;
}

/** Where each pixel of a side lies on the map, in cells: both cover the picture, edge to edge. */
function placesAlong({ size, margin }: FeatureMap, sidePx: number): Float64Array {
  const inside = size - 2 * margin;
  return Float64Array.from({ length: sidePx }, (_, at) => {
    const place = margin + ((at + 0.5) * inside) / sidePx - 0.5;
    return Math.min(size - 1, Math.max(0, place));
  });
}

/** [C S S], every channel with mean 0 and standard deviation 1 over the cells; a constant channel is 0. */
function standardised({ data, channels, size }: FeatureMap): Float32Array {
  const cells = size * size;
  const result = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    const values = data.subarray(channel * cells, (channel + 1) * cells);
    const mean = values.reduce((sum, value) => sum + value, 0) / cells;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cells;
    const by = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    for (let cell = 0; cell < cells; cell++) {
      result[channel * cells + cell] = ((values[cell] as number) - mean) * by;
    }
  }
  return result;
}

/** [C], bilinear between the cells around a place. */
function vectorAt(cells: Float32Array, { channels, size }: FeatureMap, x: number, y: number): Float64Array {
  return Float64Array.from({ length: channels }, (_, channel) =>
    blend(cells.subarray(channel * size * size, (channel + 1) * size * size), size, x, y),
  );
}

function blend(plane: Float32Array, size: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(size - 1, left + 1), Math.min(size - 1, top + 1)];
  const [u, v] = [x - left, y - top];
  const value = (row: number, column: number) => plane[row * size + column] as number;
  const above = (1 - u) * value(top, left) + u * value(top, right);
  const below = (1 - u) * value(bottom, left) + u * value(bottom, right);
  return (1 - v) * above + v * below;
}

/** [S S] 1 - cosine; 1 where either vector is 0. */
function cosineDistances(cells: Float32Array, { channels, size }: FeatureMap, seed: Float64Array): Float32Array {
  const count = size * size;
  const dots = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let channel = 0; channel < channels; channel++) {
    const weight = seed[channel] as number;
    for (let cell = 0; cell < count; cell++) {
      const value = cells[channel * count + cell] as number;
      dots[cell] = (dots[cell] as number) + weight * value;
      squares[cell] = (squares[cell] as number) + value * value;
    }
  }
  const length = Math.sqrt(seed.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(dots, (dot, cell) => {
    const norm = length * Math.sqrt(squares[cell] as number);
    return norm > 0 ? 1 - dot / norm : 1;
  });
}
