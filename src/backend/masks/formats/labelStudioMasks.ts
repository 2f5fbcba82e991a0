import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import { type FileLabel, type FileMask, type FileMasks, type Files, stemOf } from './maskFile.ts';
import { parseJson } from './pngMasks.ts';

/** JSON export of Label Studio: tasks whose results are brush strokes, each a run-length packed RGBA picture. */

const resultSchema = z.object({
  original_width: z.int().min(1).max(65_536),
  original_height: z.int().min(1).max(65_536),
  value: z.object({
    format: z.literal('rle'),
    rle: z.array(z.int().min(0).max(255)),
    brushlabels: z.array(z.string().min(1)).min(1),
  }),
});

const tasksSchema = z.array(
  z.object({
    file_upload: z.string().optional(),
    data: z.record(z.string(), z.unknown()),
    annotations: z.array(z.object({ result: z.array(z.object({ type: z.string() }).loose()) })),
  }),
);

/** Pixels that are at least half covered count. */
const COVERED = 128;

export function readLabelStudioMasks(files: Files): FileMasks {
  const path = [...files.keys()].find((name) => name.toLowerCase().endsWith('.json'));
  if (path === undefined) throw new Failure('BAD_INPUT', 'There is no Label Studio export (.json) here.');
  const tasks = parseJson(path, files.get(path) as Uint8Array, tasksSchema);
  const labels: FileLabel[] = [{ name: 'background', colour: null }];
  const masks = tasks.flatMap((task): FileMask[] => {
    const picture = task.file_upload ?? Object.values(task.data).find((value) => typeof value === 'string');
    const brushes = task.annotations.flatMap(({ result }) => result.filter(({ type }) => type === 'brushlabels'));
    if (brushes.length === 0) return [];
    let mask: FileMask | null = null;
    for (const brush of brushes) {
      const result = resultSchema.safeParse(brush);
      if (!result.success) throw new Failure('BAD_INPUT', `${path} holds a brush stroke that cannot be read.`);
      const { original_width: widthPx, original_height: heightPx, value } = result.data;
      mask ??= { stem: stemOf(String(picture)), widthPx, heightPx, data: new Uint8Array(widthPx * heightPx) };
      const position = positionOf(labels, value.brushlabels[0] as string);
      const rgba = unpackRle(value.rle, 4 * widthPx * heightPx, path);
      for (let at = 0; at < mask.data.length; at++)
        if ((rgba[4 * at + 3] as number) >= COVERED) mask.data[at] = position;
    }
    return mask === null ? [] : [mask];
  });
  return { masks, labels };
}

function positionOf(labels: FileLabel[], name: string): number {
  const known = labels.findIndex((label) => label.name === name);
  if (known >= 0) return known;
  labels.push({ name, colour: null });
  return labels.length - 1;
}

/**
 * The packing of Label Studio's brush: a stream of bits with the number of values (32), the bits a value has less one (5) and the bits
 * of four run lengths less one (4 each); then runs, each a flag, which run length (2), the length less one, and one value when the flag
 * says that it repeats, or as many values as it is long.
 */
function unpackRle(bytes: readonly number[], size: number, path: string): Uint8Array {
  let at = 0;
  const read = (bits: number): number => {
    let value = 0;
    for (let bit = 0; bit < bits; bit++, at++) {
      const byte = bytes[at >> 3];
      if (byte === undefined) throw new Failure('BAD_INPUT', `${path} holds a brush stroke that ends early.`);
      value = value * 2 + ((byte >> (7 - (at & 7))) & 1);
    }
    return value;
  };
  if (read(32) !== size)
    throw new Failure('BAD_INPUT', `${path} holds a brush stroke of another size than its picture.`);
  const valueBits = read(5) + 1;
  const lengthBits = Array.from({ length: 4 }, () => read(4) + 1);
  const values = new Uint8Array(size);
  for (let filled = 0; filled < size; ) {
    const isRepeated = read(1) === 1;
    const end = filled + 1 + read(lengthBits[read(2)] as number);
    if (end > size) throw new Failure('BAD_INPUT', `${path} holds a brush stroke that is longer than its picture.`);
    if (isRepeated) {
      values.fill(read(valueBits), filled, end);
      filled = end;
    } else {
      for (; filled < end; filled++) values[filled] = read(valueBits);
    }
  }
  return values;
}
