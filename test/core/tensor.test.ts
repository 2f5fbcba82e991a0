import { describe, expect, it } from 'vitest';
import {
  argmaxRows,
  bytesOf,
  concatRows,
  dtypeOf,
  expectShape,
  type FloatTensor,
  rowOf,
  sizeOfShape,
  takeRows,
  tensorOf,
} from '#core/tensor.ts';

const matrix: FloatTensor = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] };

it.each([
  [new Float32Array(1), 'float32'],
  [new Float64Array(1), 'float64'],
  [new Int32Array(1), 'int32'],
  [new Uint8Array(1), 'uint8'],
])('names the element type of %o as NumPy does', (data, name) => {
  expect(dtypeOf(data)).toBe(name);
});

it.each([
  [[], 1],
  [[4], 4],
  [[2, 3, 5], 30],
  [[7, 0], 0],
])('shape %j has %i elements', (shape, size) => {
  expect(sizeOfShape(shape)).toBe(size);
});

describe('expectShape', () => {
  it.each([
    [
      [3, 2],
      [3, 2],
    ],
    [
      [3, 2],
      [-1, 2],
    ],
    [[], []],
  ])('lets %j pass for %j', (shape, expected) => {
    expect(() => expectShape(shape, expected, 'a test')).not.toThrow();
  });

  it.each([
    [[3, 2], [2, 3], 'Expected 2 x 3 from output r of classifier.onnx, but got 3 x 2.'],
    [[3], [-1, 2], 'Expected any x 2 from output r of classifier.onnx, but got 3.'],
    [[3, 2, 1], [3, 2], 'Expected 3 x 2 from output r of classifier.onnx, but got 3 x 2 x 1.'],
    [[], [1], 'Expected 1 from output r of classifier.onnx, but got a scalar.'],
  ])('refuses %j for %j with a sentence', (shape, expected, message) => {
    expect(() => expectShape(shape, expected, 'output r of classifier.onnx')).toThrow(
      expect.objectContaining({ code: 'BAD_SHAPE', message }),
    );
  });
});

it('rowOf is a view, takeRows a copy', () => {
  const source: FloatTensor = { data: matrix.data.slice(), shape: matrix.shape };
  const row = rowOf(source, 1);
  const taken = takeRows(source, [2, 1, 1]);
  source.data[2] = 30;
  expect(Array.from(row)).toEqual([30, 4]);
  expect(taken).toEqual({ data: Float32Array.of(5, 6, 3, 4, 3, 4), shape: [3, 2] });
});

it('concatRows undoes a cut', () => {
  expect(concatRows([takeRows(matrix, [0]), takeRows(matrix, []), takeRows(matrix, [1, 2])], 2)).toEqual(matrix);
  expect(concatRows([], 2)).toEqual({ data: new Float32Array(0), shape: [0, 2] });
});

it('bytesOf are the bytes of a view alone', () => {
  const view = Float32Array.of(0, 1, -2).subarray(1);
  expect(Array.from(bytesOf(view))).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
});

it('argmaxRows takes the first of equal values, and negative ones too', () => {
  const scores: FloatTensor = { data: Float32Array.of(1, 3, 3, -5, -7, -6), shape: [2, 3] };
  expect(argmaxRows(scores)).toEqual(Int32Array.of(1, 0));
});

it('tensorOf gives a named float array, or says what is missing', () => {
  const part = { id: 'p1', arrays: { w: matrix, index: { data: Int32Array.of(1), shape: [1] } } };
  expect(tensorOf(part, 'w')).toEqual(matrix);
  for (const name of ['index', 'absent']) {
    const message = `Part p1 has no float array "${name}".`;
    expect(() => tensorOf(part, name)).toThrow(expect.objectContaining({ code: 'DAMAGED_PROJECT', message }));
  }
});
