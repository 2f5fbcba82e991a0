import { basename, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import type { SourceFile } from '#core/params.ts';
import { hashFile } from './engine/models.ts';
import { checkOnnxFile } from './engine/onnxFile.ts';
import type { ModelLibrary } from './modelLibrary.ts';

/**
 * Takes a flow model of the user's, to be found again by what it holds. Inputs and outputs are checked where it is loaded.
 *
 * @throws Failure NOT_FOUND, BAD_MODEL
 */
export async function addFlowModel(library: ModelLibrary, from: string): Promise<SourceFile> {
  const path = resolve(from);
  const sha256 = await hashFile(path).catch((cause) => {
    throw new Failure('NOT_FOUND', `The file ${path} could not be read.`, { cause });
  });
  checkOnnxFile(path);
  library.remember(sha256, path);
  return { file: basename(path), sha256 };
}

/** @throws Failure MODEL_MISSING */
export async function locateModel(library: ModelLibrary, { file, sha256 }: SourceFile): Promise<string> {
  const path = await library.locate(sha256);
  if (path !== null) return path;
  throw new Failure('MODEL_MISSING', `The flow model ${file} was not found on this machine.`, {
    kept: 'Everything that was tracked with it is kept.',
    remedy: 'Choose the file again where motion is tracked, or name it with `unitloom track run --flow`.',
  });
}
