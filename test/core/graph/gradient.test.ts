import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { graphModel } from '#core/graph/emit.ts';
import { inOrder, type Op } from '#core/graph/node.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { CASES, differentiate } from './cases.ts';
import { type Dense, evaluate } from './evaluate.ts';

const STEP = 1e-6;

describe.each(CASES)('$name', (given) => {
  const { inputs, feeds, result, loss, slopes } = differentiate(given);

  test('is the slope of finite differences in float64', () => {
    const actual = evaluate(slopes, feeds);
    inputs.forEach((input, i) => {
      const at = feeds.get(input) as Dense;
      const moved = (position: number, by: number): number => {
        const data = at.data.slice();
        data[position] = (data[position] as number) + by;
        return evaluate([loss], new Map([...feeds, [input, { ...at, data }]]))[0]?.data[0] as number;
      };
      expect(actual[i]?.shape).toEqual(at.shape);
      at.data.forEach((_, position) => {
        const slope = (moved(position, STEP) - moved(position, -STEP)) / (2 * STEP);
        expect(Math.abs((actual[i]?.data[position] as number) - slope)).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(slope)),
        );
      });
    });
  });

  test('is what ONNX Runtime computes of the written model', async () => {
    const outputs = [result, ...slopes].map((value, i) => [`y${i}`, value] as const);
    const session = await InferenceSession.create(encodeOnnx(graphModel(outputs, inputs)), {
      intraOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const tensors = inputs.map((input) => {
      const { shape, data } = feeds.get(input) as Dense;
      return [input.name, new Tensor('float32', Float32Array.from(data), shape)];
    });
    const actual = await session.run(Object.fromEntries(tensors));
    await session.release();
    evaluate([result, ...slopes], feeds).forEach((expected, i) => {
      const data = actual[`y${i}`]?.data as Float32Array;
      expect(actual[`y${i}`]?.dims).toEqual(expected.shape);
      data.forEach((value, position) => {
        const wanted = expected.data[position] as number;
        expect(Math.abs(value - wanted)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
      });
    });
  });
});

test('the rows cover every operator', () => {
  const used = new Set<Op>();
  for (const given of CASES) for (const { op } of inOrder([differentiate(given).result])) used.add(op);
  const all: Record<Op, true> = {
    Input: true,
    Constant: true,
    Identity: true,
    Neg: true,
    Exp: true,
    Log: true,
    Sqrt: true,
    Sigmoid: true,
    Tanh: true,
    Relu: true,
    LeakyRelu: true,
    Softmax: true,
    Add: true,
    Sub: true,
    Mul: true,
    Div: true,
    Pow: true,
    Greater: true,
    Where: true,
    Gemm: true,
    MatMul: true,
    Conv: true,
    Reshape: true,
    Transpose: true,
    Expand: true,
    ReduceSum: true,
    ReduceMax: true,
    Slice: true,
    Pad: true,
    Concat: true,
    Gather: true,
  };
  expect([...used].sort()).toEqual(Object.keys(all).sort());
});
