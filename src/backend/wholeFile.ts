import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '#core/failure.ts';

/**
 * Writes beside the file and renames, so that a crash leaves the old content or the new one.
 *
 * @param what is written, as the sentence of a failure begins: `The linker`
 * @throws Failure READ_ONLY
 */
export function writeWhole(path: string, content: Uint8Array | string, what: string): void {
  const unfinished = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new Failure('READ_ONLY', `${what} could not be written to ${path}.`, {
      kept: `${what} is in the project.`,
      remedy: 'Choose a folder that you can write to and that has room.',
      cause,
    });
  }
}
