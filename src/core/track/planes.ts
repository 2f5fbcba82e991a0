/** A picture or a level of its pyramid as planes of light: what motion is estimated on. */
export interface Planes {
  readonly widthPx: number;
  readonly heightPx: number;
  /** [C][H W] float32 */
  readonly channels: readonly Float32Array[];
}

/** Two components of one vector a pixel: x right, y down, in pixels of its own size. */
export interface Field {
  readonly widthPx: number;
  readonly heightPx: number;
  /** [H W] float32 */
  readonly x: Float32Array;
  /** [H W] float32 */
  readonly y: Float32Array;
}

export function zeroField(widthPx: number, heightPx: number): Field {
  const size = widthPx * heightPx;
  return { widthPx, heightPx, x: new Float32Array(size), y: new Float32Array(size) };
}

/** @param pixels [H W 3] uint8, RGB @returns planes of 0 to 1 */
export function planesOf(pixels: Uint8Array, widthPx: number, heightPx: number): Planes {
  const size = widthPx * heightPx;
  const channels = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: size }, (_, at) => (pixels[at * 3 + channel] as number) / 255),
  );
  return { widthPx, heightPx, channels };
}

/** Gaussian blur, borders repeated; the window reaches 3 sigma. */
export function blurred(plane: Float32Array, widthPx: number, heightPx: number, sigmaPx: number): Float32Array {
  const reach = Math.max(1, Math.ceil(3 * sigmaPx));
  const taps = Float32Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigmaPx ** 2)),
  );
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const across = new Float32Array(plane.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const column = Math.min(widthPx - 1, Math.max(0, x + k));
        sum += (taps[k + reach] as number) * (plane[y * widthPx + column] as number);
      }
      across[y * widthPx + x] = sum / total;
    }
  }
  const result = new Float32Array(plane.length);
  for (let y = 0; y < heightPx; y++) {
    for (let k = -reach; k <= reach; k++) {
      const row = Math.min(heightPx - 1, Math.max(0, y + k)) * widthPx;
      const tap = (taps[k + reach] as number) / total;
      for (let x = 0; x < widthPx; x++) {
        const at = y * widthPx + x;
        result[at] = (result[at] as number) + tap * (across[row + x] as number);
      }
    }
  }
  return result;
}

/** Bilinear between pixel centres, edge to edge; blur first when it becomes smaller. */
export function resized(
  plane: Float32Array,
  widthPx: number,
  heightPx: number,
  toWidthPx: number,
  toHeightPx: number,
): Float32Array {
  const result = new Float32Array(toWidthPx * toHeightPx);
  for (let y = 0; y < toHeightPx; y++) {
    const placeY = within(((y + 0.5) * heightPx) / toHeightPx - 0.5, heightPx);
    const top = Math.floor(placeY);
    const bottom = Math.min(heightPx - 1, top + 1);
    const v = placeY - top;
    for (let x = 0; x < toWidthPx; x++) {
      const placeX = within(((x + 0.5) * widthPx) / toWidthPx - 0.5, widthPx);
      const left = Math.floor(placeX);
      const right = Math.min(widthPx - 1, left + 1);
      const u = placeX - left;
      const above = (1 - u) * (plane[top * widthPx + left] as number) + u * (plane[top * widthPx + right] as number);
      const below =
        (1 - u) * (plane[bottom * widthPx + left] as number) + u * (plane[bottom * widthPx + right] as number);
      result[y * toWidthPx + x] = (1 - v) * above + v * below;
    }
  }
  return result;
}

function within(place: number, extent: number): number {
  return Math.min(extent - 1, Math.max(0, place));
}

/** A field at another size: its vectors grow with the picture. */
export function resizedField(field: Field, widthPx: number, heightPx: number): Field {
  const { widthPx: fromWidth, heightPx: fromHeight } = field;
  const scaled = (plane: Float32Array, by: number) =>
    resized(plane, fromWidth, fromHeight, widthPx, heightPx).map((value) => value * by);
  return { widthPx, heightPx, x: scaled(field.x, widthPx / fromWidth), y: scaled(field.y, heightPx / fromHeight) };
}

/** Planes at a smaller size, blurred first by what it takes to be sampled there without aliasing. */
export function shrunk({ widthPx, heightPx, channels }: Planes, toWidthPx: number, toHeightPx: number): Planes {
  const ratio = (widthPx * heightPx) / (toWidthPx * toHeightPx);
  const sigmaPx = 0.6 * Math.sqrt(Math.max(0, ratio - 1));
  const planes = channels.map((plane) => {
    const smooth = sigmaPx === 0 ? plane : blurred(plane, widthPx, heightPx, sigmaPx);
    return resized(smooth, widthPx, heightPx, toWidthPx, toHeightPx);
  });
  return { widthPx: toWidthPx, heightPx: toHeightPx, channels: planes };
}

/** Pictures from coarse to fine, each side `scale` of the next, the smallest at least `smallestPx`. */
export function pyramidOf(planes: Planes, scale: number, smallestPx: number): Planes[] {
  const levels = [planes];
  for (;;) {
    const last = levels[0] as Planes;
    const [widthPx, heightPx] = [Math.round(last.widthPx * scale), Math.round(last.heightPx * scale)];
    if (Math.min(widthPx, heightPx) < smallestPx || widthPx === last.widthPx) return levels;
    levels.unshift(shrunk(last, widthPx, heightPx));
  }
}

/**
 * Where a field leads: planes sampled at x + dx, y + dy by cubic convolution (Keys, a = -1/2), borders repeated.
 *
 * @param seen set to 1 where the place lies inside the picture, to 0 elsewhere
 */
export function warped(planes: Planes, field: Field, seen: Uint8Array): Float32Array[] {
  const { widthPx, heightPx, channels } = planes;
  const results = channels.map(() => new Float32Array(widthPx * heightPx));
  const columns = new Int32Array(4);
  const rows = new Int32Array(4);
  const alongX = new Float64Array(4);
  const alongY = new Float64Array(4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const placeX = x + (field.x[at] as number);
      const placeY = y + (field.y[at] as number);
      const isSeen = placeX >= 0 && placeY >= 0 && placeX <= widthPx - 1 && placeY <= heightPx - 1;
      seen[at] = isSeen ? 1 : 0;
      if (!isSeen) continue;
      cubicTaps(placeX, widthPx, columns, alongX);
      cubicTaps(placeY, heightPx, rows, alongY);
      for (let c = 0; c < channels.length; c++) {
        const plane = channels[c] as Float32Array;
        let sum = 0;
        for (let j = 0; j < 4; j++) {
          const row = (rows[j] as number) * widthPx;
          sum +=
            (alongY[j] as number) *
            ((alongX[0] as number) * (plane[row + (columns[0] as number)] as number) +
              (alongX[1] as number) * (plane[row + (columns[1] as number)] as number) +
              (alongX[2] as number) * (plane[row + (columns[2] as number)] as number) +
              (alongX[3] as number) * (plane[row + (columns[3] as number)] as number));
        }
        (results[c] as Float32Array)[at] = sum;
      }
    }
  }
  return results;
}

function cubicTaps(place: number, extent: number, positions: Int32Array, weights: Float64Array): void {
  const base = Math.floor(place);
  const t = place - base;
  for (let k = 0; k < 4; k++) positions[k] = Math.min(extent - 1, Math.max(0, base - 1 + k));
  weights[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  weights[1] = (1.5 * t - 2.5) * t * t + 1;
  weights[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  weights[3] = (0.5 * t - 0.5) * t * t;
}

/** Bilinear value of a plane at a place inside the picture; places beyond the border take the border's value. */
export function valueAt(plane: Float32Array, widthPx: number, heightPx: number, x: number, y: number): number {
  const [placeX, placeY] = [within(x, widthPx), within(y, heightPx)];
  const [left, top] = [Math.floor(placeX), Math.floor(placeY)];
  const [right, bottom] = [Math.min(widthPx - 1, left + 1), Math.min(heightPx - 1, top + 1)];
  const [u, v] = [placeX - left, placeY - top];
  const above = (1 - u) * (plane[top * widthPx + left] as number) + u * (plane[top * widthPx + right] as number);
  const below = (1 - u) * (plane[bottom * widthPx + left] as number) + u * (plane[bottom * widthPx + right] as number);
  return (1 - v) * above + v * below;
}

/** Central differences (-1 8 0 -8 1)/12 along x or y, borders repeated. */
export function derivative(plane: Float32Array, widthPx: number, heightPx: number, axis: 'x' | 'y'): Float32Array {
  const result = new Float32Array(plane.length);
  const step = axis === 'x' ? 1 : widthPx;
  const extent = axis === 'x' ? widthPx : heightPx;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const along = axis === 'x' ? x : y;
      const at = y * widthPx + x;
      const one = at + (along + 1 < extent ? step : 0);
      const two = at + (along + 2 < extent ? 2 * step : one - at);
      const back = at - (along > 0 ? step : 0);
      const backTwo = at - (along > 1 ? 2 * step : at - back);
      result[at] =
        (8 * ((plane[one] as number) - (plane[back] as number)) - (plane[two] as number) + (plane[backTwo] as number)) /
        12;
    }
  }
  return result;
}
