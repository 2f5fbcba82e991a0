import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkOnnxFile } from '#backend/engine/onnxFile.ts';
import { encodeOnnx } from '#core/graph/onnx.ts';
import { classifierGraph, synthesisGraph } from './tinyPair.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onnx-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(bytes: Uint8Array): void {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, bytes);
  checkOnnxFile(path);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function message(field: number, bytes: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}

const EXTERNAL_LOCATION = [...varint(14 * 8), 1];
const EXTERNAL_ENTRY = message(13, message(1, [...Buffer.from('location')]));

describe('checkOnnxFile', () => {
  test('accepts models that hold their weights', () => {
    check(encodeOnnx(synthesisGraph()));
    check(encodeOnnx(classifierGraph(64, 64)));
  });

  // Field numbers of onnx.proto on the way from the model to a tensor.
  test.each([
    ['initialiser', [7, 5]],
    ['constant of a node', [7, 1, 5, 5]],
    ['list of constants', [7, 1, 5, 10]],
    ['initialiser of a branch', [7, 1, 5, 6, 5]],
    ['initialiser of a list of branches', [7, 1, 5, 11, 5]],
    ['values of a sparse initialiser', [7, 15, 1]],
    ['sparse constant', [7, 1, 5, 22, 2]],
    ['constant of a function', [25, 7, 5, 5]],
    ['training graph', [20, 2, 5]],
  ])('refuses weights in another file: %s', (_, fields) => {
    for (const tensor of [EXTERNAL_LOCATION, EXTERNAL_ENTRY]) {
      const nested = fields.reduceRight<number[]>((bytes, field) => message(field, bytes), tensor);
      expect(() => check(Buffer.concat([encodeOnnx(synthesisGraph()), Buffer.from(nested)]))).toThrow(
        'model.onnx keeps its weights in another file, which is not allowed.',
      );
    }
  });

  test('accepts a tensor that says its data is inside', () => {
    const inside = message(7, message(5, [...varint(14 * 8), 0]));
    check(Buffer.concat([encodeOnnx(synthesisGraph()), Buffer.from(inside)]));
  });

  test('refuses messages nested beyond any sense', () => {
    const fields = [7, ...Array.from({ length: 100 }, () => [1, 5, 6]).flat()];
    const nested = fields.reduceRight<number[]>((bytes, field) => message(field, bytes), EXTERNAL_LOCATION);
    expect(() => check(Uint8Array.from(nested))).toThrow('model.onnx is not an ONNX model.');
  });

  test('ends with a verdict whatever the bytes', () => {
    const model = encodeOnnx(synthesisGraph());
    const damaged = fc
      .tuple(fc.nat(model.length - 1), fc.nat(255), fc.nat(model.length))
      .map(([at, value, length]) => model.map((byte, i) => (i === at ? value : byte)).subarray(0, length));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        try {
          check(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure', code: 'BAD_MODEL' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
