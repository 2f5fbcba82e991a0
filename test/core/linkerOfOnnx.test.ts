import { describe, expect, it } from 'vitest';
import { encodeLinker } from '#core/linear/linkerModel.ts';
import { type Linker, predictLinked } from '#core/linker.ts';
import { linkerOfOnnx } from '#core/linkerOfOnnx.ts';
import { latentStream } from '#core/random.ts';
import torch from '../fixtures/arrays/onnx_linkers.json' with { type: 'json' };

const extents = { units: torch.units, latentDim: torch.latents };
const read = (base64: string) => linkerOfOnnx(new Uint8Array(Buffer.from(base64, 'base64')), extents, 'a.onnx');
const r = { data: Float32Array.from(torch.r), shape: [torch.r.length / torch.units, torch.units] };

describe.each([
  ['linear', torch.linear],
  ['mlp', torch.networks],
] as const)('models that PyTorch and onnx.helper wrote become a linker of kind %s', (kind, models) => {
  it.each(Object.entries(models))('%s', (_, { model, w }) => {
    const linker = read(model);
    expect(linker.kind).toBe(kind);
    const linked = predictLinked(linker, r);
    expect(linked.shape).toEqual([r.shape[0], torch.latents]);
    expect(Array.from(linked.data)).toEqual(w.map((value) => expect.closeTo(value, 5)));
  });
});

it('what is exported comes back to the last bit', () => {
  const map = { weights: latentStream(0, 4).rows(0, 6), bias: latentStream(1, 4).rows(0, 1).data };
  expect(linkerOfOnnx(encodeLinker(map), extents, 'a.onnx')).toEqual({ kind: 'linear', map });
});

const REMEDY = 'A linker is one chain of Gemm, MatMul, Add, Sub, Mul, Div and Relu with constant weights, from r to w.';

describe('refused', () => {
  const { refused } = torch;
  it.each([
    ['a tanh', refused['a tanh'], 'a.onnx has the operation Tanh.'],
    ['two inputs', refused['two inputs'], 'a.onnx has 2 inputs and 1 outputs; a linker has one of each.'],
    ['weights that depend on r', refused['weights that depend on r'], 'a.onnx has a Mul without constant weights.'],
    ['a branch', refused['a branch'], 'a.onnx has a Relu beside the chain.'],
    ['samples as columns', refused['samples as columns'], 'a.onnx has a Gemm that takes samples as columns.'],
    [
      'an output beside the chain',
      refused['an output beside the chain'],
      'a.onnx does not lead from its input to its output.',
    ],
    ['integers', refused.integers, 'a.onnx has a Mul without constant weights.'],
  ])('%s', (_, model, message) => {
    expect(() => read(model)).toThrow(expect.objectContaining({ code: 'BAD_MODEL', message, remedy: REMEDY }));
  });

  it.each([
    ['other units', refused['other units'], 'BAD_SHAPE', 'Expected 6 units in a.onnx, but got 7.'],
    ['other latents', refused['other latents'], 'BAD_SHAPE', 'Expected 4 from the latents of a.onnx, but got 3.'],
    ['NaN', refused.NaN, 'BAD_INPUT', 'a.onnx holds values that are not finite numbers.'],
    ['division by zero', refused['division by zero'], 'BAD_INPUT', 'a.onnx holds values that are not finite numbers.'],
  ])('%s', (_, model, code, message) => {
    expect(() => read(model)).toThrow(expect.objectContaining({ code, message }));
  });

  it('weights in another file', () => {
    expect(() => read(refused['another file'])).toThrow(
      expect.objectContaining({
        code: 'BAD_MODEL',
        message: 'a.onnx keeps its weights in another file, which is not allowed.',
      }),
    );
  });

  const good = new Uint8Array(Buffer.from(torch.linear['nn.Linear'].model, 'base64'));
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('hello, this is no model')],
    ['half a file', good.subarray(0, good.length / 2)],
  ])('%s', (_, bytes) => {
    expect(() => linkerOfOnnx(bytes, extents, 'a.onnx')).toThrow(
      expect.objectContaining({ code: 'BAD_MODEL', message: 'a.onnx is not an ONNX model.' }),
    );
  });

  it('any cut of a file, unless nothing of the linker is lost', () => {
    const whole = read(torch.linear['nn.Linear'].model);
    for (let length = 0; length < good.length; length++) {
      const [linker, failure] = attempt(good.subarray(0, length));
      if (failure === null) expect(linker).toEqual(whole);
      else expect(failure).toMatchObject({ name: 'Failure' });
    }
  });
});

function attempt(bytes: Uint8Array): [linker: Linker | null, failure: unknown] {
  try {
    return [linkerOfOnnx(bytes, extents, 'a.onnx'), null];
  } catch (failure) {
    return [null, failure];
  }
}
