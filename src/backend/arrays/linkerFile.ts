import { Failure } from '#core/failure.ts';
import type { LinearMap } from '#core/linear/linearMap.ts';
import { readFloatNpy, writeNpy } from '#core/npy.ts';
import type { FloatTensor } from '#core/tensor.ts';
import { readZip, writeZip } from './zip.ts';

/**
 * A linear linker as a file for NumPy: `coef` [L U] and `intercept` [L], as scikit-learn calls and lays them out, so that
 * `w = r @ coef.T + intercept`.
 */
export function writeLinkerNpz({ weights, bias }: LinearMap): Uint8Array {
  return writeZip(
    new Map([
      ['coef.npy', writeNpy(turned(weights))],
      ['intercept.npy', writeNpy({ data: bias, shape: [bias.length] })],
    ]),
  );
}

/**
 * @param expected units and latent dimensions the linker must have; null takes any
 * @param name     what the sentence of a failure calls the file
 * @throws Failure BAD_INPUT or BAD_SHAPE
 */
export function readLinkerNpz(
  bytes: Uint8Array,
  expected: { readonly units: number; readonly latentDim: number } | null,
  name: string,
): LinearMap {
  const entries = readZip(bytes, name);
  const arrayOf = (key: string): Uint8Array => {
    const entry = entries.get(`${key}.npy`);
    if (entry !== undefined) return entry;
    const there = [...entries.keys()].map((entryName) => entryName.replace(/\.npy$/, '')).join(', ') || 'nothing';
    throw new Failure('BAD_INPUT', `${name} has no array "${key}"; it holds ${there}.`, {
      remedy: 'Save it with numpy.savez(file, coef=model.coef_, intercept=model.intercept_).',
    });
  };
  const coef = readFloatNpy(arrayOf('coef'), [expected?.latentDim ?? -1, expected?.units ?? -1], `coef in ${name}`);
  const intercept = readFloatNpy(arrayOf('intercept'), [coef.shape[0] as number], `intercept in ${name}`);
  for (const { data } of [coef, intercept]) {
    if (!data.every(Number.isFinite))
      throw new Failure('BAD_INPUT', `${name} holds values that are not finite numbers.`);
  }
  return { weights: turned(coef), bias: intercept.data };
}

function turned({ data, shape }: FloatTensor): FloatTensor {
  const [rows, columns] = shape as [number, number];
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = data[row * columns + column] as number;
  }
  return { data: result, shape: [columns, rows] };
}
