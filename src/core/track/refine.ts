import { derivative, type Field, type Planes, warped } from './planes.ts';

/** How one level of a pyramid is solved. */
export interface RefineOptions {
  /** Weight of smoothness; brightness is 0 to 1. */
  readonly smoothness: number;
  /** Weight of constant gradients beside constant brightness. */
  readonly gradient: number;
  readonly warps: number;
  readonly fixedPoints: number;
  readonly sweeps: number;
}

const EPSILON = 1e-3;
const OVER_RELAXATION = 1.9;

/** Noise that motion tensors are normalised against, squared brightness a pixel. */
const NORMALISER = 0.1;

/**
 * Improves a field between two pictures of one size: brightness and gradients are to stay the same along it, the field is to be
 * smooth except where it jumps. Both count by their size near 0 and above, by sqrt(s + e), so that occlusions and edges of motion cost
 * little; solved by warping, lagged weights and successive over-relaxation. After Brox, Bruhn, Papenberg and Weickert (2004), with motion
 * tensors normalised as in Zimmer, Bruhn and Weickert (2011).
 */
export function refine(first: Planes, second: Planes, start: Field, options: RefineOptions): Field {
  const { widthPx, heightPx } = first;
  const size = widthPx * heightPx;
  const field = { widthPx, heightPx, x: start.x.slice(), y: start.y.slice() };
  const seen = new Uint8Array(size);
  const firstX = first.channels.map((plane) => derivative(plane, widthPx, heightPx, 'x'));
  const firstY = first.channels.map((plane) => derivative(plane, widthPx, heightPx, 'y'));
  const brightness = motionTensor(size);
  const gradient = motionTensor(size);
  for (let warp = 0; warp < options.warps; warp++) {
    fillTensors(first, warped(second, field, seen), firstX, firstY, seen, brightness, gradient);
    solve(field, brightness, gradient, options);
    field.x.set(median3(field.x, widthPx, heightPx));
    field.y.set(median3(field.y, widthPx, heightPx));
  }
  return field;
}

/** Sum over equations of (a dx + b dy + c)^2, as its six products. */
interface MotionTensor {
  readonly xx: Float32Array;
  readonly xy: Float32Array;
  readonly yy: Float32Array;
  readonly xt: Float32Array;
  readonly yt: Float32Array;
  readonly tt: Float32Array;
}

function motionTensor(size: number): MotionTensor {
  const plane = () => new Float32Array(size);
  return { xx: plane(), xy: plane(), yy: plane(), xt: plane(), yt: plane(), tt: plane() };
}

function fillTensors(
  first: Planes,
  second: readonly Float32Array[],
  firstX: readonly Float32Array[],
  firstY: readonly Float32Array[],
  seen: Uint8Array,
  brightness: MotionTensor,
  gradient: MotionTensor,
): void {
  const { widthPx, heightPx, channels } = first;
  for (const tensor of [brightness, gradient]) for (const plane of Object.values(tensor)) plane.fill(0);
  for (let c = 0; c < channels.length; c++) {
    const [one, two] = [channels[c] as Float32Array, second[c] as Float32Array];
    const [oneX, oneY] = [firstX[c] as Float32Array, firstY[c] as Float32Array];
    const twoX = derivative(two, widthPx, heightPx, 'x');
    const twoY = derivative(two, widthPx, heightPx, 'y');
    const meanX = new Float32Array(one.length);
    const meanY = new Float32Array(one.length);
    for (let at = 0; at < one.length; at++) {
      meanX[at] = 0.5 * ((oneX[at] as number) + (twoX[at] as number));
      meanY[at] = 0.5 * ((oneY[at] as number) + (twoY[at] as number));
    }
    const xx = derivative(meanX, widthPx, heightPx, 'x');
    const xy = derivative(meanX, widthPx, heightPx, 'y');
    const yy = derivative(meanY, widthPx, heightPx, 'y');
    for (let at = 0; at < one.length; at++) {
      if (seen[at] === 0) continue;
      addEquation(brightness, at, meanX[at] as number, meanY[at] as number, (two[at] as number) - (one[at] as number));
      addEquation(gradient, at, xx[at] as number, xy[at] as number, (twoX[at] as number) - (oneX[at] as number));
      addEquation(gradient, at, xy[at] as number, yy[at] as number, (twoY[at] as number) - (oneY[at] as number));
    }
  }
}

function addEquation(tensor: MotionTensor, at: number, a: number, b: number, c: number): void {
  const weight = 1 / (a * a + b * b + NORMALISER);
  tensor.xx[at] = (tensor.xx[at] as number) + weight * a * a;
  tensor.xy[at] = (tensor.xy[at] as number) + weight * a * b;
  tensor.yy[at] = (tensor.yy[at] as number) + weight * b * b;
  tensor.xt[at] = (tensor.xt[at] as number) + weight * a * c;
  tensor.yt[at] = (tensor.yt[at] as number) + weight * b * c;
  tensor.tt[at] = (tensor.tt[at] as number) + weight * c * c;
}

/** One increment of the field, added to it. */
function solve(
  field: Field,
  brightness: MotionTensor,
  gradient: MotionTensor,
  { smoothness, gradient: gamma, fixedPoints, sweeps }: RefineOptions,
): void {
  const { widthPx, heightPx, x: baseX, y: baseY } = field;
  const size = widthPx * heightPx;
  const dx = new Float32Array(size);
  const dy = new Float32Array(size);
  const fullX = baseX.slice();
  const fullY = baseY.slice();
  const xx = new Float32Array(size);
  const xy = new Float32Array(size);
  const yy = new Float32Array(size);
  const xt = new Float32Array(size);
  const yt = new Float32Array(size);
  for (let round = 0; round < fixedPoints; round++) {
    for (let at = 0; at < size; at++) {
      const [u, v] = [dx[at] as number, dy[at] as number];
      const b = robust(brightness, at, u, v);
      const g = gamma * robust(gradient, at, u, v);
      xx[at] = b * (brightness.xx[at] as number) + g * (gradient.xx[at] as number);
      xy[at] = b * (brightness.xy[at] as number) + g * (gradient.xy[at] as number);
      yy[at] = b * (brightness.yy[at] as number) + g * (gradient.yy[at] as number);
      xt[at] = b * (brightness.xt[at] as number) + g * (gradient.xt[at] as number);
      yt[at] = b * (brightness.yt[at] as number) + g * (gradient.yt[at] as number);
      fullX[at] = (baseX[at] as number) + u;
      fullY[at] = (baseY[at] as number) + v;
    }
    const stiffness = stiffnessOf(fullX, fullY, widthPx, heightPx, smoothness);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      for (let row = 0; row < heightPx; row++) {
        for (let column = 0; column < widthPx; column++) {
          const at = row * widthPx + column;
          const own = stiffness[at] as number;
          let weight = 0;
          let pullX = 0;
          let pullY = 0;
          if (column > 0) {
            const w = own + (stiffness[at - 1] as number);
            weight += w;
            pullX += w * ((baseX[at - 1] as number) + (dx[at - 1] as number));
            pullY += w * ((baseY[at - 1] as number) + (dy[at - 1] as number));
          }
          if (column < widthPx - 1) {
            const w = own + (stiffness[at + 1] as number);
            weight += w;
            pullX += w * ((baseX[at + 1] as number) + (dx[at + 1] as number));
            pullY += w * ((baseY[at + 1] as number) + (dy[at + 1] as number));
          }
          if (row > 0) {
            const w = own + (stiffness[at - widthPx] as number);
            weight += w;
            pullX += w * ((baseX[at - widthPx] as number) + (dx[at - widthPx] as number));
            pullY += w * ((baseY[at - widthPx] as number) + (dy[at - widthPx] as number));
          }
          if (row < heightPx - 1) {
            const w = own + (stiffness[at + widthPx] as number);
            weight += w;
            pullX += w * ((baseX[at + widthPx] as number) + (dx[at + widthPx] as number));
            pullY += w * ((baseY[at + widthPx] as number) + (dy[at + widthPx] as number));
          }
          const rightX =
            pullX - weight * (baseX[at] as number) - (xt[at] as number) - (xy[at] as number) * (dy[at] as number);
          const nextX = rightX / ((xx[at] as number) + weight + 1e-9);
          dx[at] = (1 - OVER_RELAXATION) * (dx[at] as number) + OVER_RELAXATION * nextX;
          const rightY =
            pullY - weight * (baseY[at] as number) - (yt[at] as number) - (xy[at] as number) * (dx[at] as number);
          const nextY = rightY / ((yy[at] as number) + weight + 1e-9);
          dy[at] = (1 - OVER_RELAXATION) * (dy[at] as number) + OVER_RELAXATION * nextY;
        }
      }
    }
  }
  for (let at = 0; at < size; at++) {
    baseX[at] = (baseX[at] as number) + (dx[at] as number);
    baseY[at] = (baseY[at] as number) + (dy[at] as number);
  }
}

/** Derivative of sqrt(s + e^2) at the tensor's squared residual, halved at both sides of a difference later. */
function robust(tensor: MotionTensor, at: number, u: number, v: number): number {
  const squared =
    (tensor.xx[at] as number) * u * u +
    2 * (tensor.xy[at] as number) * u * v +
    (tensor.yy[at] as number) * v * v +
    2 * ((tensor.xt[at] as number) * u + (tensor.yt[at] as number) * v) +
    (tensor.tt[at] as number);
  return 0.5 / Math.sqrt(Math.max(0, squared) + EPSILON * EPSILON);
}

function stiffnessOf(
  x: Float32Array,
  y: Float32Array,
  widthPx: number,
  heightPx: number,
  smoothness: number,
): Float32Array {
  const result = new Float32Array(x.length);
  for (let row = 0; row < heightPx; row++) {
    const up = row > 0 ? widthPx : 0;
    const down = row < heightPx - 1 ? widthPx : 0;
    for (let column = 0; column < widthPx; column++) {
      const at = row * widthPx + column;
      const left = at - (column > 0 ? 1 : 0);
      const right = at + (column < widthPx - 1 ? 1 : 0);
      const xdx = 0.5 * ((x[right] as number) - (x[left] as number));
      const xdy = 0.5 * ((x[at + down] as number) - (x[at - up] as number));
      const ydx = 0.5 * ((y[right] as number) - (y[left] as number));
      const ydy = 0.5 * ((y[at + down] as number) - (y[at - up] as number));
      const squared = xdx * xdx + xdy * xdy + ydx * ydx + ydy * ydy;
      result[at] = (0.25 * smoothness) / Math.sqrt(squared + EPSILON * EPSILON);
    }
  }
  return result;
}

/** Median of 3 x 3 pixels, which takes out single wrong vectors and keeps jumps; the border stays. */
function median3(plane: Float32Array, widthPx: number, heightPx: number): Float32Array {
  const result = plane.slice();
  for (let row = 1; row < heightPx - 1; row++) {
    for (let column = 1; column < widthPx - 1; column++) {
      const at = row * widthPx + column;
      let [low, middle, high] = [0, 0, 0];
      // Median of nine: of the columns' lows the highest, of their middles the middle, of their highs the lowest, then the middle of these.
      let [lowest, least, most, highest] = [Number.NEGATIVE_INFINITY, 0, 0, Number.POSITIVE_INFINITY];
      let third = 0;
      for (let k = -1; k <= 1; k++) {
        const a = plane[at + k - widthPx] as number;
        const b = plane[at + k] as number;
        const c = plane[at + k + widthPx] as number;
        low = Math.min(a, b, c);
        high = Math.max(a, b, c);
        middle = a + b + c - low - high;
        if (low > lowest) lowest = low;
        if (high < highest) highest = high;
        if (k === -1) least = middle;
        else if (k === 0) most = middle;
        else third = middle;
      }
      const centre = Math.max(Math.min(least, most), Math.min(Math.max(least, most), third));
      result[at] = Math.max(Math.min(lowest, centre), Math.min(Math.max(lowest, centre), highest));
    }
  }
  return result;
}
