import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy, readNpyHeader, writeNpy } from '#core/npy.ts';
import numpy from '../fixtures/arrays/numpy_files.json' with { type: 'json' };

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

describe('readNpy', () => {
  it.each(Object.entries(numpy.npy))('reads %s', (_, base64) => {
    const { data, shape } = readNpy(bytesOf(base64), 'a.npy');
    expect(shape).toEqual([2, 3, 4]);
    expect(Array.from(data)).toEqual(numpy.values);
  });

  it.each(Object.entries(numpy.whole))('reads %s', (_, base64) => {
    const { data, shape } = readNpy(bytesOf(base64), 'a.npy');
    expect(shape).toEqual([2, 3, 4]);
    expect(Array.from(data)).toEqual(Array.from({ length: 24 }, (_unused, i) => i));
  });

  it('reads from the middle of a larger buffer', () => {
    const file = bytesOf(numpy.npy['float32, version 1']);
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    expect(Array.from(readNpy(larger.subarray(3), 'a.npy').data)).toEqual(numpy.values);
  });

  const first = bytesOf(numpy.npy['float32, version 1']);
  it.each([
    ['big-endian', bytesOf(numpy.refused['big-endian']), 'a.npy holds big-endian numbers (>f4).'],
    ['complex', bytesOf(numpy.refused.complex), 'a.npy holds elements of type <c8.'],
    ['text', bytesOf(numpy.refused.text), 'a.npy holds elements of type <U1.'],
    ['structured', bytesOf(numpy.refused.structured), 'a.npy has a header that does not describe an array of numbers.'],
    ['another file', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'a.npy is not a NumPy array file.'],
    ['nothing', new Uint8Array(0), 'a.npy is not a NumPy array file.'],
    ['half a header', first.subarray(0, 40), 'a.npy ends within its header.'],
    ['half the values', first.subarray(0, first.length - 48), 'a.npy ends early: it has 48 of 96 bytes of values.'],
    ['a later version', first.with(6, 9), 'a.npy is a NumPy array file of version 9, which is not known.'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes, 'a.npy')).toThrow(expect.objectContaining({ code: 'BAD_INPUT', message }));
  });
});

describe('writeNpy', () => {
  it('writes the bytes that NumPy writes', () => {
    const matrix = { data: Float32Array.of(1.5, -2, 3, 4, 5, -6.25), shape: [2, 3] };
    expect(writeNpy(matrix)).toEqual(bytesOf(numpy.written.matrix));
    expect(writeNpy({ data: Float64Array.of(1, 2), shape: [2] })).toEqual(bytesOf(numpy.written.vector));
    expect(writeNpy({ data: Float64Array.of(3.5), shape: [] })).toEqual(bytesOf(numpy.written.scalar));
  });

  it('is undone by readNpy, values aligned to 64 bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), fc.boolean(), (shape, isDouble) => {
        const length = shape.reduce((product, extent) => product * extent, 1);
        const values = Array.from({ length }, (_, i) => i / 4);
        const data = isDouble ? Float64Array.from(values) : Float32Array.from(values);
        const bytes = writeNpy({ data, shape });
        expect(readNpy(bytes, 'a.npy')).toEqual({ data, shape });
        expect(readNpyHeader(bytes, 'a.npy').offset % 64).toBe(0);
      }),
    );
  });
});
