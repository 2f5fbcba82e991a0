import { type Box, skeletonLength } from './skeleton.ts';

/** The shape of one part, from its pixels. */
export interface Shape {
  /** Largest distance between centres of two pixels, px. */
  readonly extent: number;
  /** Longest way within the skeleton, px. */
  readonly skeleton: number;
  /** Of the ellipse with the same second moments: 0 is a circle, towards 1 a line. */
  readonly eccentricity: number;
  /** Of its longer axis, degrees from x towards y (down), 0 to 180. */
  readonly angle: number;
  readonly centreX: number;
  readonly centreY: number;
  /** Sides of the bounding box, px. */
  readonly width: number;
  readonly height: number;
  /** Pieces that hang together by sides or corners. */
  readonly components: number;
}

/** @param pixels positions of the part's pixels in [H W], row by row; at least one */
export function shapeOf(pixels: Int32Array, widthPx: number): Shape {
  let [sumX, sumY] = [0, 0];
  let [left, right] = [widthPx, 0];
  for (const at of pixels) {
    const x = at % widthPx;
    sumX += x;
    sumY += (at - x) / widthPx;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  const centreX = sumX / pixels.length;
  const centreY = sumY / pixels.length;
  let [xx, yy, xy] = [0, 0, 0];
  for (const at of pixels) {
    const x = (at % widthPx) - centreX;
    const y = Math.floor(at / widthPx) - centreY;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  const top = Math.floor((pixels[0] as number) / widthPx);
  const bottom = Math.floor((pixels.at(-1) as number) / widthPx);
  const box = { left, top, width: right - left + 1, height: bottom - top + 1 };
  return {
    extent: extentOf(pixels, widthPx),
    skeleton: skeletonLength(pixels, widthPx, box),
    ...axesOf(xx / pixels.length, yy / pixels.length, xy / pixels.length),
    centreX,
    centreY,
    width: box.width,
    height: box.height,
    components: countPieces(pixels, widthPx, box),
  };
}

function axesOf(xx: number, yy: number, xy: number): Pick<Shape, 'eccentricity' | 'angle'> {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  if (middle + spread === 0) return { eccentricity: 0, angle: Number.NaN };
  const eccentricity = Math.sqrt(Math.max(0, 1 - (middle - spread) / (middle + spread)));
  // A round part has no longer axis.
  if (spread < 1e-12 * middle) return { eccentricity: 0, angle: Number.NaN };
  const degrees = (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI;
  return { eccentricity, angle: ((degrees % 180) + 180) % 180 };
}

/** Only the outermost pixels of each row can be farthest apart. */
function extentOf(pixels: Int32Array, widthPx: number): number {
  const ends: [x: number, y: number][] = [];
  for (let first = 0; first < pixels.length; ) {
    const y = Math.floor((pixels[first] as number) / widthPx);
    let last = first;
    while (last + 1 < pixels.length && Math.floor((pixels[last + 1] as number) / widthPx) === y) last++;
    ends.push([(pixels[first] as number) % widthPx, y]);
    if (last > first) ends.push([(pixels[last] as number) % widthPx, y]);
    first = last + 1;
  }
  let largest = 0;
  for (let i = 0; i < ends.length; i++) {
    const [x, y] = ends[i] as [number, number];
    for (let j = i + 1; j < ends.length; j++) {
      const [u, v] = ends[j] as [number, number];
      largest = Math.max(largest, (x - u) ** 2 + (y - v) ** 2);
    }
  }
  return Math.sqrt(largest);
}

function countPieces(pixels: Int32Array, widthPx: number, box: Box): number {
  const stride = box.width + 2;
  const open = new Uint8Array(stride * (box.height + 2));
  const placeOf = (at: number) => (Math.floor(at / widthPx) - box.top + 1) * stride + (at % widthPx) - box.left + 1;
  for (const at of pixels) open[placeOf(at)] = 1;
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  const queue: number[] = [];
  let pieces = 0;
  for (const at of pixels) {
    const start = placeOf(at);
    if (open[start] === 0) continue;
    pieces++;
    open[start] = 0;
    queue.push(start);
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      for (const step of around) {
        if (open[place + step] !== 1) continue;
        open[place + step] = 0;
        queue.push(place + step);
      }
    }
  }
  return pieces;
}
