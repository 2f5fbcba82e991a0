import { Failure } from './failure.ts';
import { readLinker } from './linker.ts';
import type { FittedLinker } from './linkerFit.ts';
import type { ImportedLinkerParams } from './params.ts';
import type { StageTools } from './stage.ts';

/** A linker of a file: the call that read the file has put its weights into the artifact that is being built. */
export function takeImported({ file }: ImportedLinkerParams, { reader, writer }: StageTools): FittedLinker {
  const remark = `The linker is from ${file}. Whether it was fitted on samples that are held out here is not known.`;
  return {
    linker: readStored(reader, writer.artifactId, file),
    spec: null,
    addedPenalty: 0,
    path: null,
    training: null,
    remarks: [remark],
  };
}

function readStored(reader: StageTools['reader'], artifactId: string, file: string) {
  try {
    return readLinker(reader, artifactId);
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'NOT_FOUND') throw cause;
    // A job that failed before its first item leaves nothing behind, the weights neither.
    throw new Failure('NOT_FOUND', `The weights of ${file} are not in the project any more.`, {
      remedy: 'Import the file again.',
      cause,
    });
  }
}
