import { decode, encode } from 'fast-png';
import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import { describeIssues } from '#core/issues.ts';
import type { Label } from '#core/labelSet.ts';
import { type FileMask, type FileMasks, type Files, PICTURES_FOLDER, stemOf } from './maskFile.ts';

/** PNG files whose pixels are positions of labels: with the labels' colours as palette, or as grey. `legend.json` names the values. */

export const LEGEND = 'legend.json';

const legendSchema = z.object({
  labels: z.array(z.object({ value: z.int().min(0).max(255), name: z.string().min(1), colour: z.string().nullish() })),
});

export function writePngMasks(masks: readonly FileMask[], labels: readonly Label[], isPalette: boolean): Files {
  const files = new Map<string, Uint8Array>();
  const palette = labels.map(({ colour }) => rgbOf(colour));
  for (const { stem, widthPx, heightPx, data } of masks) {
    const picture = { width: widthPx, height: heightPx, data, channels: 1 as const, depth: 8 as const };
    files.set(`${stem}.png`, encode(isPalette ? { ...picture, palette } : picture));
  }
  const legend = labels.map(({ id, name, colour, pattern }, value) => ({ value, name, id, colour, pattern }));
  files.set(LEGEND, new TextEncoder().encode(`${JSON.stringify({ labels: legend }, null, 2)}\n`));
  return files;
}

/** @throws Failure BAD_INPUT for a PNG file that holds no index mask */
export function readPngMasks(files: Files): FileMasks {
  const masks = [...files]
    .filter(([path]) => path.toLowerCase().endsWith('.png') && !`/${path}`.includes(`/${PICTURES_FOLDER}`))
    .map(readPng);
  return { masks, labels: readLegend(files) };
}

function readPng([path, bytes]: readonly [string, Uint8Array]): FileMask {
  const png = decodePng(path, bytes);
  if (png.depth > 8 || png.channels !== 1) {
    throw new Failure('BAD_INPUT', `${path} is a colour picture and no index mask.`, {
      remedy: 'Save one channel of 8 bits whose values are label numbers, or a palette.',
    });
  }
  return { stem: stemOf(path), widthPx: png.width, heightPx: png.height, data: eightBits(png) };
}

export function decodePng(path: string, bytes: Uint8Array): ReturnType<typeof decode> {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new Failure('BAD_INPUT', `${path} is not a readable PNG file.`, { cause });
  }
}

/** Values of 1, 2 or 4 bits lie several to a byte, each row from a new byte. */
function eightBits({ width, height, depth, data }: ReturnType<typeof decode>): Uint8Array {
  if (depth === 8) return Uint8Array.from(data);
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)] as number;
      values[y * width + x] = (byte >> (8 - depth * ((x % perByte) + 1))) & (2 ** depth - 1);
    }
  }
  return values;
}

function readLegend(files: Files): FileMasks['labels'] {
  const path = [...files.keys()].find((name) => name === LEGEND || name.endsWith(`/${LEGEND}`));
  if (path === undefined) return null;
  const { labels } = parseJson(path, files.get(path) as Uint8Array, legendSchema);
  const last = Math.max(0, ...labels.map(({ value }) => value));
  return Array.from({ length: last + 1 }, (_, value) => {
    const label = labels.find((one) => one.value === value);
    return { name: label?.name ?? '', colour: label?.colour ?? null };
  });
}

/** @throws Failure BAD_INPUT naming the file and the field */
export function parseJson<T>(path: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Failure('BAD_INPUT', `${path} is not JSON.`, { cause });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new Failure('BAD_INPUT', describeIssues(path, result.error.issues));
}

export function rgbOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
