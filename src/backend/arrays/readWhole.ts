import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '#core/failure.ts';

/** Files of weights hold a few matrices; whatever is larger is none. */
const LARGEST_FILE_BYTES = 4e9;

/** @param what as it stands in the sentence: "a linker" */
export function readWhole(path: string, what: string): Uint8Array {
  try {
    if (statSync(path).size < LARGEST_FILE_BYTES) return readFileSync(path);
  } catch (cause) {
    throw new Failure('NOT_FOUND', `The file ${path} could not be read.`, {
      remedy: 'Check its name, and that you may read it.',
      cause,
    });
  }
  throw new Failure('BAD_INPUT', `${basename(path)} is too large for ${what}.`);
}
