import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFlowModels } from '#backend/engine/flowModels.ts';
import { flowGraph, PX_PER_LIGHT, writeFlowModel } from '../flowModel.ts';
import { failureOf } from '../workbench.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flow-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const models = createFlowModels({ device: 'cpu', threads: 1, batch: null });
const [WIDTH, HEIGHT] = [9, 7];
const picture = (level: (at: number, channel: number) => number) =>
  Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => level(Math.floor(at / 3), at % 3));

describe("a flow model of the user's", () => {
  test('gives the field from the first picture to the second, of pictures of any size, judged by its way back', async () => {
    const first = picture((at, channel) => (channel === 0 ? 100 + at : 40));
    const second = picture((at, channel) => (channel === 0 ? 100 : channel === 1 ? 40 + at : 40));
    const { field, confidence, occluded } = await models.find(writeFlowModel(folder), first, second, WIDTH, HEIGHT);
    for (let at = 0; at < WIDTH * HEIGHT; at++) {
      expect(field.x[at]).toBeCloseTo((PX_PER_LIGHT[0] * at) / 127.5, 5);
      expect(field.y[at]).toBeCloseTo((-PX_PER_LIGHT[1] * at) / 127.5, 5);
    }
    expect(confidence[0]).toBeGreaterThan(0);
    expect(Array.from(occluded).every((flag) => flag === 0 || flag === 1)).toBe(true);
  });

  test('that names its output otherwise, or is of other extents, is refused', async () => {
    const pixels = picture(() => 7);
    const named = writeFlowModel(folder, flowGraph('motion'), 'named.onnx');
    expect((await failureOf(models.find(named, pixels, pixels, WIDTH, HEIGHT))).message).toBe(
      'named.onnx has no output flow; it has motion.',
    );
    const fixed = { ...flowGraph(), inputs: ['first', 'second'].map((name) => ({ name, shape: ['n', 3, 64, 64] })) };
    const path = writeFlowModel(folder, fixed, 'fixed.onnx');
    expect(await failureOf(models.find(path, pixels, pixels, WIDTH, HEIGHT))).toMatchObject({ code: 'BAD_SHAPE' });
    // What failed is not held: the right model is found after it.
    await models.find(writeFlowModel(folder), pixels, pixels, WIDTH, HEIGHT);
  });
});
