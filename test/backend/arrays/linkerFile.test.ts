import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLinkerNpz, writeLinkerNpz } from '#backend/arrays/linkerFile.ts';
import { openNpyMatrix } from '#backend/arrays/npyFile.ts';
import { readZip, writeZip } from '#backend/arrays/zip.ts';
import { writeNpy } from '#core/npy.ts';
import numpy from '../../fixtures/arrays/numpy_files.json' with { type: 'json' };

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
/** coef [[1.5, -2, 3], [4, 5, -6.25]] of the fixtures, as weights [U L]. */
const linker = {
  weights: { data: Float32Array.of(1.5, 4, -2, 5, 3, -6.25), shape: [3, 2] },
  bias: Float32Array.of(0.5, -0.25),
};

describe('readLinkerNpz', () => {
  it.each(Object.entries(numpy.npz))('reads what NumPy wrote: %s', (_, base64) => {
    expect(readLinkerNpz(bytesOf(base64), { units: 3, latentDim: 2 }, 'a.npz')).toEqual(linker);
  });

  const good = bytesOf(numpy.npz['savez, float64']);
  // Byte 200 is one of the values of coef.
  const damaged = good.with(200, (good[200] as number) ^ 1);
  it.each([
    ['other names', bytesOf(numpy.otherNames), 'BAD_INPUT', 'a.npz has no array "coef"; it holds weights, bias.'],
    ['unequal extents', bytesOf(numpy.unequal), 'BAD_SHAPE', 'Expected 2 from intercept in a.npz, but got 3.'],
    ['NaN', bytesOf(numpy.notFinite), 'BAD_INPUT', 'a.npz holds values that are not finite numbers.'],
    ['another compression', bytesOf(numpy.otherMethod), 'BAD_INPUT', 'a.npz is not a readable .npz archive.'],
    ['a changed bit', damaged, 'BAD_INPUT', 'a.npz is not a readable .npz archive.'],
    ['half a file', good.subarray(0, 300), 'BAD_INPUT', 'a.npz is not a readable .npz archive.'],
    ['nothing', new Uint8Array(0), 'BAD_INPUT', 'a.npz is not a readable .npz archive.'],
  ])('refuses %s', (_, bytes, code, message) => {
    expect(() => readLinkerNpz(bytes, null, 'a.npz')).toThrow(expect.objectContaining({ code, message }));
  });

  it('refuses a linker of another pair', () => {
    expect(() => readLinkerNpz(good, { units: 2048, latentDim: 2 }, 'a.npz')).toThrow(
      'Expected 2 x 2048 from coef in a.npz, but got 2 x 3.',
    );
  });
});

describe('writeLinkerNpz', () => {
  it('is undone by readLinkerNpz, and gives the same bytes again', () => {
    expect(readLinkerNpz(writeLinkerNpz(linker), null, 'a.npz')).toEqual(linker);
    expect(writeLinkerNpz(linker)).toEqual(writeLinkerNpz(linker));
  });

  it('holds the array files that NumPy writes', () => {
    const coef = readZip(writeLinkerNpz(linker), 'a.npz').get('coef.npy');
    expect(new Uint8Array(coef as Uint8Array)).toEqual(bytesOf(numpy.written.matrix));
  });
});

describe('zip', () => {
  it('keeps entries of any content, none included', () => {
    const entries = new Map([
      ['a', Uint8Array.of(1, 2, 3)],
      ['größer/b', new Uint8Array(0)],
    ]);
    const read = readZip(writeZip(entries), 'a.npz');
    expect([...read].map(([name, content]) => [name, ...content])).toEqual([['a', 1, 2, 3], ['größer/b']]);
    expect(readZip(writeZip(new Map()), 'a.npz').size).toBe(0);
  });
});

describe('openNpyMatrix', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-npy-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const saved = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it.each([Float32Array, Float64Array])('reads rows of %o as float32', (Elements) => {
    const data = new Elements(12).map((_value: number, i: number) => i);
    const matrix = openNpyMatrix(saved('X.npy', writeNpy({ data, shape: [4, 3] })));
    expect([matrix.rows, matrix.columns]).toEqual([4, 3]);
    expect(matrix.read(1, 3)).toEqual({ data: Float32Array.of(3, 4, 5, 6, 7, 8), shape: [2, 3] });
    matrix.close();
  });

  it('refuses what is no matrix in row-major order', () => {
    const vector = saved('v.npy', writeNpy({ data: Float32Array.of(1, 2), shape: [2] }));
    expect(() => openNpyMatrix(vector)).toThrow('v.npy has 1 axis; a matrix has two, samples by values.');
    const cube = saved('c.npy', bytesOf(numpy.npy['float32, version 1']));
    expect(() => openNpyMatrix(cube)).toThrow('c.npy has 3 axes; a matrix has two, samples by values.');
  });

  it('says where a file ends early', () => {
    const whole = writeNpy({ data: new Float32Array(12), shape: [4, 3] });
    const matrix = openNpyMatrix(saved('short.npy', whole.subarray(0, whole.length - 4)));
    expect(() => matrix.read(2, 4)).toThrow('short.npy ends before row 4.');
    matrix.close();
  });
});

it('an archive that says it is too large is refused before it is unpacked', () => {
  const archive = writeZip(new Map([['a.bin', new Uint8Array(3 * 1024 ** 2)]]));
  // Damaged, so that unpacking would be another failure.
  archive[100] = 1;
  expect(() => readZip(archive, 'a.zip', 2 * 1024 ** 2)).toThrow('a.zip unpacks to more than 2 MB.');
  expect(() => readZip(archive, 'a.zip')).toThrow('a.zip is not a readable .zip archive.');
});
