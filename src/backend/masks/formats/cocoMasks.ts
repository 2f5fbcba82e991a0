import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import type { Label } from '#core/labelSet.ts';
import { type FileMask, type FileMasks, type Files, stemOf } from './maskFile.ts';
import { parseJson } from './pngMasks.ts';

/** COCO annotations with run-length masks: one annotation a picture and label; runs go down the columns and begin with background. */

export const COCO_FILE = 'annotations.json';

const rleSchema = z.object({
  size: z.tuple([z.int().min(1).max(65_536), z.int().min(1).max(65_536)]),
  counts: z.union([z.string(), z.array(z.int().min(0))]),
});

const cocoSchema = z.object({
  images: z.array(z.object({ id: z.int(), file_name: z.string(), width: z.int().min(1), height: z.int().min(1) })),
  categories: z.array(z.object({ id: z.int().min(0), name: z.string().min(1) })),
  annotations: z.array(z.object({ image_id: z.int(), category_id: z.int(), segmentation: z.unknown().optional() })),
});

export function writeCocoMasks(masks: readonly FileMask[], labels: readonly Label[]): Files {
  const annotations = masks.flatMap((mask, image) =>
    labels.flatMap((_, value) => {
      if (value === 0) return [];
      const { counts, area, bbox } = encodeColumns(mask, value);
      if (area === 0) return [];
      const size = [mask.heightPx, mask.widthPx];
      return [{ image_id: image + 1, category_id: value, iscrowd: 1, segmentation: { size, counts }, area, bbox }];
    }),
  );
  const content = {
    images: masks.map(({ stem, widthPx, heightPx }, at) => ({
      id: at + 1,
      file_name: `${stem}.png`,
      width: widthPx,
      height: heightPx,
    })),
    categories: labels.slice(1).map(({ name }, at) => ({ id: at + 1, name })),
    annotations: annotations.map((annotation, at) => ({ id: at + 1, ...annotation })),
  };
  return new Map([[COCO_FILE, new TextEncoder().encode(`${JSON.stringify(content)}\n`)]]);
}

/** Runs down the columns of the pixels that have a value, beginning with those that have not. */
function encodeColumns({ data, widthPx, heightPx }: FileMask, value: number) {
  const counts: number[] = [];
  let [run, isInside, area] = [0, false, 0];
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1];
  for (let x = 0; x < widthPx; x++) {
    for (let y = 0; y < heightPx; y++) {
      const isSet = data[y * widthPx + x] === value;
      if (isSet) {
        area++;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      }
      if (isSet !== isInside) {
        counts.push(run);
        run = 0;
        isInside = isSet;
      }
      run++;
    }
  }
  counts.push(run);
  return { counts, area, bbox: [left, top, right - left + 1, bottom - top + 1] };
}

/** @throws Failure BAD_INPUT for polygons, and for runs that do not fit */
export function readCocoMasks(files: Files): FileMasks {
  const path = [...files.keys()].find((name) => name.toLowerCase().endsWith('.json'));
  if (path === undefined) throw new Failure('BAD_INPUT', 'There is no COCO file (.json) here.');
  const coco = parseJson(path, files.get(path) as Uint8Array, cocoSchema);
  const categories = [...coco.categories].sort((a, b) => a.id - b.id);
  const masks = coco.images.map(({ id, file_name, width, height }): FileMask => {
    const mask = { stem: stemOf(file_name), widthPx: width, heightPx: height, data: new Uint8Array(width * height) };
    for (const annotation of coco.annotations.filter(({ image_id }) => image_id === id)) {
      const value = 1 + categories.findIndex((category) => category.id === annotation.category_id);
      if (value === 0)
        throw new Failure('BAD_INPUT', `${path} uses the category ${annotation.category_id}, which it does not name.`);
      const rle = rleSchema.safeParse(annotation.segmentation);
      if (!rle.success) {
        throw new Failure(
          'BAD_INPUT',
          `${path} holds polygons for ${file_name}; only run-length masks have exact pixels.`,
          {
            remedy: 'Export it as masks, or RLE, instead.',
          },
        );
      }
      drawColumns(mask, value, rle.data, path);
    }
    return mask;
  });
  const isBackground = (name: string) => /^(background|bg)$/i.test(name);
  if (categories.some(({ name }) => isBackground(name))) {
    throw new Failure(
      'BAD_INPUT',
      `${path} names the background as a category; pixels without a category are background.`,
    );
  }
  const labels = [{ name: 'background', colour: null }, ...categories.map(({ name }) => ({ name, colour: null }))];
  return { masks, labels };
}

function drawColumns(mask: FileMask, value: number, { size, counts }: z.infer<typeof rleSchema>, path: string): void {
  const { widthPx, heightPx, data, stem } = mask;
  const runs = typeof counts === 'string' ? unpackCounts(counts) : counts;
  const isFitting =
    size[0] === heightPx && size[1] === widthPx && runs.reduce((sum, run) => sum + run, 0) === data.length;
  if (!isFitting)
    throw new Failure('BAD_INPUT', `${path} has runs for ${stem} that do not fit its ${widthPx} x ${heightPx} px.`);
  let at = 0;
  runs.forEach((run, index) => {
    for (let end = at + run; at < end; at++) {
      if (index % 2 === 1) data[(at % heightPx) * widthPx + Math.floor(at / heightPx)] = value;
    }
  });
}

/**
 * The packed form of counts: base-32 digits from character 48 on, low digits first, bit 5 set where more follow, bit 4 of the last the
 * sign; from the third count on, the difference to the count two before.
 */
function unpackCounts(text: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let [value, shift, digit] = [0, 0, 0];
    do {
      digit = text.charCodeAt(at++) - 48;
      value |= (digit & 31) << shift;
      shift += 5;
    } while (digit & 32 && at < text.length);
    if (digit & 16) value |= -1 << shift;
    counts.push(counts.length > 2 ? value + (counts.at(-2) as number) : value);
  }
  return counts;
}
