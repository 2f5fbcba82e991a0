import { randomState } from '../random.ts';
import type { Field } from './planes.ts';

/** dx = a + b x + c y and dy = d + e x + f y, with x and y in pixels from the centre of the picture. */
export interface Affine {
  /** a b c d e f */
  readonly coefficients: readonly number[];
  /** Share of the pixels it was fitted to that move by it, to half a pixel. */
  readonly inliers: number;
}

const DRAWS = 64;
const INLIER_PX = 0.5;
const ROUNDS = 8;
/** Fewer say nothing of six numbers. */
const FEWEST_PIXELS = 12;

/**
 * The affine motion that most of the trusted pixels share: the best of some draws of three pixels each, then weighted least squares
 * with Tukey's weights until it settles.
 *
 * @param weights [H W] 0 leaves a pixel out
 * @returns null where too few pixels are trusted, or all lie on a line
 */
export function fitGlobalMotion(field: Field, weights: Float32Array): Affine | null {
  return fitPoints(pointsOf(field, weights));
}

/** The same of single points. */
export function fitPoints(points: readonly Point[]): Affine | null {
  if (points.length < FEWEST_PIXELS) return null;
  const random = randomState(1);
  const pick = () => points[Math.floor(random.uniform() * points.length)] as Point;
  let best = leastSquares(
    points,
    points.map(({ weight }) => weight),
  );
  let most = best === null ? -1 : inliersOf(points, best);
  for (let draw = 0; draw < DRAWS; draw++) {
    const model = leastSquares([pick(), pick(), pick()], [1, 1, 1]);
    const inliers = model === null ? -1 : inliersOf(points, model);
    if (inliers > most) [best, most] = [model, inliers];
  }
  for (let round = 0; round < ROUNDS && best !== null; round++) {
    const model: number[] = best;
    best =
      leastSquares(
        points,
        points.map((point) => point.weight * tukey(missOf(point, model) / (3 * INLIER_PX))),
      ) ?? model;
  }
  if (best === null) return null;
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return { coefficients: best, inliers: inliersOf(points, best) / total };
}

/** What is left of a field once a global motion is taken out. */
export function residualOf(field: Field, affine: Affine | null): Field {
  if (affine === null) return field;
  const { widthPx, heightPx } = field;
  const x = field.x.slice();
  const y = field.y.slice();
  for (let at = 0; at < x.length; at++) {
    const [moveX, moveY] = motionAt(affine.coefficients, ...placeOf(at, widthPx, heightPx));
    x[at] = (x[at] as number) - moveX;
    y[at] = (y[at] as number) - moveY;
  }
  return { widthPx, heightPx, x, y };
}

/** A place, px from the centre, and where it moves. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly weight: number;
}

function pointsOf(field: Field, weights: Float32Array): Point[] {
  const points: Point[] = [];
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] as number;
    if (weight <= 0) continue;
    const [x, y] = placeOf(at, field.widthPx, field.heightPx);
    points.push({ x, y, dx: field.x[at] as number, dy: field.y[at] as number, weight });
  }
  return points;
}

function placeOf(at: number, widthPx: number, heightPx: number): [number, number] {
  return [(at % widthPx) - (widthPx - 1) / 2, Math.floor(at / widthPx) - (heightPx - 1) / 2];
}

/** Where a global motion takes a place, px from the centre. */
export function motionAt([a, b, c, d, e, f]: readonly number[], x: number, y: number): [number, number] {
  return [(a as number) + (b as number) * x + (c as number) * y, (d as number) + (e as number) * x + (f as number) * y];
}

function missOf({ x, y, dx, dy }: Point, model: readonly number[]): number {
  const [moveX, moveY] = motionAt(model, x, y);
  return Math.hypot(dx - moveX, dy - moveY);
}

function inliersOf(points: readonly Point[], model: readonly number[]): number {
  return points.reduce((sum, point) => sum + (missOf(point, model) < INLIER_PX ? point.weight : 0), 0);
}

function tukey(distance: number): number {
  return distance < 1 ? (1 - distance * distance) ** 2 : 0;
}

/** Both components by one 3 x 3 system with Cramer's rule; null where it has no single answer. */
function leastSquares(points: readonly Point[], weights: readonly number[]): number[] | null {
  let [n, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  const right = [0, 0, 0, 0, 0, 0];
  points.forEach(({ x, y, dx, dy }, i) => {
    const w = weights[i] as number;
    n += w;
    sx += w * x;
    sy += w * y;
    sxx += w * x * x;
    sxy += w * x * y;
    syy += w * y * y;
    [dx, x * dx, y * dx, dy, x * dy, y * dy].forEach((value, k) => {
      right[k] = (right[k] as number) + w * value;
    });
  });
  const determinant = det3(n, sx, sy, sx, sxx, sxy, sy, sxy, syy);
  if (!(determinant > 1e-9 * n * sxx * syy)) return null;
  const solve = (p: number, q: number, r: number) => [
    det3(p, sx, sy, q, sxx, sxy, r, sxy, syy) / determinant,
    det3(n, p, sy, sx, q, sxy, sy, r, syy) / determinant,
    det3(n, sx, p, sx, sxx, q, sy, sxy, r) / determinant,
  ];
  const [p, q, r, s, t, u] = right as [number, number, number, number, number, number];
  return [...solve(p, q, r), ...solve(s, t, u)];
}

function det3(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
  i: number,
): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
