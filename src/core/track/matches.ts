import { Failure } from '../failure.ts';
import type { Tensor } from '../tensor.ts';

/** Sparse matches between two pictures, as other trackers write them. */
export interface Matches {
  readonly count: number;
  /** [N] place in the first picture, px. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** [N] from there to the second picture, px. */
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  /** [N] score, larger is surer. */
  readonly score: Float32Array;
}

/** @param rows [N 6] x1 y1 x2 y2 score code, or [N 4] and [N 5] of these @throws Failure BAD_INPUT */
export function matchesOf({ data, shape }: Tensor, name: string): Matches {
  const [count, columns] = shape;
  if (count === undefined || columns === undefined || shape.length !== 2 || columns < 4 || columns > 6) {
    throw new Failure(
      'BAD_INPUT',
      `${name} has the shape ${shape.join(' x ')}; matches are rows of x1, y1, x2, y2, score, code.`,
    );
  }
  if (count === 0) throw new Failure('BAD_INPUT', `${name} holds no matches.`);
  if (!data.every(Number.isFinite)) throw new Failure('BAD_INPUT', `${name} holds values that are no numbers.`);
  const column = (at: number) => Float32Array.from({ length: count }, (_, row) => data[row * columns + at] as number);
  const less = (to: Float32Array, from: Float32Array) => to.map((value, row) => value - (from[row] as number));
  const [x, y] = [column(0), column(1)];
  const score = columns > 4 ? column(4) : new Float32Array(count).fill(1);
  return { count, x, y, dx: less(column(2), x), dy: less(column(3), y), score };
}
