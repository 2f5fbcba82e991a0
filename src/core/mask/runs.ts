import { Failure } from '../failure.ts';

/**
 * Run-length codec of index masks and label maps. A mask is read row by row; each run is its value, one byte, and its length as a
 * base-128 number, low digits first, the top bit set on all digits but the last. Text is the same bytes in base64, without padding.
 */

/** @param values [any] uint8, for instance [H W] labels */
export function encodeRuns(values: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < values.length; ) {
    const value = values[at] as number;
    let end = at + 1;
    while (values[end] === value) end++;
    bytes.push(value);
    for (let length = end - at; ; length = Math.floor(length / 128)) {
      if (length < 128) {
        bytes.push(length);
        break;
      }
      bytes.push((length % 128) + 128);
    }
    at = end;
  }
  return Uint8Array.from(bytes);
}

/**
 * @param size how many values there must be
 * @throws Failure BAD_INPUT when the runs are damaged or give another number of values
 */
export function decodeRuns(bytes: Uint8Array, size: number): Uint8Array {
  const values = new Uint8Array(size);
  let at = 0;
  for (let index = 0; index < bytes.length; ) {
    const value = bytes[index++] as number;
    let length = 0;
    for (let weight = 1; ; weight *= 128) {
      const digit = bytes[index++];
      if (digit === undefined) throw damaged('they end within a run');
      length += (digit % 128) * weight;
      if (length > size - at) throw damaged(`they hold more than ${size} values`);
      if (digit < 128) break;
    }
    values.fill(value, at, at + length);
    at += length;
  }
  if (at !== size) throw damaged(`they hold ${at} values, not ${size}`);
  return values;
}

/** The text form, for strokes and packets. */
export function runsText(values: Uint8Array): string {
  const bytes = encodeRuns(values);
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(4, bytes.length - at + 1);
    for (let digit = 0; digit < digits; digit++) text += ALPHABET[(group >> (18 - 6 * digit)) & 63];
  }
  return text;
}

/** @throws Failure BAD_INPUT as `decodeRuns` does, and for letters that are not base64 */
export function readRunsText(text: string, size: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  for (let at = 0, end = 0; at < text.length; at += 4) {
    let group = 0;
    for (let digit = 0; digit < 4; digit++) {
      const letter = text[at + digit];
      const value = letter === undefined ? 0 : ALPHABET.indexOf(letter);
      if (value < 0) throw damaged(`"${letter}" is not a letter of base64`);
      group |= value << (18 - 6 * digit);
    }
    for (let byte = 0; byte < 3 && end < bytes.length; byte++) bytes[end++] = (group >> (16 - 8 * byte)) & 255;
  }
  return decodeRuns(bytes, size);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function damaged(why: string): Failure {
  return new Failure('BAD_INPUT', `The runs of a mask are damaged: ${why}.`);
}
