import { Failure } from '#core/failure.ts';
import type { LinearMap } from '#core/linear/linearMap.ts';
import { type LinkerOrigin, ORIGIN_KEY, readOrigin, writeOrigin } from '#core/linkerOrigin.ts';
import { readFloatNpy, readNpy, writeNpy } from '#core/npy.ts';
import type { FloatTensor } from '#core/tensor.ts';
import { readZip, writeZip } from './zip.ts';

/**
 * A linear linker as a file for NumPy: `coef` [L U] and `intercept` [L], as scikit-learn calls and lays them out, so that
 * `w = r @ coef.T + intercept`.
 *
 * @param origin what it maps between, as bytes of JSON in a third array; null where that is not known
 */
export function writeLinkerNpz({ weights, bias }: LinearMap, origin: LinkerOrigin | null = null): Uint8Array {
  const entries = new Map([
    ['coef.npy', writeNpy(turned(weights))],
    ['intercept.npy', writeNpy({ data: bias, shape: [bias.length] })],
  ]);
  if (origin !== null) {
    const data = new TextEncoder().encode(writeOrigin(origin));
    entries.set(ORIGIN_ENTRY, writeNpy({ data, shape: [data.length] }));
  }
  return writeZip(entries);
}

const ORIGIN_ENTRY = `${ORIGIN_KEY}.npy`;

/**
 * What an archive of a linker says it maps between; null for one that does not say.
 *
 * @throws Failure BAD_INPUT
 */
export function originInNpz(bytes: Uint8Array, name: string): LinkerOrigin | null {
  const entry = readZip(bytes, name).get(ORIGIN_ENTRY);
  if (entry === undefined) return null;
  const text = new TextDecoder().decode(Uint8Array.from(readNpy(entry, `${ORIGIN_KEY} in ${name}`).data));
  return readOrigin(text, name);
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
