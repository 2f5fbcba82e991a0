import { describe, expect, test } from 'vitest';
import { checkGraph, checkTraining } from '#core/graph/check.ts';
import { gradients } from '#core/graph/gradient.ts';
import type { Op, Value } from '#core/graph/node.ts';
import * as g from '#core/graph/ops.ts';

const matrix = g.input('m', [3, 4]);
const other = g.input('other', [5, 6]);
const picture = g.input('picture', [2, 3, 5, 6]);
const kernel = g.input('kernel', [4, 3, 3, 3]);
const batch = g.input('batch', ['N', 4]);
const scalar = g.input('s', []);

/** A value made by hand, as a wrong rule would make it. */
function forged(value: Value, change: Partial<Value>): Value {
  return { ...value, ...change };
}

const ROWS: readonly (readonly [sentence: string, build: () => unknown])[] = [
  ['Add of 3 x 4 and 5 x 6: the extents 3 and 5 differ, and neither is 1.', () => g.add(matrix, other)],
  ['Mul of N x 4 and 3 x 4: the extents N and 3 differ, and neither is 1.', () => g.mul(batch, matrix)],
  ['MatMul of 3 x 4 and 5 x 6: the inner extents 4 and 5 differ.', () => g.matMul(matrix, other)],
  ['MatMul of a scalar and 5 x 6: both factors must have two axes or more.', () => g.matMul(scalar, other)],
  ['Gemm of 3 x 4 and 5 x 6: the inner extents 3 and 5 differ.', () => g.gemm(matrix, other, null, 1)],
  ['Gemm of 3 x 4 and 2 x 3 x 5 x 6: both factors must be matrices.', () => g.gemm(matrix, picture)],
  [
    'Gemm of 3 x 4 and 4 x 3 and 3 x 4: the bias must hold 3 numbers, one a column.',
    () => g.gemm(matrix, g.transpose(matrix, [1, 0]), matrix),
  ],
  [
    'Conv of 2 x 3 x 5 x 6 and 3 x 4: it takes [B C H W] and a kernel of [O C kernelHeight kernelWidth].',
    () => g.conv(picture, matrix),
  ],
  [
    'Conv of 4 x 3 x 3 x 3 and 2 x 3 x 5 x 6: its kernel reaches over the whole picture.',
    () => g.conv(kernel, picture),
  ],
  [
    'Conv of 2 x 3 x 5 x 6 and 4 x 3 x 3 x 3: it may be padded by 0 to 2, not by 3 and 0.',
    () => g.conv(picture, kernel, null, { pads: [3, 0, 0, 0] }),
  ],
  ['Reshape of 3 x 4: its 12 numbers do not fill 5 x 2.', () => g.reshape(matrix, [5, 2])],
  [
    'Input: its extent N must be a number here, since a shape is written into the graph.',
    () => g.reshape(batch, [4, 1]),
  ],
  ['Transpose of 3 x 4: the order 0 0 does not name each of its 2 axes once.', () => g.transpose(matrix, [0, 0])],
  ['Expand of 3 x 4: it cannot be stretched to 4.', () => g.expand(matrix, [4])],
  ['ReduceSum of 3 x 4: there is no axis 2.', () => g.reduceSum(matrix, [2])],
  ['Softmax of 3 x 4: there is no axis -1.', () => g.softmax(matrix, -1)],
  ['Slice of 3 x 4: axis 1 of 4 has no part from 2 to 5.', () => g.slice(matrix, [1], [2], [5])],
  ['Pad of 3 x 4: it needs two widths of at least 0 for each axis.', () => g.pad(matrix, [-1, 0], [0, 0])],
  ['Concat of 3 x 4 and 5 x 6: extents may differ only along axis 0.', () => g.concat([matrix, other], 0)],
  ['Gather of 3 x 4: axis 1 of 4 has no index 4.', () => g.gather(matrix, 1, [0, 4])],
  ['Relu: operand 1 must be float32, not bool.', () => g.relu(g.greater(matrix, 0))],
  [
    'ReduceMax of 3 x 4: it has no gradient; put detached() around it where none is wanted.',
    () => gradients(g.reduceMax(matrix), [matrix]),
  ],
  ['Relu of 3 x 4: only a scalar has a gradient, and this value is none.', () => gradients(g.relu(matrix), [matrix])],
  ['The loss does not depend on other.', () => gradients(g.reduceSum(matrix), [other])],
  ['The loss does not depend on m.', () => gradients(g.reduceSum(g.detached(matrix)), [matrix])],
  [
    'Sign of 3 x 4: this operator is not one that graphs here are made of.',
    () => checkGraph([forged(g.neg(matrix), { op: 'Sign' as Op })], [matrix]),
  ],
  [
    'Neg of 3 x 4 and 3 x 4: it has 2 operands, but must have 1.',
    () => checkGraph([forged(g.neg(matrix), { inputs: [matrix, matrix] })], [matrix]),
  ],
  [
    'Neg of 3 x 4: it gives float32 3 x 4, but the graph takes it for float32 4 x 3.',
    () => checkGraph([forged(g.neg(matrix), { shape: [4, 3] })], [matrix]),
  ],
  ['A constant of 2 numbers does not fill 3.', () => checkGraph([g.constant(new Float32Array(2), [3])], [])],
  ['The graph uses other, which is not among the inputs that are given.', () => checkGraph([g.neg(other)], [matrix])],
  ['Two inputs are called m.', () => checkGraph([g.neg(matrix)], [matrix, g.input('m', [1])])],
  ['The input name "a.b" must be of letters, digits and _ only.', () => checkGraph([], [g.input('a.b', [1])])],
  ['Neg of 3 x 4: it is computed, so it cannot be given as an input.', () => checkGraph([], [g.neg(matrix)])],
  ['Neg of 3 x 4: the loss must be a scalar, not 3 x 4.', () => checkTraining([matrix], [], g.neg(matrix))],
  ['There is no parameter to train.', () => checkTraining([], [matrix], g.reduceSum(matrix))],
  ['The loss does not depend on other.', () => checkTraining([matrix], [other], g.reduceSum(matrix))],
  ['batch has the extent N; training needs a number there.', () => checkTraining([batch], [], g.reduceSum(batch))],
  ['Parameter s is a scalar; a parameter needs at least one axis.', () => checkTraining([scalar], [], g.neg(scalar))],
  [
    'The name loss is taken: the optimiser uses it.',
    () => {
      const loss = g.input('loss', [2]);
      checkTraining([loss], [], g.reduceSum(loss));
    },
  ],
];

describe('an illegal graph is named in a sentence', () => {
  test.each(ROWS)('%s', (sentence, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'BAD_SHAPE', message: sentence }));
  });
});

test('a legal graph passes', () => {
  const prediction = g.gemm(g.relu(batch), g.input('w', [4, 2]));
  expect(prediction.shape).toEqual(['N', 2]);
  expect(() => checkGraph([g.relu(batch)], [batch])).not.toThrow();
});
